namespace Kubesharp.Api.Core.V1;

/// <summary>How to run a command in a container.</summary>
[ApiType("io.k8s.api.core.v1.PodExecOptions")]
[Kind("", "v1", "PodExecOptions")]
public sealed partial record PodExecOptions
{
    /// <summary>Sends the standard input. Default false.</summary>
    [Field(1)]
    public bool Stdin { get; init; }

    /// <summary>Returns the standard output.</summary>
    [Field(2)]
    public bool Stdout { get; init; }

    /// <summary>Returns the standard error.</summary>
    [Field(3)]
    public bool Stderr { get; init; }

    /// <summary>Gives the command a terminal. Default false.</summary>
    [Field(4)]
    public bool Tty { get; init; }

    /// <summary>The container. Default: the only one.</summary>
    [Field(5)]
    public string Container { get; init; } = "";

    /// <summary>Program and arguments.</summary>
    [Field(6, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Command { get; init; }
}
