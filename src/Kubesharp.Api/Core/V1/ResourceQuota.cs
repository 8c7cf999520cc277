using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ResourceQuota")]
[Kind("", "v1", "ResourceQuota")]
[Resource("resourcequotas", "resourcequota", Namespaced = true, ShortNames = "quota")]
public sealed partial record ResourceQuota
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public ResourceQuotaSpec Spec { get; init; } = ResourceQuotaSpec.Empty;

    [Field(3)]
    public ResourceQuotaStatus Status { get; init; } = ResourceQuotaStatus.Empty;
}

[ApiType("io.k8s.api.core.v1.ResourceQuotaList")]
[Kind("", "v1", "ResourceQuotaList")]
public sealed partial record ResourceQuotaList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<ResourceQuota> Items { get; init; }
}

[ApiType("io.k8s.api.core.v1.ResourceQuotaSpec")]
public sealed partial record ResourceQuotaSpec
{
    [Field(1)]
    public ValueMap<Quantity> Hard { get; init; }

    [Field(2, ListType = ListType.Atomic, Enum = typeof(ResourceQuotaScope))]
    public ValueList<string> Scopes { get; init; }

    [Field(3)]
    public ScopeSelector? ScopeSelector { get; init; }
}

[ApiType("io.k8s.api.core.v1.ResourceQuotaStatus")]
public sealed partial record ResourceQuotaStatus
{
    [Field(1)]
    public ValueMap<Quantity> Hard { get; init; }

    [Field(2)]
    public ValueMap<Quantity> Used { get; init; }
}

[ApiType("io.k8s.api.core.v1.ScopeSelector", Atomic = true)]
public sealed partial record ScopeSelector
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<ScopedResourceSelectorRequirement> MatchExpressions { get; init; }
}

[ApiType("io.k8s.api.core.v1.ScopedResourceSelectorRequirement")]
public sealed partial record ScopedResourceSelectorRequirement
{
    [Field(1, Always = true, Required = true, Enum = typeof(ResourceQuotaScope))]
    public string ScopeName { get; init; } = "";

    [Field(2, Always = true, Required = true, Enum = typeof(ScopeSelectorOperator))]
    public string Operator { get; init; } = "";

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Values { get; init; }
}
