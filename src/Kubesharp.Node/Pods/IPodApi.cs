using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>What pod workers tell the API server.</summary>
public interface IPodApi
{
    /// <summary>
    /// Gives the newest status of a pod. It is written as soon as the one before it has been; statuses that are overtaken on the way
    /// are never written.
    /// </summary>
    void SetStatus(Pod pod, PodStatus status);

    /// <summary>Returns when the newest status given has been written, or the pod is gone from the API server.</summary>
    Task FlushAsync(string podUid, CancellationToken cancel);

    /// <summary>Removes a pod for good, now that nothing of it is left; succeeds when it is gone or another one has its name.</summary>
    Task DeleteAsync(Pod pod, CancellationToken cancel);

    /// <summary>Forgets what is kept of a pod.</summary>
    void Forget(string podUid);
}
