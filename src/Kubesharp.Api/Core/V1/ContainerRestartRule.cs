namespace Kubesharp.Api.Core.V1;

/// <summary>What happens when a container ends with certain exit codes.</summary>
[ApiType("io.k8s.api.core.v1.ContainerRestartRule")]
public sealed partial record ContainerRestartRule
{
    /// <summary>What to do: Restart, or RestartAllContainers of the pod.</summary>
    [Field(1, Required = true)]
    public string Action { get; init; } = "";

    /// <summary>Exit codes for which the rule holds.</summary>
    [Field(2)]
    public ContainerRestartRuleOnExitCodes? ExitCodes { get; init; }
}

/// <summary>A set of exit codes.</summary>
[ApiType("io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes")]
public sealed partial record ContainerRestartRuleOnExitCodes
{
    /// <summary>In for these codes, NotIn for all others.</summary>
    [Field(1, Required = true)]
    public string Operator { get; init; } = "";

    /// <summary>The codes, 0 to 255.</summary>
    [Field(2, ListType = ListType.Set)]
    public ValueList<int> Values { get; init; }
}
