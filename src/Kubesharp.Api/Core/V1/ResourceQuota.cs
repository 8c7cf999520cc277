using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>Bounds for what a namespace may use in all.</summary>
[ApiType("io.k8s.api.core.v1.ResourceQuota")]
[Kind("", "v1", "ResourceQuota")]
[Resource("resourcequotas", "resourcequota", Namespaced = true, ShortNames = "quota")]
public sealed partial record ResourceQuota
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public ResourceQuotaSpec Spec { get; init; } = ResourceQuotaSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public ResourceQuotaStatus Status { get; init; } = ResourceQuotaStatus.Empty;
}

/// <summary>A list of ResourceQuota objects.</summary>
[ApiType("io.k8s.api.core.v1.ResourceQuotaList")]
[Kind("", "v1", "ResourceQuotaList")]
public sealed partial record ResourceQuotaList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ResourceQuota> Items { get; init; }
}

/// <summary>The bounds.</summary>
[ApiType("io.k8s.api.core.v1.ResourceQuotaSpec")]
public sealed partial record ResourceQuotaSpec
{
    /// <summary>Most of each resource, such as pods or requests.cpu.</summary>
    [Field(1)]
    public ValueMap<Quantity> Hard { get; init; }

    /// <summary>Counts only objects of these kinds, such as BestEffort.</summary>
    [Field(2, ListType = ListType.Atomic, Enum = typeof(ResourceQuotaScope))]
    public ValueList<string> Scopes { get; init; }

    /// <summary>Counts only objects this selector matches.</summary>
    [Field(3)]
    public ScopeSelector? ScopeSelector { get; init; }
}

/// <summary>Bounds and use.</summary>
[ApiType("io.k8s.api.core.v1.ResourceQuotaStatus")]
public sealed partial record ResourceQuotaStatus
{
    /// <summary>The bounds in force.</summary>
    [Field(1)]
    public ValueMap<Quantity> Hard { get; init; }

    /// <summary>What is used now.</summary>
    [Field(2)]
    public ValueMap<Quantity> Used { get; init; }
}

/// <summary>Chooses what a quota counts.</summary>
[ApiType("io.k8s.api.core.v1.ScopeSelector", Atomic = true)]
public sealed partial record ScopeSelector
{
    /// <summary>Conditions that must all hold.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<ScopedResourceSelectorRequirement> MatchExpressions { get; init; }
}

/// <summary>A condition on what a quota counts.</summary>
[ApiType("io.k8s.api.core.v1.ScopedResourceSelectorRequirement")]
public sealed partial record ScopedResourceSelectorRequirement
{
    /// <summary>Scope, such as PriorityClass.</summary>
    [Field(1, Always = true, Required = true, Enum = typeof(ResourceQuotaScope))]
    public string ScopeName { get; init; } = "";

    /// <summary>In, NotIn, Exists or DoesNotExist.</summary>
    [Field(2, Always = true, Required = true, Enum = typeof(ScopeSelectorOperator))]
    public string Operator { get; init; } = "";

    /// <summary>Values for In and NotIn.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Values { get; init; }
}
