using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.StaticPods;

/// <summary>Runs pods, wherever they come from.</summary>
internal interface IPodRunner
{
    /// <summary>Takes a pod, new or changed.</summary>
    void Set(Pod pod);

    /// <summary>Ends a pod and forgets it.</summary>
    void Remove(Pod pod, TimeSpan grace);

    /// <summary>Completes when nothing of the pod is left.</summary>
    Task CompletionOf(string podUid);
}
