namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PodLogOptions")]
[Kind("", "v1", "PodLogOptions")]
public sealed partial record PodLogOptions
{
    [Field(1)]
    public string Container { get; init; } = "";

    [Field(2)]
    public bool Follow { get; init; }

    [Field(3)]
    public bool Previous { get; init; }

    [Field(4)]
    public long? SinceSeconds { get; init; }

    [Field(5)]
    public DateTimeOffset? SinceTime { get; init; }

    [Field(6)]
    public bool Timestamps { get; init; }

    [Field(7)]
    public long? TailLines { get; init; }

    [Field(8)]
    public long? LimitBytes { get; init; }

    [Field(9)]
    public bool InsecureSkipTLSVerifyBackend { get; init; }

    [Field(10)]
    public string? Stream { get; init; }
}
