namespace Kubesharp.Node.Cgroups;

/// <summary>The quality-of-service classes of pods; the names are those of <c>status.qosClass</c>.</summary>
public enum PodQosClass
{
    /// <summary>Every container has requests equal to limits, for CPU and memory.</summary>
    Guaranteed,

    /// <summary>At least one container asks for CPU or memory.</summary>
    Burstable,

    /// <summary>Nobody asks for anything.</summary>
    BestEffort,
}
