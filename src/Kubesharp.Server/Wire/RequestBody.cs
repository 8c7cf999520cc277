using System.Buffers;
using Kubesharp.Api;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Server.Wire;

/// <summary>Reads request bodies whole, within the size limit.</summary>
internal static class RequestBody
{
    /// <summary>Most bytes of a request body.</summary>
    public const int Limit = 3 * 1024 * 1024;

    /// <summary>The body; a StatusException (413) when it is too long.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.Request.ContentLength > Limit) throw StatusErrors.RequestEntityTooLarge(Limit);
        var reader = http.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (buffer.Length > Limit) throw StatusErrors.RequestEntityTooLarge(Limit);
            if (result.IsCompleted)
            {
                var body = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return body;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
