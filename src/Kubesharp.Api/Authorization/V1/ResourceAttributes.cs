using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Authorization.V1;

/// <summary>A request for a resource.</summary>
[ApiType("io.k8s.api.authorization.v1.ResourceAttributes")]
public sealed partial record ResourceAttributes
{
    /// <summary>Namespace; empty for all, or for cluster-wide resources.</summary>
    [Field(1)]
    public string Namespace { get; init; } = "";

    /// <summary>What is to be done, such as get; * for everything.</summary>
    [Field(2)]
    public string Verb { get; init; } = "";

    /// <summary>Group; * for all.</summary>
    [Field(3)]
    public string Group { get; init; } = "";

    /// <summary>Version; * for all.</summary>
    [Field(4)]
    public string Version { get; init; } = "";

    /// <summary>Resource; * for all.</summary>
    [Field(5)]
    public string Resource { get; init; } = "";

    /// <summary>Subresource; empty for none.</summary>
    [Field(6)]
    public string Subresource { get; init; } = "";

    /// <summary>Name of the object; empty for all.</summary>
    [Field(7)]
    public string Name { get; init; } = "";

    /// <summary>Field selector of the request.</summary>
    [Field(8)]
    public FieldSelectorAttributes? FieldSelector { get; init; }

    /// <summary>Label selector of the request.</summary>
    [Field(9)]
    public LabelSelectorAttributes? LabelSelector { get; init; }
}

/// <summary>A field selector; give one of the two forms.</summary>
[ApiType("io.k8s.api.authorization.v1.FieldSelectorAttributes")]
public sealed partial record FieldSelectorAttributes
{
    /// <summary>As text.</summary>
    [Field(1)]
    public string RawSelector { get; init; } = "";

    /// <summary>As conditions.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<FieldSelectorRequirement> Requirements { get; init; }
}

/// <summary>A label selector; give one of the two forms.</summary>
[ApiType("io.k8s.api.authorization.v1.LabelSelectorAttributes")]
public sealed partial record LabelSelectorAttributes
{
    /// <summary>As text.</summary>
    [Field(1)]
    public string RawSelector { get; init; } = "";

    /// <summary>As conditions.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<LabelSelectorRequirement> Requirements { get; init; }
}
