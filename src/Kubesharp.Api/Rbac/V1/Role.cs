using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Rbac.V1;

/// <summary>Rights in one namespace.</summary>
[ApiType("io.k8s.api.rbac.v1.Role")]
[Kind("rbac.authorization.k8s.io", "v1", "Role")]
[Resource("roles", "role", Namespaced = true)]
public sealed partial record Role
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What may be done.</summary>
    [Field(2, Always = true, ListType = ListType.Atomic)]
    public ValueList<PolicyRule> Rules { get; init; }
}

/// <summary>A list of Role objects.</summary>
[ApiType("io.k8s.api.rbac.v1.RoleList")]
[Kind("rbac.authorization.k8s.io", "v1", "RoleList")]
public sealed partial record RoleList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<Role> Items { get; init; }
}
