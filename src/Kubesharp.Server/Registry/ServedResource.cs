using Kubesharp.Api;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Registry;

/// <summary>One resource in one version, with everything discovery, OpenAPI and routing need to know.</summary>
public sealed record ServedResource
{
    public required ResourceInfo Info { get; init; }

    public required Verbs Verbs { get; init; }

    public ValueList<Subresource> Subresources { get; init; }

    /// <summary>Null for resources that only answer, such as access reviews.</summary>
    public ResourceStrategy? Strategy { get; init; }

    /// <summary>
    /// The kind that is stored, when it is not this one: the resource is then served by conversion from and to the other version.
    /// </summary>
    public GroupVersionKind? StoredAs { get; init; }

    /// <summary>The warning that every request for the resource is answered with, when it is deprecated.</summary>
    public string? Deprecation { get; init; }

    /// <summary>Whether the resource comes from a CustomResourceDefinition.</summary>
    public bool IsCustom { get; init; }

    public Subresource? FindSubresource(string name)
    {
        foreach (var subresource in Subresources)
            if (subresource.Name == name)
                return subresource;
        return null;
    }
}
