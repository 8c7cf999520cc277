namespace Kubesharp.Node.Pods;

/// <summary>That a pod is to be ended.</summary>
/// <param name="Grace">Time its containers get.</param>
/// <param name="Failure">The node's own reason, which becomes the pod's; null when the pod is done or was deleted.</param>
internal sealed record PodEnding(TimeSpan Grace, PodFailure? Failure);

/// <summary>Reason and message of a pod that the node ended or turned down.</summary>
/// <param name="Reason">The reason in one word.</param>
/// <param name="Message">The reason in a sentence.</param>
/// <param name="IsDisruption">The pod did not end by itself, so that its owner may want another one without counting a failure.</param>
internal sealed record PodFailure(string Reason, string Message, bool IsDisruption = false);
