namespace Kubesharp.Api.Rbac.V1;

[ApiType("io.k8s.api.rbac.v1.RoleRef", Atomic = true)]
public sealed partial record RoleRef
{
    [Field(1, Always = true)]
    public string ApiGroup { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string Name { get; init; } = "";
}
