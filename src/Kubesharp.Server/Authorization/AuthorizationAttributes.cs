using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Authorization;

/// <summary>What somebody wants to do.</summary>
internal readonly record struct AuthorizationAttributes
{
    public required UserIdentity User { get; init; }

    public required string Verb { get; init; }

    public bool IsResourceRequest { get; init; }

    public string Path { get; init; }

    public string Namespace { get; init; }

    public string Group { get; init; }

    public string Resource { get; init; }

    public string Subresource { get; init; }

    public string Name { get; init; }

    /// <summary>The request as authorization sees it.</summary>
    public static AuthorizationAttributes Of(UserIdentity user, RequestInfo info) => new()
    {
        User = user,
        Verb = info.Verb,
        IsResourceRequest = info.IsResourceRequest,
        Path = info.Path,
        Namespace = info.Namespace,
        Group = info.Group,
        Resource = info.Resource,
        Subresource = info.Subresource,
        Name = info.Name,
    };
}
