using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api;

/// <summary>A request failed, and this is the <see cref="Meta.V1.Status"/> that says why. It is the one error of the API edge, on both its sides.</summary>
public sealed class StatusException : Exception
{
    public StatusException(Status status, Exception? innerException = null)
        : base(status.Message, innerException) => Status = status;

    /// <summary>What the client is told, or was told.</summary>
    public Status Status { get; }

    /// <summary>HTTP status code.</summary>
    public int Code => Status.Code;

    /// <summary>A constant of <see cref="StatusReason"/>; empty when the sender gave none.</summary>
    public string Reason => Status.Reason;

    public bool IsNotFound => Is(StatusReason.NotFound, 404);

    public bool IsAlreadyExists => Reason == StatusReason.AlreadyExists;

    /// <summary>The object changed since it was read.</summary>
    public bool IsConflict => Is(StatusReason.Conflict, 409);

    public bool IsInvalid => Is(StatusReason.Invalid, 422);

    /// <summary>What was asked for is no longer kept, such as an old revision; list again.</summary>
    public bool IsGone => Is(StatusReason.Gone, 410) || Reason == StatusReason.Expired;

    public bool IsBadRequest => Is(StatusReason.BadRequest, 400);

    public bool IsUnauthorized => Is(StatusReason.Unauthorized, 401);

    public bool IsForbidden => Is(StatusReason.Forbidden, 403);

    public bool IsMethodNotSupported => Is(StatusReason.MethodNotAllowed, 405);

    public bool IsNotAcceptable => Is(StatusReason.NotAcceptable, 406);

    public bool IsUnsupportedMediaType => Is(StatusReason.UnsupportedMediaType, 415);

    public bool IsRequestEntityTooLarge => Is(StatusReason.RequestEntityTooLarge, 413);

    /// <summary>The request may have been carried out, or may still be.</summary>
    public bool IsTimeout => Is(StatusReason.Timeout, 504);

    /// <summary>The request was not carried out and may be sent again.</summary>
    public bool IsServerTimeout => Reason == StatusReason.ServerTimeout;

    public bool IsTooManyRequests => Is(StatusReason.TooManyRequests, 429);

    public bool IsInternalError => Is(StatusReason.InternalError, 500);

    public bool IsServiceUnavailable => Is(StatusReason.ServiceUnavailable, 503);

    /// <summary>How long the server asks to wait before the request is sent again; null when it does not ask.</summary>
    public TimeSpan? RetryAfter => Status.Details is { RetryAfterSeconds: > 0 } details ? TimeSpan.FromSeconds(details.RetryAfterSeconds) : null;

    /// <summary>Whether the details hold a cause of a type, a constant of <see cref="CauseType"/>.</summary>
    public bool HasCause(string type)
    {
        if (Status.Details is null) return false;
        foreach (var cause in Status.Details.Causes)
        {
            if (cause.Reason == type) return true;
        }

        return false;
    }

    // The code decides only where the reason says nothing, as with proxies that answer in place of a server.
    private bool Is(string reason, int code) => Reason == reason || Reason.Length == 0 && Code == code;
}
