using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>What the status of a pod is computed from.</summary>
internal sealed record PodStatusInput
{
    /// <summary>The pod as the API server has it, with the status of before.</summary>
    public required Pod Pod { get; init; }

    public required PodRuntimeStatus Runtime { get; init; }

    public required PodAddresses Addresses { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Why containers could not be started at the last try, by container name.</summary>
    public IReadOnlyDictionary<string, WaitingReason> Waiting { get; init; } = new Dictionary<string, WaitingReason>();

    /// <summary>How far a change of the pod's resources has come.</summary>
    public PodResize Resize { get; init; } = PodResize.Done;

    /// <summary>Nothing of the pod runs and nothing will: it was ended, or its containers are done.</summary>
    public bool HasEnded { get; init; }

    /// <summary>Why the node ended the pod; null when it did not.</summary>
    public PodFailure? Failure { get; init; }

    public Func<string, ProbeResult> Readiness { get; init; } = _ => ProbeResult.Unknown;

    public Func<string, ProbeResult> Startup { get; init; } = _ => ProbeResult.Unknown;

    /// <summary>The last message of a container that has ended.</summary>
    public Func<Container, RuntimeContainer, string> LastMessage { get; init; } = (_, _) => "";

    /// <summary>Name of the runtime, the first part of container IDs.</summary>
    public string RuntimeName { get; init; } = "containerd";
}

/// <summary>Reason and message of a container that waits.</summary>
internal readonly record struct WaitingReason(string Reason, string Message);
