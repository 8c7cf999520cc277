namespace Kubesharp.Node.Pods;

/// <summary>A container that could not be started. It waits with this reason and message in the pod's status.</summary>
public sealed class ContainerStartException(string reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The reason in <c>state.waiting</c>, such as <c>ErrImagePull</c>.</summary>
    public string Reason => reason;

    /// <summary>When to try again; null for the ordinary back-off.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}
