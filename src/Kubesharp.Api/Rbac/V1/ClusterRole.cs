using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Rbac.V1;

[ApiType("io.k8s.api.rbac.v1.ClusterRole")]
[Kind("rbac.authorization.k8s.io", "v1", "ClusterRole")]
[Resource("clusterroles", "clusterrole", Namespaced = false)]
public sealed partial record ClusterRole
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Always = true, ListType = ListType.Atomic)]
    public ValueList<PolicyRule> Rules { get; init; }

    [Field(3)]
    public AggregationRule? AggregationRule { get; init; }
}

[ApiType("io.k8s.api.rbac.v1.AggregationRule")]
public sealed partial record AggregationRule
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<LabelSelector> ClusterRoleSelectors { get; init; }
}

[ApiType("io.k8s.api.rbac.v1.ClusterRoleList")]
[Kind("rbac.authorization.k8s.io", "v1", "ClusterRoleList")]
public sealed partial record ClusterRoleList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<ClusterRole> Items { get; init; }
}
