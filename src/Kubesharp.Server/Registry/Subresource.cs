using Kubesharp.Api;

namespace Kubesharp.Server.Registry;

/// <summary>A subresource that a resource serves.</summary>
/// <param name="Name">Last step of the path, such as <c>status</c>.</param>
/// <param name="Kind">Kind that is sent and received.</param>
/// <param name="Verbs">What can be done with it.</param>
/// <param name="IsListed">Whether discovery and OpenAPI tell of it; what Kubernetes does not have is served without being listed.</param>
public sealed record Subresource(string Name, GroupVersionKind Kind, Verbs Verbs, bool IsListed = true);
