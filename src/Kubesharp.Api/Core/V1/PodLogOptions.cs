namespace Kubesharp.Api.Core.V1;

/// <summary>Which part of a log to return.</summary>
[ApiType("io.k8s.api.core.v1.PodLogOptions")]
[Kind("", "v1", "PodLogOptions")]
public sealed partial record PodLogOptions
{
    /// <summary>The container. Default: the only one.</summary>
    [Field(1)]
    public string Container { get; init; } = "";

    /// <summary>Goes on returning lines as they are written. Default false.</summary>
    [Field(2)]
    public bool Follow { get; init; }

    /// <summary>Returns the log of the container before its last restart. Default false.</summary>
    [Field(3)]
    public bool Previous { get; init; }

    /// <summary>Only lines of the last seconds.</summary>
    [Field(4)]
    public long? SinceSeconds { get; init; }

    /// <summary>Only lines after this time.</summary>
    [Field(5)]
    public DateTimeOffset? SinceTime { get; init; }

    /// <summary>Puts the time before each line. Default false.</summary>
    [Field(6)]
    public bool Timestamps { get; init; }

    /// <summary>Only the last lines.</summary>
    [Field(7)]
    public long? TailLines { get; init; }

    /// <summary>Most bytes to return.</summary>
    [Field(8)]
    public long? LimitBytes { get; init; }

    /// <summary>Does not check the certificate of the node. Default false.</summary>
    [Field(9)]
    public bool InsecureSkipTLSVerifyBackend { get; init; }

    /// <summary>All (default), Stdout or Stderr.</summary>
    [Field(10)]
    public string? Stream { get; init; }
}
