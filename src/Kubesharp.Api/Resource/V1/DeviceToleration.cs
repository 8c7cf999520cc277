namespace Kubesharp.Api.Resource.V1;

[ApiType("io.k8s.api.resource.v1.DeviceToleration")]
public sealed partial record DeviceToleration
{
    [Field(1)]
    public string Key { get; init; } = "";

    [Field(2, Default = "\"Equal\"", Enum = typeof(DeviceTolerationOperator))]
    public string Operator { get; init; } = "";

    [Field(3)]
    public string Value { get; init; } = "";

    [Field(4, Enum = typeof(DeviceTaintEffect))]
    public string Effect { get; init; } = "";

    [Field(5)]
    public long? TolerationSeconds { get; init; }
}
