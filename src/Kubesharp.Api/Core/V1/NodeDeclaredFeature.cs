namespace Kubesharp.Api.Core.V1;

/// <summary>What a node can say in <see cref="NodeStatus.DeclaredFeatures"/> (KEP-5328).</summary>
public static class NodeDeclaredFeature
{
    /// <summary>It can start all containers of a pod anew when one of them ends (KEP-5532).</summary>
    public const string RestartAllContainersOnContainerExits = "RestartAllContainersOnContainerExits";
}
