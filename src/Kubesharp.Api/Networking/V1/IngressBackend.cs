using Kubesharp.Api.Core.V1;

namespace Kubesharp.Api.Networking.V1;

/// <summary>Where requests go; exactly one member is set.</summary>
[ApiType("io.k8s.api.networking.v1.IngressBackend")]
public sealed partial record IngressBackend
{
    /// <summary>A Service.</summary>
    [Field(4)]
    public IngressServiceBackend? Service { get; init; }

    /// <summary>An object the controller knows.</summary>
    [Field(3)]
    public TypedLocalObjectReference? Resource { get; init; }
}

/// <summary>A Service as a destination.</summary>
[ApiType("io.k8s.api.networking.v1.IngressServiceBackend")]
public sealed partial record IngressServiceBackend
{
    /// <summary>Name of the Service.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Its port.</summary>
    [Field(2)]
    public ServiceBackendPort Port { get; init; } = ServiceBackendPort.Empty;
}

/// <summary>A port of a Service, by name or by number.</summary>
[ApiType("io.k8s.api.networking.v1.ServiceBackendPort", Atomic = true)]
public sealed partial record ServiceBackendPort
{
    /// <summary>Name of the port.</summary>
    [Field(1)]
    public string Name { get; init; } = "";

    /// <summary>Number of the port.</summary>
    [Field(2)]
    public int Number { get; init; }
}
