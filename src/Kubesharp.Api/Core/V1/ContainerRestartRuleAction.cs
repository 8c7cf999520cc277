namespace Kubesharp.Api.Core.V1;

/// <summary>What a restart rule does.</summary>
public static class ContainerRestartRuleAction
{
    public const string Restart = "Restart";
    public const string RestartAllContainers = "RestartAllContainers";
}
