namespace Kubesharp.Api.Rbac.V1;

[ApiType("io.k8s.api.rbac.v1.Subject", Atomic = true)]
public sealed partial record Subject
{
    [Field(1, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    [Field(2)]
    public string ApiGroup { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(4)]
    public string Namespace { get; init; } = "";
}
