using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client;

/// <summary>Reads whole response bodies through pooled memory.</summary>
internal static class ResponseBody
{
    /// <summary>Most bytes of an unreadable error body that go into a message.</summary>
    private const int MaxErrorText = 2048;

    /// <summary>The object that is the whole answer.</summary>
    public static ValueTask<T> ReadObjectAsync<T>(ApiResponse response, CancellationToken cancellationToken)
        where T : class, IKind<T> => response.Records switch
        {
            null when response.IsProtobuf => ReadAsync(response, static body => ApiProtobuf.Decode<T>(body), cancellationToken),
            null => ReadAsync(response, static body => ApiJson.Decode<T>(body), cancellationToken),
            T value => ValueTask.FromResult(value),
            var other => throw new DecodeException($"the answer must be a {T.Gvk.Kind}, not {other}"),
        };

    /// <summary>Collects the body and decodes it; the span is gone after the call.</summary>
    public static async ValueTask<TOut> ReadAsync<TOut>(ApiResponse response, Func<ReadOnlySpan<byte>, TOut> decode, CancellationToken cancellationToken)
    {
        var reader = response.Reader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (result.IsCanceled) throw new OperationCanceledException();
            if (!result.IsCompleted)
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            try
            {
                return Decode(result.Buffer, decode);
            }
            finally
            {
                reader.AdvanceTo(result.Buffer.End);
            }
        }
    }

    /// <summary>Turns an answer of failure into the exception to throw.</summary>
    public static async ValueTask<StatusException> ReadErrorAsync(ApiResponse response, ApiRequest request, CancellationToken cancellationToken)
    {
        var retryAfter = response.Headers.TryGetValue("Retry-After", out var text) && int.TryParse(text, out var seconds) ? seconds : 0;
        var status = response.Records as Status ?? await ReadAsync(response, body => TryDecodeStatus(body) ?? Describe(response.StatusCode, request, body, retryAfter), cancellationToken);
        return new StatusException(status.Code == 0 ? status with { Code = response.StatusCode } : status);
    }

    public static T Decode<T>(in ReadOnlySequence<byte> buffer, Func<ReadOnlySpan<byte>, T> decode)
    {
        if (buffer.IsSingleSegment) return decode(buffer.FirstSpan);
        var length = checked((int)buffer.Length);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            buffer.CopyTo(rented);
            return decode(rented.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static Status? TryDecodeStatus(ReadOnlySpan<byte> body)
    {
        var isProtobuf = body.StartsWith(ApiProtobuf.Magic);
        if (!isProtobuf && (body.IsEmpty || body[0] != (byte)'{' || body.IndexOf("\"Status\""u8) < 0)) return null;
        try
        {
            var status = isProtobuf ? ApiProtobuf.Decode<Status>(body) : ApiJson.Decode<Status>(body);
            return status.Outcome.Length > 0 ? status : null;
        }
        catch (Exception e) when (e is JsonException or DecodeException)
        {
            return null;
        }
    }

    /// <summary>The status for an answer that carries none: a proxy's error page, or plain text.</summary>
    private static Status Describe(int code, ApiRequest request, ReadOnlySpan<byte> body, int retryAfter)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxErrorText)]);
        var (reason, message) = code switch
        {
            400 => (StatusReason.BadRequest, "the server rejected our request for an unknown reason"),
            401 => (StatusReason.Unauthorized, "the server has asked for the client to provide credentials"),
            403 => (StatusReason.Forbidden, text),
            404 => (StatusReason.NotFound, "the server could not find the requested resource"),
            405 => (StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource"),
            406 => (StatusReason.NotAcceptable, text.Length > 0 ? text : "the server was unable to respond with a content type that the client supports"),
            409 => (request.Method == "POST" ? StatusReason.AlreadyExists : StatusReason.Conflict, "the server reported a conflict"),
            410 => (StatusReason.Gone, "the requested revision is gone"),
            415 => (StatusReason.UnsupportedMediaType, text),
            422 => (StatusReason.Invalid, "the server rejected our request due to an error in our request"),
            429 => (StatusReason.TooManyRequests, "the server has received too many requests and has asked us to try again later"),
            503 => (StatusReason.ServiceUnavailable, "the server is currently unable to handle the request"),
            504 => (StatusReason.Timeout, "the server was unable to return a response in the time allotted, but may still be processing the request"),
            >= 500 => (StatusReason.InternalError, $"an error on the server (\"{text}\") has prevented the request from succeeding"),
            _ => ("", $"the server responded with the status code {code} but did not return more information"),
        };
        return Status.Empty with
        {
            Outcome = "Failure",
            Code = code,
            Reason = reason,
            Message = $"{message} ({request.Method.ToLowerInvariant()} {request.PathAndQuery.Split('?')[0]})",
            Details = retryAfter > 0 ? StatusDetails.Empty with { RetryAfterSeconds = retryAfter } : null,
        };
    }
}
