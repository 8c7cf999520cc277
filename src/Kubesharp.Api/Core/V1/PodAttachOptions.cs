namespace Kubesharp.Api.Core.V1;

/// <summary>How to attach to a container.</summary>
[ApiType("io.k8s.api.core.v1.PodAttachOptions")]
[Kind("", "v1", "PodAttachOptions")]
public sealed partial record PodAttachOptions
{
    /// <summary>Sends the standard input. Default false.</summary>
    [Field(1)]
    public bool Stdin { get; init; }

    /// <summary>Returns the standard output. Default true.</summary>
    [Field(2)]
    public bool Stdout { get; init; }

    /// <summary>Returns the standard error. Default true.</summary>
    [Field(3)]
    public bool Stderr { get; init; }

    /// <summary>Whether the container has a terminal. Default false.</summary>
    [Field(4)]
    public bool Tty { get; init; }

    /// <summary>The container. Default: the only one.</summary>
    [Field(5)]
    public string Container { get; init; } = "";
}
