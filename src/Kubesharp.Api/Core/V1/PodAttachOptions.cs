namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PodAttachOptions")]
[Kind("", "v1", "PodAttachOptions")]
public sealed partial record PodAttachOptions
{
    [Field(1)]
    public bool Stdin { get; init; }

    [Field(2)]
    public bool Stdout { get; init; }

    [Field(3)]
    public bool Stderr { get; init; }

    [Field(4)]
    public bool Tty { get; init; }

    [Field(5)]
    public string Container { get; init; } = "";
}
