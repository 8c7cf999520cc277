using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Rbac.V1;

/// <summary>Gives rights in the whole cluster.</summary>
[ApiType("io.k8s.api.rbac.v1.ClusterRoleBinding")]
[Kind("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding")]
[Resource("clusterrolebindings", "clusterrolebinding", Namespaced = false)]
public sealed partial record ClusterRoleBinding
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>Who gets them.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<Subject> Subjects { get; init; }

    /// <summary>The ClusterRole. It cannot be changed.</summary>
    [Field(3, Required = true)]
    public RoleRef RoleRef { get; init; } = RoleRef.Empty;
}

/// <summary>A list of ClusterRoleBinding objects.</summary>
[ApiType("io.k8s.api.rbac.v1.ClusterRoleBindingList")]
[Kind("rbac.authorization.k8s.io", "v1", "ClusterRoleBindingList")]
public sealed partial record ClusterRoleBindingList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ClusterRoleBinding> Items { get; init; }
}
