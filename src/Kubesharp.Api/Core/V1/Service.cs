using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.Service")]
[Kind("", "v1", "Service")]
[Resource("services", "service", Namespaced = true, ShortNames = "svc", Categories = "all")]
public sealed partial record Service
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public ServiceSpec Spec { get; init; } = ServiceSpec.Empty;

    [Field(3)]
    public ServiceStatus Status { get; init; } = ServiceStatus.Empty;
}

[ApiType("io.k8s.api.core.v1.ClientIPConfig")]
public sealed partial record ClientIPConfig
{
    [Field(1)]
    public int? TimeoutSeconds { get; init; }
}

[ApiType("io.k8s.api.core.v1.LoadBalancerIngress")]
public sealed partial record LoadBalancerIngress
{
    [Field(1)]
    public string Ip { get; init; } = "";

    [Field(2)]
    public string Hostname { get; init; } = "";

    [Field(3)]
    public string? IpMode { get; init; }

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<PortStatus> Ports { get; init; }
}

[ApiType("io.k8s.api.core.v1.LoadBalancerStatus")]
public sealed partial record LoadBalancerStatus
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<LoadBalancerIngress> Ingress { get; init; }
}

[ApiType("io.k8s.api.core.v1.PortStatus")]
public sealed partial record PortStatus
{
    [Field(1, Always = true, Required = true)]
    public int Port { get; init; }

    [Field(2, Always = true, Required = true, Enum = typeof(Protocol))]
    public string Protocol { get; init; } = "";

    [Field(3)]
    public string? Error { get; init; }
}

[ApiType("io.k8s.api.core.v1.ServiceList")]
[Kind("", "v1", "ServiceList")]
public sealed partial record ServiceList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<Service> Items { get; init; }
}

[ApiType("io.k8s.api.core.v1.ServicePort")]
public sealed partial record ServicePort
{
    [Field(1)]
    public string Name { get; init; } = "";

    [Field(2, Default = "\"TCP\"", Enum = typeof(Protocol))]
    public string Protocol { get; init; } = "";

    [Field(6)]
    public string? AppProtocol { get; init; }

    [Field(3, Always = true, Required = true)]
    public int Port { get; init; }

    [Field(4, Always = true)]
    public IntOrString TargetPort { get; init; }

    [Field(5)]
    public int NodePort { get; init; }
}

[ApiType("io.k8s.api.core.v1.ServiceSpec")]
public sealed partial record ServiceSpec
{
    [Field(1, Merge = true, MergeKey = "port", ListType = ListType.Map, ListMapKeys = "port,protocol")]
    public ValueList<ServicePort> Ports { get; init; }

    [Field(2, Atomic = true)]
    public ValueMap<string> Selector { get; init; }

    [Field(3)]
    public string ClusterIP { get; init; } = "";

    [Field(18, ListType = ListType.Atomic)]
    public ValueList<string> ClusterIPs { get; init; }

    [Field(4, Enum = typeof(ServiceType))]
    public string Type { get; init; } = "";

    [Field(5, ListType = ListType.Atomic)]
    public ValueList<string> ExternalIPs { get; init; }

    [Field(7, Enum = typeof(ServiceAffinity))]
    public string SessionAffinity { get; init; } = "";

    [Field(8)]
    public string LoadBalancerIP { get; init; } = "";

    [Field(9, ListType = ListType.Atomic)]
    public ValueList<string> LoadBalancerSourceRanges { get; init; }

    [Field(10)]
    public string ExternalName { get; init; } = "";

    [Field(11, Enum = typeof(ServiceExternalTrafficPolicy))]
    public string ExternalTrafficPolicy { get; init; } = "";

    [Field(12)]
    public int HealthCheckNodePort { get; init; }

    [Field(13)]
    public bool PublishNotReadyAddresses { get; init; }

    [Field(14)]
    public SessionAffinityConfig? SessionAffinityConfig { get; init; }

    [Field(19, ListType = ListType.Atomic, Enum = typeof(IPFamily))]
    public ValueList<string> IpFamilies { get; init; }

    [Field(17, Enum = typeof(IPFamilyPolicy))]
    public string? IpFamilyPolicy { get; init; }

    [Field(20)]
    public bool? AllocateLoadBalancerNodePorts { get; init; }

    [Field(21)]
    public string? LoadBalancerClass { get; init; }

    [Field(22, Enum = typeof(ServiceInternalTrafficPolicy))]
    public string? InternalTrafficPolicy { get; init; }

    [Field(23)]
    public string? TrafficDistribution { get; init; }
}

[ApiType("io.k8s.api.core.v1.ServiceStatus")]
public sealed partial record ServiceStatus
{
    [Field(1)]
    public LoadBalancerStatus LoadBalancer { get; init; } = LoadBalancerStatus.Empty;

    [Field(2, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<Condition> Conditions { get; init; }
}

[ApiType("io.k8s.api.core.v1.SessionAffinityConfig")]
public sealed partial record SessionAffinityConfig
{
    [Field(1)]
    public ClientIPConfig? ClientIP { get; init; }
}
