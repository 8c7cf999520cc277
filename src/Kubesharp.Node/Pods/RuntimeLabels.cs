namespace Kubesharp.Node.Pods;

/// <summary>
/// Labels and annotations on sandboxes and containers. They are the agent's memory: an agent that starts anew knows its pods by them,
/// and tools such as crictl show them.
/// </summary>
public static class RuntimeLabels
{
    public const string PodName = "io.kubernetes.pod.name";
    public const string PodNamespace = "io.kubernetes.pod.namespace";
    public const string PodUid = "io.kubernetes.pod.uid";
    public const string ContainerName = "io.kubernetes.container.name";

    public const string ContainerHash = "io.kubernetes.container.hash";
    public const string Resources = "kubesharp.io/container-resources";
    public const string RestartCount = "io.kubernetes.container.restartCount";
    public const string TerminationMessagePath = "io.kubernetes.container.terminationMessagePath";
    public const string TerminationMessagePolicy = "io.kubernetes.container.terminationMessagePolicy";
    public const string PreStopHandler = "io.kubernetes.container.preStopHandler";
    public const string Ports = "io.kubernetes.container.ports";
    public const string PodDeletionGracePeriod = "io.kubernetes.pod.deletionGracePeriod";
    public const string PodTerminationGracePeriod = "io.kubernetes.pod.terminationGracePeriod";

    /// <summary>The container's name, or null on something that another program made.</summary>
    public static string? ContainerNameOf(IDictionary<string, string> labels) => labels.TryGetValue(ContainerName, out var name) ? name : null;

    /// <summary>The pod's UID, or null on something that another program made.</summary>
    public static string? PodUidOf(IDictionary<string, string> labels) => labels.TryGetValue(PodUid, out var uid) ? uid : null;
}
