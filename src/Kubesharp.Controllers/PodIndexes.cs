using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers;

/// <summary>Indexes that several controllers ask of the shared pod cache.</summary>
public static class PodIndexes
{
    public const string ByNode = "node";

    /// <summary>Name of the node the pod is bound to.</summary>
    public static IEnumerable<string> NodeKeys(Pod pod) => pod.Spec.NodeName.Length == 0 ? [] : [pod.Spec.NodeName];
}
