using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Rbac.V1;

/// <summary>Rights in the whole cluster, or to be given in any namespace.</summary>
[ApiType("io.k8s.api.rbac.v1.ClusterRole")]
[Kind("rbac.authorization.k8s.io", "v1", "ClusterRole")]
[Resource("clusterroles", "clusterrole", Namespaced = false)]
public sealed partial record ClusterRole
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What may be done.</summary>
    [Field(2, Always = true, ListType = ListType.Atomic)]
    public ValueList<PolicyRule> Rules { get; init; }

    /// <summary>Takes its rules from other ClusterRoles.</summary>
    [Field(3)]
    public AggregationRule? AggregationRule { get; init; }
}

/// <summary>Which ClusterRoles are combined.</summary>
[ApiType("io.k8s.api.rbac.v1.AggregationRule")]
public sealed partial record AggregationRule
{
    /// <summary>Selectors for their labels; one that matches is enough.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<LabelSelector> ClusterRoleSelectors { get; init; }
}

/// <summary>A list of ClusterRole objects.</summary>
[ApiType("io.k8s.api.rbac.v1.ClusterRoleList")]
[Kind("rbac.authorization.k8s.io", "v1", "ClusterRoleList")]
public sealed partial record ClusterRoleList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ClusterRole> Items { get; init; }
}
