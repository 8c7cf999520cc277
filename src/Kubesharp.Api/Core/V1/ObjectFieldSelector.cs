namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ObjectFieldSelector", Atomic = true)]
public sealed partial record ObjectFieldSelector
{
    [Field(1)]
    public string ApiVersion { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string FieldPath { get; init; } = "";
}
