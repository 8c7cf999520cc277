using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Rbac.V1;

[ApiType("io.k8s.api.rbac.v1.RoleBinding")]
[Kind("rbac.authorization.k8s.io", "v1", "RoleBinding")]
[Resource("rolebindings", "rolebinding", Namespaced = true)]
public sealed partial record RoleBinding
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<Subject> Subjects { get; init; }

    [Field(3, Required = true)]
    public RoleRef RoleRef { get; init; } = RoleRef.Empty;
}

[ApiType("io.k8s.api.rbac.v1.RoleBindingList")]
[Kind("rbac.authorization.k8s.io", "v1", "RoleBindingList")]
public sealed partial record RoleBindingList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<RoleBinding> Items { get; init; }
}
