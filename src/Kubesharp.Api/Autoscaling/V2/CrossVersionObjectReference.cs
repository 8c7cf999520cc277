namespace Kubesharp.Api.Autoscaling.V2;

[ApiType("io.k8s.api.autoscaling.v2.CrossVersionObjectReference")]
public sealed partial record CrossVersionObjectReference
{
    [Field(1, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(3)]
    public string ApiVersion { get; init; } = "";
}
