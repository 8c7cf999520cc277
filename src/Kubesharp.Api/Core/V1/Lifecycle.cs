namespace Kubesharp.Api.Core.V1;

/// <summary>What to run at the start and end of a container.</summary>
[ApiType("io.k8s.api.core.v1.Lifecycle", Shared = true)]
public sealed partial record Lifecycle
{
    /// <summary>Runs right after the start, beside the container. If it fails, the container is killed.</summary>
    [Field(1)]
    public LifecycleHandler? PostStart { get; init; }

    /// <summary>Runs before the container is asked to stop; its time counts towards the grace period.</summary>
    [Field(2)]
    public LifecycleHandler? PreStop { get; init; }

    /// <summary>Signal that asks the container to stop. Default: the image's, or SIGTERM.</summary>
    [Field(3, Enum = typeof(Signals))]
    public string? StopSignal { get; init; }
}

/// <summary>What to do; exactly one member is set.</summary>
[ApiType("io.k8s.api.core.v1.LifecycleHandler")]
public sealed partial record LifecycleHandler
{
    /// <summary>Runs a command in the container.</summary>
    [Field(1)]
    public ExecAction? Exec { get; init; }

    /// <summary>Sends an HTTP request.</summary>
    [Field(2)]
    public HTTPGetAction? HttpGet { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(3)]
    public TCPSocketAction? TcpSocket { get; init; }

    /// <summary>Waits.</summary>
    [Field(4)]
    public SleepAction? Sleep { get; init; }
}

/// <summary>A pause.</summary>
[ApiType("io.k8s.api.core.v1.SleepAction")]
public sealed partial record SleepAction
{
    /// <summary>Length of the pause.</summary>
    [Field(1, Always = true, Required = true)]
    public long Seconds { get; init; }
}
