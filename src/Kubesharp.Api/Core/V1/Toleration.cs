namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.Toleration")]
public sealed partial record Toleration
{
    [Field(1)]
    public string Key { get; init; } = "";

    [Field(2, Enum = typeof(TolerationOperator))]
    public string Operator { get; init; } = "";

    [Field(3)]
    public string Value { get; init; } = "";

    [Field(4, Enum = typeof(TaintEffect))]
    public string Effect { get; init; } = "";

    [Field(5)]
    public long? TolerationSeconds { get; init; }
}
