namespace Kubesharp.Api.Core.V1;

/// <summary>Who reports an event.</summary>
[ApiType("io.k8s.api.core.v1.EventSource")]
public sealed partial record EventSource
{
    /// <summary>The component.</summary>
    [Field(1)]
    public string Component { get; init; } = "";

    /// <summary>Node it runs on.</summary>
    [Field(2)]
    public string Host { get; init; } = "";
}
