using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Rbac.V1;

[ApiType("io.k8s.api.rbac.v1.Role")]
[Kind("rbac.authorization.k8s.io", "v1", "Role")]
[Resource("roles", "role", Namespaced = true)]
public sealed partial record Role
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Always = true, ListType = ListType.Atomic)]
    public ValueList<PolicyRule> Rules { get; init; }
}

[ApiType("io.k8s.api.rbac.v1.RoleList")]
[Kind("rbac.authorization.k8s.io", "v1", "RoleList")]
public sealed partial record RoleList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<Role> Items { get; init; }
}
