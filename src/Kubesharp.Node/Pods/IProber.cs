using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>What a probe says.</summary>
public enum ProbeResult
{
    /// <summary>The probe has not come to a result.</summary>
    Unknown,
    Success,
    Failure,
}

/// <summary>Runs the probes of running containers and keeps their results by container ID.</summary>
public interface IProber
{
    /// <summary>Called with the UID of the pod, from any thread, when a result of one of its containers has changed.</summary>
    event Action<string>? ResultChanged;

    /// <summary>
    /// Starts the probes of a running container; does nothing when they run already. A container with a startup probe gets the others
    /// once that has succeeded.
    /// </summary>
    void Track(Pod pod, Container container, string containerId, PodAddresses addresses, DateTimeOffset startedAt);

    /// <summary>Ends the probes of a container and forgets their results.</summary>
    void Untrack(string containerId);

    /// <summary>Ends liveness and startup probes of a pod that is being ended; readiness goes on.</summary>
    void StopLivenessAndStartup(string podUid);

    ProbeResult Liveness(string containerId);

    ProbeResult Readiness(string containerId);

    ProbeResult Startup(string containerId);
}
