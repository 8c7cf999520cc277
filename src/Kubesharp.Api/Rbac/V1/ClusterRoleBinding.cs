using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Rbac.V1;

[ApiType("io.k8s.api.rbac.v1.ClusterRoleBinding")]
[Kind("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding")]
[Resource("clusterrolebindings", "clusterrolebinding", Namespaced = false)]
public sealed partial record ClusterRoleBinding
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<Subject> Subjects { get; init; }

    [Field(3, Required = true)]
    public RoleRef RoleRef { get; init; } = RoleRef.Empty;
}

[ApiType("io.k8s.api.rbac.v1.ClusterRoleBindingList")]
[Kind("rbac.authorization.k8s.io", "v1", "ClusterRoleBindingList")]
public sealed partial record ClusterRoleBindingList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<ClusterRoleBinding> Items { get; init; }
}
