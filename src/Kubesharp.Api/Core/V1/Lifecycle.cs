namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.Lifecycle")]
public sealed partial record Lifecycle
{
    [Field(1)]
    public LifecycleHandler? PostStart { get; init; }

    [Field(2)]
    public LifecycleHandler? PreStop { get; init; }

    [Field(3, Enum = typeof(Signals))]
    public string? StopSignal { get; init; }
}

[ApiType("io.k8s.api.core.v1.LifecycleHandler")]
public sealed partial record LifecycleHandler
{
    [Field(1)]
    public ExecAction? Exec { get; init; }

    [Field(2)]
    public HTTPGetAction? HttpGet { get; init; }

    [Field(3)]
    public TCPSocketAction? TcpSocket { get; init; }

    [Field(4)]
    public SleepAction? Sleep { get; init; }
}

[ApiType("io.k8s.api.core.v1.SleepAction")]
public sealed partial record SleepAction
{
    [Field(1, Always = true, Required = true)]
    public long Seconds { get; init; }
}
