using Kubesharp.Api.Core.V1;

namespace Kubesharp.Scheduler.Cluster;

/// <summary>A pod as the scheduler sees it.</summary>
public sealed class PodInfo(Pod pod, PodClass @class)
{
    /// <summary>The object. It is replaced by newer ones as long as they are of the same class.</summary>
    public Pod Pod { get; internal set; } = pod;

    public PodClass Class { get; } = @class;

    /// <summary><c>namespace/name</c>.</summary>
    public string Key { get; } = KeyOf(pod);

    public int Priority => Pod.Spec.Priority ?? 0;

    /// <summary>Node the pod counts on: bound there, or assumed to be soon. Null while it waits.</summary>
    internal NodeInfo? Node { get; set; }

    public static string KeyOf(Pod pod) => $"{pod.Metadata.Namespace}/{pod.Metadata.Name}";
}
