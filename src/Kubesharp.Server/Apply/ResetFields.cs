using Kubesharp.Api;

namespace Kubesharp.Server.Apply;

/// <summary>
/// Which fields a write cannot change because the server takes them from the stored object; nobody comes to own them by such a write.
/// </summary>
internal static class ResetFields
{
    private static readonly string[] Status = ["status"];
    private static readonly string[] Spec = ["spec"];
    private static readonly string[] None = [];

    /// <summary>Paths that are reset, members separated by a dot.</summary>
    /// <param name="kind">The kind, or null when it is not known.</param>
    /// <param name="hasStatus">The kind has a status member.</param>
    /// <param name="subresource">Subresource written to; empty for the object itself.</param>
    public static string[] Of(GroupVersionKind? kind, bool hasStatus, string subresource) => (subresource, kind?.Group, kind?.Kind) switch
    {
        ("", _, _) => hasStatus ? Status : None,
        ("status", "", "Pod") => ["spec", "metadata.deletionTimestamp", "metadata.ownerReferences"],
        ("status", "apps", "Deployment") => ["spec", "metadata.labels"],
        ("status", "apiextensions.k8s.io", "CustomResourceDefinition") => ["spec", "metadata.labels", "metadata.annotations", "metadata.finalizers", "metadata.ownerReferences"],
        ("status", _, _) => Spec,
        ("ephemeralcontainers" or "resize", "", "Pod") => Status,
        ("approval", _, _) => ["spec"],
        ("finalize", _, _) => Status,
        _ => None,
    };
}
