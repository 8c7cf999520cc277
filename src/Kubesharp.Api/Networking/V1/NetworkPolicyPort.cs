namespace Kubesharp.Api.Networking.V1;

/// <summary>A port.</summary>
[ApiType("io.k8s.api.networking.v1.NetworkPolicyPort")]
public sealed partial record NetworkPolicyPort
{
    /// <summary>TCP (default), UDP or SCTP.</summary>
    [Field(1, Enum = typeof(global::Kubesharp.Api.Core.V1.Protocol))]
    public string? Protocol { get; init; }

    /// <summary>Port by number or by name; all when absent.</summary>
    [Field(2)]
    public IntOrString? Port { get; init; }

    /// <summary>Last port of a range that begins with port.</summary>
    [Field(3)]
    public int? EndPort { get; init; }
}
