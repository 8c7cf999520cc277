namespace Kubesharp.Api.Core.V1;

/// <summary>A TCP connection.</summary>
[ApiType("io.k8s.api.core.v1.TCPSocketAction")]
public sealed partial record TCPSocketAction
{
    /// <summary>Port by number or by name.</summary>
    [Field(1, Always = true, Required = true)]
    public IntOrString Port { get; init; }

    /// <summary>Host to connect to. Default: the address of the pod.</summary>
    [Field(2)]
    public string Host { get; init; } = "";
}
