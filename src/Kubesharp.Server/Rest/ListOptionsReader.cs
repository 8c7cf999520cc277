using Kubesharp.Api;
using Kubesharp.Api.Selectors;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Storage;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Rest;

/// <summary>Which objects of a kind a list or watch is about.</summary>
internal sealed record ObjectFilter(Selector Labels, FieldSelector Fields)
{
    public bool IsEverything => Labels.IsEverything && Fields.IsEverything;

    /// <summary>Reads both selectors; throws a StatusException (400) for malformed ones and for unknown fields.</summary>
    public static ObjectFilter Read(ApiCall call, ResourceStrategy strategy)
    {
        var labels = call.Query("labelSelector");
        var fields = call.Query("fieldSelector");
        if (labels.Length == 0 && fields.Length == 0) return All;
        if (!Selector.TryParse(labels, out var labelSelector, out var labelError)) throw StatusErrors.BadRequest(labelError);
        if (!FieldSelector.TryParse(fields, out var fieldSelector, out var fieldError)) throw StatusErrors.BadRequest(fieldError);
        foreach (var term in fieldSelector.Terms)
        {
            if (term.Field == "metadata.name" || (term.Field == "metadata.namespace" && strategy.Resource.Namespaced) || strategy.FieldNames.Contains(term.Field)) continue;
            throw StatusErrors.BadRequest(strategy.FieldNames.Count > 0
                ? $"field label not supported: {term.Field}"
                : $"{GoText.Quote(term.Field)} is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
        }

        return new ObjectFilter(labelSelector, fieldSelector.WithNames(strategy.StoredField));
    }

    public static ObjectFilter All { get; } = new(Selector.Everything, FieldSelector.Everything);

    public bool Matches(StoredObject value)
    {
        if (!Labels.IsEverything && !Labels.Matches(value.Labels)) return false;
        foreach (var term in Fields.Terms)
            if (value.Field(term.Field) == term.Value == term.Negated)
                return false;
        return true;
    }
}

/// <summary>The paging and versioning parameters of a list or watch.</summary>
internal sealed record ListParameters
{
    public long Limit { get; init; }

    public string Continue { get; init; } = "";

    /// <summary>Null when the request names none.</summary>
    public long? Revision { get; init; }

    /// <summary>Empty, <c>Exact</c> or <c>NotOlderThan</c>.</summary>
    public string Match { get; init; } = "";

    public bool? SendInitialEvents { get; init; }

    public bool AllowBookmarks { get; init; }

    public long? TimeoutSeconds { get; init; }

    public static ListParameters Read(ApiCall call, bool watch)
    {
        if (!call.Http.Request.QueryString.HasValue) return new ListParameters();
        var parameters = new ListParameters
        {
            Limit = call.QueryNumber("limit") ?? 0,
            Continue = call.Query("continue"),
            Revision = ParseRevision(call.Query("resourceVersion")),
            Match = call.Query("resourceVersionMatch"),
            SendInitialEvents = call.QueryFlagOrNull("sendInitialEvents"),
            AllowBookmarks = call.QueryFlag("allowWatchBookmarks"),
            TimeoutSeconds = call.QueryNumber("timeoutSeconds"),
        };
        parameters.Validate(watch);
        return parameters;
    }

    /// <summary>A resourceVersion as a number; null for the empty one.</summary>
    public static long? ParseRevision(string text)
    {
        if (text.Length == 0) return null;
        if (ulong.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var revision) && revision <= long.MaxValue)
            return (long)revision;
        var errors = new ErrorList();
        errors.Invalid(FieldPath.Of("resourceVersion"), text, $"strconv.ParseUint: parsing {GoText.Quote(text)}: invalid syntax");
        throw StatusErrors.BadRequest($"Invalid value: {GoText.Quote(text)}: strconv.ParseUint: parsing {GoText.Quote(text)}: invalid syntax");
    }

    private void Validate(bool watch)
    {
        var errors = new ErrorList();
        var match = FieldPath.Of("resourceVersionMatch");
        if (watch)
        {
            if (SendInitialEvents is not null)
            {
                if (Match.Length == 0)
                    errors.Forbidden(match, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
                else if (Match != "NotOlderThan")
                    errors.NotSupported(match, Match, "NotOlderThan");
                if (SendInitialEvents is true && !AllowBookmarks)
                    errors.Forbidden(FieldPath.Of("sendInitialEvents"), "sendInitialEvents requires setting allowWatchBookmarks to true");
            }
            else if (Match.Length > 0)
            {
                errors.Forbidden(match, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
            }
        }
        else
        {
            if (SendInitialEvents is not null) errors.Forbidden(FieldPath.Of("sendInitialEvents"), "sendInitialEvents is forbidden for list");
            if (Match.Length > 0)
            {
                if (Revision is null) errors.Forbidden(match, "resourceVersionMatch is forbidden unless resourceVersion is provided");
                if (Continue.Length > 0) errors.Forbidden(match, "resourceVersionMatch is forbidden when continue is provided");
                if (Match is not ("Exact" or "NotOlderThan")) errors.NotSupported(match, Match, "Exact", "NotOlderThan", "");
                if (Match == "Exact" && Revision == 0) errors.Forbidden(match, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
            }
        }

        if (!errors.IsEmpty) throw StatusErrors.Invalid(new("meta.k8s.io", "v1", "ListOptions"), "", errors);
    }
}
