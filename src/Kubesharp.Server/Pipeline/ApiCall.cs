using Kubesharp.Api;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Server.Pipeline;

/// <summary>One request on its way through the pipeline.</summary>
internal sealed class ApiCall(HttpContext http, RequestInfo info, UserIdentity user, ResourceRegistry registry)
{
    public HttpContext Http => http;

    public RequestInfo Info => info;

    public UserIdentity User => user;

    /// <summary>The resources that were served when the request came in.</summary>
    public ResourceRegistry Registry => registry;

    /// <summary>Ends when the client goes away or the server stops.</summary>
    public CancellationToken Cancelled => http.RequestAborted;

    /// <summary>A query parameter, the first one when it is given twice; empty when it is absent.</summary>
    public string Query(string name) => http.Request.QueryString.HasValue && http.Request.Query.TryGetValue(name, out var values) ? values[0] ?? "" : "";

    /// <summary>All values of a query parameter.</summary>
    public ValueList<string> QueryAll(string name) =>
        http.Request.QueryString.HasValue && http.Request.Query.TryGetValue(name, out var values) ? values.Select(v => v ?? "").ToValueList() : default;

    /// <summary>A query parameter that means true or false.</summary>
    public bool QueryFlag(string name) => QueryFlagOrNull(name) ?? false;

    /// <summary>A query parameter that means true or false; null when it is absent. A bare name means true.</summary>
    public bool? QueryFlagOrNull(string name)
    {
        if (!http.Request.QueryString.HasValue || !http.Request.Query.TryGetValue(name, out var values)) return null;
        return values.ToString() is not ("false" or "0" or "False" or "FALSE" or "f" or "F");
    }

    /// <summary>A query parameter that is a whole number; null when it is absent. Throws a StatusException (400) for anything else.</summary>
    public long? QueryNumber(string name)
    {
        var text = Query(name);
        if (text.Length == 0) return null;
        if (long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number)) return number;
        throw StatusErrors.BadRequest($"strconv.ParseInt: parsing {GoText.Quote(text)}: invalid syntax");
    }
}
