using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Server.Wire;

/// <summary>Answers to reads are compressed from a size on, for clients that accept gzip, as upstream does it: the fastest level, no watches.</summary>
internal static class Compression
{
    /// <summary>Bytes below which compressing costs more than it saves.</summary>
    public const int Threshold = 128 * 1024;

    /// <summary>Whether the client takes compressed answers to this request.</summary>
    public static bool IsAccepted(HttpRequest request)
    {
        if (request.Headers.AcceptEncoding.Count == 0 || !HttpMethods.IsGet(request.Method)) return false;
        var accepted = request.Headers.AcceptEncoding.ToString().AsSpan();
        foreach (var encoding in accepted.Split(','))
        {
            if (accepted[encoding].Trim() is "gzip") return true;
        }

        return false;
    }

    /// <summary>A stream to write the body to; disposing it ends the body.</summary>
    public static GZipStream Start(HttpResponse response)
    {
        response.Headers.ContentEncoding = "gzip";
        response.Headers.Append("Vary", "Accept-Encoding");
        return new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
    }
}
