using Kubesharp.Api;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission;

/// <summary>The request that admission decides on.</summary>
public sealed record AdmissionAttributes
{
    public required AdmissionOperation Operation { get; init; }

    public required ResourceInfo Resource { get; init; }

    /// <summary>Empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Empty for cluster-scoped kinds.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Empty while a name is still to be generated.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// The new object: a record of the resource's kind, or of the subresource's (Binding, Eviction, Scale, TokenRequest). Null for deletions.
    /// </summary>
    public IKind? Object { get; init; }

    /// <summary>The stored object; null for creations.</summary>
    public IKind? OldObject { get; init; }

    public required RequestContext Context { get; init; }

    public UserIdentity User => Context.User;

    public bool DryRun => Context.DryRun;

    /// <summary>Whether this is about a resource of the core group (or of the given one) itself and not a subresource of it.</summary>
    public bool IsFor(string resource, string group = "") =>
        Subresource.Length == 0 && Resource.Gvr.Resource == resource && Resource.Gvr.Group == group;
}
