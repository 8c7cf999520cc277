using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Server.Patch;

/// <summary>The errors patches end in, in upstream's words.</summary>
internal static class PatchErrors
{
    /// <summary>The patch is malformed.</summary>
    public static StatusException BadPatch(string message) => StatusErrors.BadRequest(message);

    /// <summary>The patch is well-formed but cannot be applied to the object; upstream does not tell the client why.</summary>
    public static StatusException Rejected(Exception? cause = null) => Make(
        422, StatusReason.Invalid, "the server rejected our request due to an error in our request", StatusDetails.Empty, cause);

    /// <summary>An error that upstream gives no reason of its own.</summary>
    public static StatusException Plain(string message) => Make(500, "", message, null, null);

    /// <summary>The patch has more operations than one request may have.</summary>
    public static StatusException TooManyOperations(int limit, int count) => Make(
        413,
        StatusReason.RequestEntityTooLarge,
        $"Request entity too large: The allowed maximum operations in a JSON patch is {limit}, got {count}",
        null,
        null);

    private static StatusException Make(int code, string reason, string message, StatusDetails? details, Exception? cause) =>
        new(new Status { Outcome = "Failure", Message = message, Reason = reason, Details = details, Code = code }, cause);
}
