namespace Kubesharp.Api.Core.V1;

/// <summary>How exit codes are compared.</summary>
public static class ContainerRestartRuleOnExitCodesOperator
{
    public const string In = "In";
    public const string NotIn = "NotIn";
}
