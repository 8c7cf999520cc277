namespace Kubesharp.Api.Core.V1;

/// <summary>A check the node makes of a container again and again.</summary>
[ApiType("io.k8s.api.core.v1.Probe", Shared = true)]
public sealed partial record Probe
{
    [Inline(1)]
    public ProbeHandler Handler { get; init; } = ProbeHandler.Empty;

    /// <summary>Seconds between the start and the first check. Default 0.</summary>
    [Field(2)]
    public int InitialDelaySeconds { get; init; }

    /// <summary>Seconds after which a check counts as failed. Default 1.</summary>
    [Field(3)]
    public int TimeoutSeconds { get; init; }

    /// <summary>Seconds between checks. Default 10.</summary>
    [Field(4)]
    public int PeriodSeconds { get; init; }

    /// <summary>Successes in a row that end a failure. Default 1, and always 1 for liveness and startup.</summary>
    [Field(5)]
    public int SuccessThreshold { get; init; }

    /// <summary>Failures in a row that count. Default 3.</summary>
    [Field(6)]
    public int FailureThreshold { get; init; }

    /// <summary>Seconds between the request to stop and the kill after a failed check, in place of the pod's.</summary>
    [Field(7)]
    public long? TerminationGracePeriodSeconds { get; init; }
}

/// <summary>A call of the gRPC health service.</summary>
[ApiType("io.k8s.api.core.v1.GRPCAction")]
public sealed partial record GRPCAction
{
    /// <summary>Port of the service, 1 to 65535.</summary>
    [Field(1, Always = true, Required = true)]
    public int Port { get; init; }

    /// <summary>Name sent with the request. Default: empty.</summary>
    [Field(2, Always = true, Default = "\"\"")]
    public string? Service { get; init; }
}

/// <summary>How a check is made; exactly one member is set.</summary>
[ApiType("io.k8s.api.core.v1.ProbeHandler")]
public sealed partial record ProbeHandler
{
    /// <summary>Runs a command in the container; exit code 0 is success.</summary>
    [Field(1)]
    public ExecAction? Exec { get; init; }

    /// <summary>Sends an HTTP request; codes from 200 to 399 are success.</summary>
    [Field(2)]
    public HTTPGetAction? HttpGet { get; init; }

    /// <summary>Opens a TCP connection.</summary>
    [Field(3)]
    public TCPSocketAction? TcpSocket { get; init; }

    /// <summary>Calls the gRPC health service.</summary>
    [Field(4)]
    public GRPCAction? Grpc { get; init; }
}
