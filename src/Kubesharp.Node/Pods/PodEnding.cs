namespace Kubesharp.Node.Pods;

/// <summary>That a pod is to be ended.</summary>
/// <param name="Grace">Time its containers get.</param>
/// <param name="Failure">The node's own reason, which becomes the pod's; null when the pod is done or was deleted.</param>
internal sealed record PodEnding(TimeSpan Grace, PodFailure? Failure);

/// <summary>Reason and message of a pod that the node ended or turned down.</summary>
internal sealed record PodFailure(string Reason, string Message);
