namespace Kubesharp.Api.Core.V1;

/// <summary>A port a container listens on.</summary>
[ApiType("io.k8s.api.core.v1.ContainerPort", Shared = true)]
public sealed partial record ContainerPort
{
    /// <summary>Name of the port, unique in the pod; Services can refer to it.</summary>
    [Field(1)]
    public string Name { get; init; } = "";

    /// <summary>Port of the node that leads to it. Needed rarely.</summary>
    [Field(2)]
    public int HostPort { get; init; }

    /// <summary>The port, 1 to 65535.</summary>
    [Field(3, Name = "containerPort", Always = true, Required = true)]
    public int Port { get; init; }

    /// <summary>TCP (default), UDP or SCTP.</summary>
    [Field(4, Default = "\"TCP\"", Enum = typeof(Protocol))]
    public string Protocol { get; init; } = "";

    /// <summary>Address of the node to which the host port is bound. Default: all.</summary>
    [Field(5)]
    public string HostIP { get; init; } = "";
}
