using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Rbac.V1;

/// <summary>Gives rights in one namespace.</summary>
[ApiType("io.k8s.api.rbac.v1.RoleBinding")]
[Kind("rbac.authorization.k8s.io", "v1", "RoleBinding")]
[Resource("rolebindings", "rolebinding", Namespaced = true)]
public sealed partial record RoleBinding
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>Who gets them.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<Subject> Subjects { get; init; }

    /// <summary>The Role or ClusterRole. It cannot be changed.</summary>
    [Field(3, Required = true)]
    public RoleRef RoleRef { get; init; } = RoleRef.Empty;
}

/// <summary>A list of RoleBinding objects.</summary>
[ApiType("io.k8s.api.rbac.v1.RoleBindingList")]
[Kind("rbac.authorization.k8s.io", "v1", "RoleBindingList")]
public sealed partial record RoleBindingList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<RoleBinding> Items { get; init; }
}
