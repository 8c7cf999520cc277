using Kubesharp.Api;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Server.Wire;

/// <summary>What requests from inside the process hand over as records.</summary>
internal static class RecordExchange
{
    /// <summary>The body as a record; null when it is bytes. A StatusException (400) when it is not of the expected kind.</summary>
    public static IKind? Sent(HttpContext http, GroupVersionKind expected)
    {
        var sent = http.Features.Get<IRecordExchange>()?.Sent;
        if (sent is not null) ObjectDecoder.Check(sent.GroupVersionKind.ApiVersion, sent.GroupVersionKind.Kind, expected);
        return sent;
    }

    /// <summary>Where the answer goes as a record; null when it has to be bytes.</summary>
    public static IRecordExchange? Taker(HttpContext http, ResponseFormat format) =>
        format is { Media: MediaKind.Json, Projection: not Projection.Table, Pretty: false }
        && http.Features.Get<IRecordExchange>() is { TakesRecords: true } exchange
            ? exchange
            : null;
}
