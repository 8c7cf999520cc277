namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ContainerRestartRule")]
public sealed partial record ContainerRestartRule
{
    [Field(1, Required = true)]
    public string Action { get; init; } = "";

    [Field(2)]
    public ContainerRestartRuleOnExitCodes? ExitCodes { get; init; }
}

[ApiType("io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes")]
public sealed partial record ContainerRestartRuleOnExitCodes
{
    [Field(1, Required = true)]
    public string Operator { get; init; } = "";

    [Field(2, ListType = ListType.Set)]
    public ValueList<int> Values { get; init; }
}
