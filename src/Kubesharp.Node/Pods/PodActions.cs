using System.Collections.Immutable;

namespace Kubesharp.Node.Pods;

/// <summary>The three lists of containers in a pod.</summary>
public enum ContainerKind
{
    Init,
    Regular,
    Ephemeral,
}

/// <summary>A container to start, by its place in the pod's definition.</summary>
public readonly record struct ContainerStart(ContainerKind Kind, int Index);

/// <summary>Why a container is ended while its pod stays; it decides the grace period.</summary>
public enum KillReason
{
    DefinitionChanged,
    LivenessProbe,
    StartupProbe,
    Unknown,
}

/// <summary>A container to end.</summary>
/// <param name="ContainerId">The container.</param>
/// <param name="Name">Its name in the pod.</param>
/// <param name="Message">What the event says.</param>
/// <param name="Reason">Why.</param>
public sealed record ContainerKill(string ContainerId, string Name, string Message, KillReason Reason);

/// <summary>What has to be done to bring a pod from what runs to what is wanted.</summary>
public sealed record PodActions
{
    public static PodActions Nothing { get; } = new();

    /// <summary>End everything the pod has; what is to be started again is in <see cref="Start"/>.</summary>
    public bool KillPod { get; init; }

    public bool CreateSandbox { get; init; }

    /// <summary>The sandbox that is kept, or the one that is replaced; empty when there was none.</summary>
    public string SandboxId { get; init; } = "";

    /// <summary>Number of the sandbox that is made.</summary>
    public uint Attempt { get; init; }

    public ImmutableArray<ContainerKill> Kill { get; init; } = [];

    /// <summary>Containers to end at once and to remove, in this order, so that the pod begins again in its sandbox.</summary>
    public ImmutableArray<RuntimeContainer> Reset { get; init; } = [];

    /// <summary>In the order in which to start.</summary>
    public ImmutableArray<ContainerStart> Start { get; init; } = [];

    public bool IsNothing => !KillPod && !CreateSandbox && Kill.Length == 0 && Reset.Length == 0 && Start.Length == 0;
}
