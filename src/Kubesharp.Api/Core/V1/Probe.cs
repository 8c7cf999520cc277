namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.Probe")]
public sealed partial record Probe
{
    [Inline(1)]
    public ProbeHandler Handler { get; init; } = ProbeHandler.Empty;

    [Field(2)]
    public int InitialDelaySeconds { get; init; }

    [Field(3)]
    public int TimeoutSeconds { get; init; }

    [Field(4)]
    public int PeriodSeconds { get; init; }

    [Field(5)]
    public int SuccessThreshold { get; init; }

    [Field(6)]
    public int FailureThreshold { get; init; }

    [Field(7)]
    public long? TerminationGracePeriodSeconds { get; init; }
}

[ApiType("io.k8s.api.core.v1.GRPCAction")]
public sealed partial record GRPCAction
{
    [Field(1, Always = true, Required = true)]
    public int Port { get; init; }

    [Field(2, Always = true, Default = "\"\"")]
    public string? Service { get; init; }
}

[ApiType("io.k8s.api.core.v1.ProbeHandler")]
public sealed partial record ProbeHandler
{
    [Field(1)]
    public ExecAction? Exec { get; init; }

    [Field(2)]
    public HTTPGetAction? HttpGet { get; init; }

    [Field(3)]
    public TCPSocketAction? TcpSocket { get; init; }

    [Field(4)]
    public GRPCAction? Grpc { get; init; }
}
