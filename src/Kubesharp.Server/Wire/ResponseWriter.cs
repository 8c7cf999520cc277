using System.Buffers;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Server.Wire;

/// <summary>Writes whole response bodies.</summary>
internal static class ResponseWriter
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    /// <summary>Sends a value that has a C# type.</summary>
    public static ValueTask WriteAsync<T>(HttpContext http, ResponseFormat format, int statusCode, T value)
        where T : class, IKind<T>
    {
        if (RecordExchange.Taker(http, format) is { } taker)
        {
            http.Response.StatusCode = statusCode;
            taker.Answer(value);
            return ValueTask.CompletedTask;
        }

        return format.Media == MediaKind.Protobuf
            ? SendAsync(http, statusCode, format.ContentType, ApiProtobuf.Encode(value))
            : WriteJsonAsync(http, format, statusCode, ApiJson.Encode(value));
    }

    /// <summary>Sends JSON, or YAML made of it.</summary>
    public static ValueTask WriteJsonAsync(HttpContext http, ResponseFormat format, int statusCode, ReadOnlyMemory<byte> json) => format switch
    {
        { Media: MediaKind.Yaml } => SendAsync(http, statusCode, format.ContentType, YamlText.FromJson(json.Span)),
        { Pretty: true } => SendAsync(http, statusCode, format.ContentType, Prettify(json.Span)),
        _ => SendAsync(http, statusCode, format.Media == MediaKind.Protobuf ? "application/json" : format.ContentType, json, newLine: true),
    };

    /// <summary>
    /// Sends bytes as they are, with the line end behind them that upstream puts after JSON if so wanted. They go out when the request ends,
    /// headers, body and end in one piece.
    /// </summary>
    public static ValueTask SendAsync(HttpContext http, int statusCode, string contentType, ReadOnlyMemory<byte> body, bool newLine = false)
    {
        var response = http.Response;
        response.StatusCode = statusCode;
        response.ContentType = contentType;
        if (body.Length >= Compression.Threshold && Compression.IsAccepted(http.Request)) return SendCompressedAsync(http, body, newLine);
        response.ContentLength = body.Length + (newLine ? 1 : 0);
        if (HttpMethods.IsHead(http.Request.Method)) return ValueTask.CompletedTask;
        response.BodyWriter.Write(body.Span);
        if (newLine) response.BodyWriter.Write("\n"u8);
        return ValueTask.CompletedTask;
    }

    private static async ValueTask SendCompressedAsync(HttpContext http, ReadOnlyMemory<byte> body, bool newLine)
    {
        await using var compressed = Compression.Start(http.Response);
        await compressed.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
        if (newLine) await compressed.WriteAsync(LineEnd, http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Sends plain text.</summary>
    public static ValueTask SendTextAsync(HttpContext http, int statusCode, string text)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return SendAsync(http, statusCode, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text));
    }

    /// <summary>What Go's HTTP server says of a path that nothing serves.</summary>
    public static ValueTask SendPageNotFoundAsync(HttpContext http) => SendTextAsync(http, 404, "404 page not found\n");

    /// <summary>Sends an error.</summary>
    public static ValueTask WriteStatusAsync(HttpContext http, Status status)
    {
        ResponseFormat format;
        try
        {
            format = Negotiation.Choose(http.Request, projections: true);
        }
        catch (StatusException)
        {
            // The client accepts nothing we have; an error it can hardly miss is better than none.
            format = ResponseFormat.Json;
        }

        if (status.Details is { RetryAfterSeconds: > 0 } details)
            http.Response.Headers.RetryAfter = details.RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return WriteAsync(http, format with { Projection = Projection.None }, status.Code, status);
    }

    private static ReadOnlyMemory<byte> Prettify(ReadOnlySpan<byte> json)
    {
        var output = new ArrayBufferWriter<byte>(json.Length * 2);
        using (var writer = new Utf8JsonWriter(output, ApiJson.WriterOptions with { Indented = true }))
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512 });
            using var document = JsonDocument.ParseValue(ref reader);
            document.RootElement.WriteTo(writer);
        }

        return output.WrittenMemory;
    }
}
