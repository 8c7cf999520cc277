using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Api;

/// <summary>Makes the errors of the API edge, with the reasons, codes, details and messages Kubernetes gives them.</summary>
public static class StatusErrors
{
    /// <summary>Text of a <see cref="Conflict"/> between a write and a newer revision.</summary>
    public const string ObjectModified = "the object has been modified; please apply your changes to the latest version and try again";

    public static StatusException NotFound(GroupVersionResource resource, string name) =>
        Make(404, StatusReason.NotFound, $"{resource.GroupResource} {GoText.Quote(name)} not found", Details(resource, name));

    /// <summary>No resource is served under the path of a request.</summary>
    public static StatusException UnknownResource() =>
        Make(404, StatusReason.NotFound, "the server could not find the requested resource", StatusDetails.Empty);

    public static StatusException AlreadyExists(GroupVersionResource resource, string name) =>
        Make(409, StatusReason.AlreadyExists, $"{resource.GroupResource} {GoText.Quote(name)} already exists", Details(resource, name));

    /// <summary>Every name tried for <c>generateName</c> was taken.</summary>
    public static StatusException GenerateNameConflict(GroupVersionResource resource, string name, int retryAfterSeconds) => Make(
        409,
        StatusReason.AlreadyExists,
        $"{resource.GroupResource} {GoText.Quote(name)} already exists, the server was not able to generate a unique name for the object",
        Details(resource, name) with { RetryAfterSeconds = retryAfterSeconds });

    /// <summary>A write met a newer revision, or a precondition did not hold.</summary>
    public static StatusException Conflict(GroupVersionResource resource, string name, string message = ObjectModified) =>
        Make(409, StatusReason.Conflict, $"Operation cannot be fulfilled on {resource.GroupResource} {GoText.Quote(name)}: {message}", Details(resource, name));

    /// <summary>Server-side apply met fields that others own.</summary>
    public static StatusException ApplyConflict(string message, ValueList<StatusCause> causes) =>
        Make(409, StatusReason.Conflict, message, StatusDetails.Empty with { Causes = causes });

    public static StatusException Invalid(GroupVersionKind kind, string name, ErrorList errors)
    {
        var qualified = kind.Group.Length == 0 ? kind.Kind : $"{kind.Kind}.{kind.Group}";
        var message = $"{qualified} {GoText.Quote(name)} is invalid";
        return Make(
            422,
            StatusReason.Invalid,
            errors.IsEmpty ? message : $"{message}: {errors}",
            new() { Group = kind.Group, Kind = kind.Kind, Name = name, Causes = errors.ToCauses() });
    }

    public static StatusException BadRequest(string message) => Make(400, StatusReason.BadRequest, message);

    public static StatusException Unauthorized(string message = "Unauthorized") => Make(401, StatusReason.Unauthorized, message);

    /// <summary>Authorization or admission refused a request; the name is empty for requests on a collection.</summary>
    public static StatusException Forbidden(GroupVersionResource resource, string name, string message)
    {
        var subject = name.Length == 0 ? resource.GroupResource : $"{resource.GroupResource} {GoText.Quote(name)}";
        return Make(403, StatusReason.Forbidden, $"{subject} is forbidden: {message}", Details(resource, name));
    }

    /// <summary>A user may not do something with a resource.</summary>
    /// <param name="user">Name of the user.</param>
    /// <param name="verb">What the user asked for, such as <c>get</c> or <c>deletecollection</c>.</param>
    /// <param name="resource">The resource asked for.</param>
    /// <param name="subresource">Its subresource, or empty.</param>
    /// <param name="namespace">Namespace, or empty at the cluster scope.</param>
    /// <param name="name">Name of the object, or empty.</param>
    /// <param name="reason">What the authorizer added, or empty.</param>
    public static StatusException Forbidden(string user, string verb, GroupVersionResource resource, string subresource, string @namespace, string name, string reason = "")
    {
        var what = subresource.Length == 0 ? resource.Resource : $"{resource.Resource}/{subresource}";
        var where = @namespace.Length == 0 ? "at the cluster scope" : $"in the namespace {GoText.Quote(@namespace)}";
        var message = $"User {GoText.Quote(user)} cannot {verb} resource {GoText.Quote(what)} in API group {GoText.Quote(resource.Group)} {where}";
        return Forbidden(resource, name, reason.Length == 0 ? message : $"{message}: {reason}");
    }

    /// <summary>A user may not do something with a path that is no resource.</summary>
    public static StatusException ForbiddenPath(string user, string verb, string path, string reason = "")
    {
        var message = $"forbidden: User {GoText.Quote(user)} cannot {verb} path {GoText.Quote(path)}";
        return Make(403, StatusReason.Forbidden, reason.Length == 0 ? message : $"{message}: {reason}", StatusDetails.Empty);
    }

    /// <summary>A resource does not support an action.</summary>
    public static StatusException MethodNotSupported(GroupVersionResource resource, string action) => Make(
        405,
        StatusReason.MethodNotAllowed,
        $"{action} is not supported on resources of kind {GoText.Quote(resource.GroupResource)}",
        Details(resource, ""));

    /// <summary>A path does not support the HTTP method.</summary>
    public static StatusException MethodNotAllowed() =>
        Make(405, StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource", StatusDetails.Empty);

    /// <summary>No encoding the client accepts can be sent.</summary>
    public static StatusException NotAcceptableMedia(params ReadOnlySpan<string> mediaTypes) =>
        NotAcceptable($"only the following media types are accepted: {string.Join(", ", mediaTypes!)}");

    /// <summary>The answer cannot be made in the form that the client asks for.</summary>
    public static StatusException NotAcceptable(string message) => Make(406, StatusReason.NotAcceptable, message);

    /// <summary>The body has an encoding the server cannot read.</summary>
    public static StatusException UnsupportedMediaType(params ReadOnlySpan<string> mediaTypes) => Make(
        415,
        StatusReason.UnsupportedMediaType,
        $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", mediaTypes!)}");

    /// <summary>The body is longer than the server reads.</summary>
    public static StatusException RequestEntityTooLarge(long limit) =>
        Make(413, StatusReason.RequestEntityTooLarge, $"Request entity too large: limit is {limit}");

    /// <summary>What was asked for is no longer kept.</summary>
    public static StatusException Gone(string message) => Make(410, StatusReason.Gone, message);

    /// <summary>A revision or a continue token is older than what is kept.</summary>
    public static StatusException ResourceExpired(string message) => Make(410, StatusReason.Expired, message);

    /// <summary>The time of a request ran out; it may still be carried out.</summary>
    public static StatusException Timeout(string message, int retryAfterSeconds = 0) =>
        Make(504, StatusReason.Timeout, $"Timeout: {message}", StatusDetails.Empty with { RetryAfterSeconds = retryAfterSeconds });

    /// <summary>A request could not be carried out in time and was not; the client should send it again.</summary>
    public static StatusException ServerTimeout(GroupVersionResource resource, string operation, int retryAfterSeconds) => Make(
        500,
        StatusReason.ServerTimeout,
        $"The {operation} operation against {resource.GroupResource} could not be completed at this time, please try again.",
        Details(resource, operation) with { RetryAfterSeconds = retryAfterSeconds });

    /// <summary>The server asks the client to wait.</summary>
    public static StatusException TooManyRequests(string message, int retryAfterSeconds) =>
        Make(429, StatusReason.TooManyRequests, message, StatusDetails.Empty with { RetryAfterSeconds = retryAfterSeconds });

    public static StatusException ServiceUnavailable(string message) => Make(503, StatusReason.ServiceUnavailable, message);

    public static StatusException InternalError(string message, Exception? cause = null) => Make(
        500,
        StatusReason.InternalError,
        $"Internal error occurred: {message}",
        StatusDetails.Empty with { Causes = [new StatusCause { Message = message }] },
        cause);

    private static StatusDetails Details(GroupVersionResource resource, string name) => new() { Group = resource.Group, Kind = resource.Resource, Name = name };

    private static StatusException Make(int code, string reason, string message, StatusDetails? details = null, Exception? cause = null) =>
        new(new Status { Outcome = "Failure", Message = message, Reason = reason, Details = details, Code = code }, cause);
}
