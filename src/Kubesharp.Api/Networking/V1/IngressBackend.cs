using Kubesharp.Api.Core.V1;

namespace Kubesharp.Api.Networking.V1;

[ApiType("io.k8s.api.networking.v1.IngressBackend")]
public sealed partial record IngressBackend
{
    [Field(4)]
    public IngressServiceBackend? Service { get; init; }

    [Field(3)]
    public TypedLocalObjectReference? Resource { get; init; }
}

[ApiType("io.k8s.api.networking.v1.IngressServiceBackend")]
public sealed partial record IngressServiceBackend
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2)]
    public ServiceBackendPort Port { get; init; } = ServiceBackendPort.Empty;
}

[ApiType("io.k8s.api.networking.v1.ServiceBackendPort", Atomic = true)]
public sealed partial record ServiceBackendPort
{
    [Field(1)]
    public string Name { get; init; } = "";

    [Field(2)]
    public int Number { get; init; }
}
