namespace Kubesharp.Api.Rbac.V1;

/// <summary>Names a role.</summary>
[ApiType("io.k8s.api.rbac.v1.RoleRef", Atomic = true)]
public sealed partial record RoleRef
{
    /// <summary>Always rbac.authorization.k8s.io.</summary>
    [Field(1, Always = true)]
    public string ApiGroup { get; init; } = "";

    /// <summary>Role or ClusterRole.</summary>
    [Field(2, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    /// <summary>Name of the role.</summary>
    [Field(3, Always = true, Required = true)]
    public string Name { get; init; } = "";
}
