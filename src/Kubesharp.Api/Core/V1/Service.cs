using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>A fixed address and name for a changing set of pods.</summary>
[ApiType("io.k8s.api.core.v1.Service")]
[Kind("", "v1", "Service")]
[Resource("services", "service", Namespaced = true, ShortNames = "svc", Categories = "all")]
public sealed partial record Service
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public ServiceSpec Spec { get; init; } = ServiceSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public ServiceStatus Status { get; init; } = ServiceStatus.Empty;
}

/// <summary>Affinity by the client's address.</summary>
[ApiType("io.k8s.api.core.v1.ClientIPConfig")]
public sealed partial record ClientIPConfig
{
    /// <summary>Seconds without traffic after which the affinity ends. Default 10800.</summary>
    [Field(1)]
    public int? TimeoutSeconds { get; init; }
}

/// <summary>An address of a load balancer.</summary>
[ApiType("io.k8s.api.core.v1.LoadBalancerIngress")]
public sealed partial record LoadBalancerIngress
{
    /// <summary>IP address.</summary>
    [Field(1)]
    public string Ip { get; init; } = "";

    /// <summary>DNS name, where there is no address.</summary>
    [Field(2)]
    public string Hostname { get; init; } = "";

    /// <summary>VIP (traffic comes with the balancer's address as destination) or Proxy.</summary>
    [Field(3)]
    public string? IpMode { get; init; }

    /// <summary>State of its ports.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<PortStatus> Ports { get; init; }
}

/// <summary>State of a load balancer.</summary>
[ApiType("io.k8s.api.core.v1.LoadBalancerStatus")]
public sealed partial record LoadBalancerStatus
{
    /// <summary>Addresses under which it is reached.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<LoadBalancerIngress> Ingress { get; init; }
}

/// <summary>State of a port of a load balancer.</summary>
[ApiType("io.k8s.api.core.v1.PortStatus")]
public sealed partial record PortStatus
{
    /// <summary>The port.</summary>
    [Field(1, Always = true, Required = true)]
    public int Port { get; init; }

    /// <summary>TCP, UDP or SCTP.</summary>
    [Field(2, Always = true, Required = true, Enum = typeof(Protocol))]
    public string Protocol { get; init; } = "";

    /// <summary>What is wrong with it.</summary>
    [Field(3)]
    public string? Error { get; init; }
}

/// <summary>A list of Service objects.</summary>
[ApiType("io.k8s.api.core.v1.ServiceList")]
[Kind("", "v1", "ServiceList")]
public sealed partial record ServiceList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<Service> Items { get; init; }
}

/// <summary>A port of a Service.</summary>
[ApiType("io.k8s.api.core.v1.ServicePort")]
public sealed partial record ServicePort
{
    /// <summary>Name of the port; required when there are several.</summary>
    [Field(1)]
    public string Name { get; init; } = "";

    /// <summary>TCP (default), UDP or SCTP.</summary>
    [Field(2, Default = "\"TCP\"", Enum = typeof(Protocol))]
    public string Protocol { get; init; } = "";

    /// <summary>Protocol spoken on top, such as http or kubernetes.io/h2c. Informs only.</summary>
    [Field(6)]
    public string? AppProtocol { get; init; }

    /// <summary>Port of the Service, 1 to 65535.</summary>
    [Field(3, Always = true, Required = true)]
    public int Port { get; init; }

    /// <summary>Port of the pods by number or by name. Default: the same as port.</summary>
    [Field(4, Always = true)]
    public IntOrString TargetPort { get; init; }

    /// <summary>Port on every node, usually from 30000 to 32767. Chosen by the system when 0.</summary>
    [Field(5)]
    public int NodePort { get; init; }
}

/// <summary>Which pods stand behind the Service and how they are reached.</summary>
[ApiType("io.k8s.api.core.v1.ServiceSpec")]
public sealed partial record ServiceSpec
{
    /// <summary>Ports of the Service.</summary>
    [Field(1, Merge = true, MergeKey = "port", ListType = ListType.Map, ListMapKeys = "port,protocol")]
    public ValueList<ServicePort> Ports { get; init; }

    /// <summary>Labels of the pods behind the Service. Without it you keep the EndpointSlices yourself.</summary>
    [Field(2, Atomic = true)]
    public ValueMap<string> Selector { get; init; }

    /// <summary>Address inside the cluster. Chosen by the system when empty; None gives a headless Service.</summary>
    [Field(3)]
    public string ClusterIP { get; init; } = "";

    /// <summary>Addresses inside the cluster, one for each IP family.</summary>
    [Field(18, ListType = ListType.Atomic)]
    public ValueList<string> ClusterIPs { get; init; }

    /// <summary>ClusterIP (default), NodePort, LoadBalancer or ExternalName.</summary>
    [Field(4, Enum = typeof(ServiceType))]
    public string Type { get; init; } = "";

    /// <summary>Further addresses whose traffic nodes accept for the Service. Getting it there is up to you.</summary>
    [Field(5, ListType = ListType.Atomic)]
    public ValueList<string> ExternalIPs { get; init; }

    /// <summary>ClientIP sends a client always to the same pod. Default None.</summary>
    [Field(7, Enum = typeof(ServiceAffinity))]
    public string SessionAffinity { get; init; } = "";

    /// <summary>Address wanted from the load balancer. Out of date.</summary>
    [Field(8)]
    public string LoadBalancerIP { get; init; } = "";

    /// <summary>Networks that may use the load balancer. Default: all.</summary>
    [Field(9, ListType = ListType.Atomic)]
    public ValueList<string> LoadBalancerSourceRanges { get; init; }

    /// <summary>DNS name the Service stands for, for type ExternalName.</summary>
    [Field(10)]
    public string ExternalName { get; init; } = "";

    /// <summary>Local sends traffic from outside only to pods of the same node and keeps the client's address. Default Cluster.</summary>
    [Field(11, Enum = typeof(ServiceExternalTrafficPolicy))]
    public string ExternalTrafficPolicy { get; init; } = "";

    /// <summary>Port on which nodes tell load balancers whether they have pods; for policy Local.</summary>
    [Field(12)]
    public int HealthCheckNodePort { get; init; }

    /// <summary>Shows pods in DNS and endpoints before they are ready. Default false.</summary>
    [Field(13)]
    public bool PublishNotReadyAddresses { get; init; }

    /// <summary>Settings for session affinity.</summary>
    [Field(14)]
    public SessionAffinityConfig? SessionAffinityConfig { get; init; }

    /// <summary>IP families of the Service: IPv4, IPv6 or both.</summary>
    [Field(19, ListType = ListType.Atomic, Enum = typeof(IPFamily))]
    public ValueList<string> IpFamilies { get; init; }

    /// <summary>SingleStack, PreferDualStack or RequireDualStack.</summary>
    [Field(17, Enum = typeof(IPFamilyPolicy))]
    public string? IpFamilyPolicy { get; init; }

    /// <summary>Whether a load balancer gets node ports too. Default true.</summary>
    [Field(20)]
    public bool? AllocateLoadBalancerNodePorts { get; init; }

    /// <summary>Kind of load balancer wanted. It cannot be changed.</summary>
    [Field(21)]
    public string? LoadBalancerClass { get; init; }

    /// <summary>Local sends traffic from inside only to pods of the same node. Default Cluster.</summary>
    [Field(22, Enum = typeof(ServiceInternalTrafficPolicy))]
    public string? InternalTrafficPolicy { get; init; }

    /// <summary>Preference among pods: PreferSameZone or PreferSameNode.</summary>
    [Field(23)]
    public string? TrafficDistribution { get; init; }
}

/// <summary>What was last observed of a Service.</summary>
[ApiType("io.k8s.api.core.v1.ServiceStatus")]
public sealed partial record ServiceStatus
{
    /// <summary>State of the load balancer.</summary>
    [Field(1)]
    public LoadBalancerStatus LoadBalancer { get; init; } = LoadBalancerStatus.Empty;

    /// <summary>Aspects of the state.</summary>
    [Field(2, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<Condition> Conditions { get; init; }
}

/// <summary>Settings for session affinity.</summary>
[ApiType("io.k8s.api.core.v1.SessionAffinityConfig")]
public sealed partial record SessionAffinityConfig
{
    /// <summary>Settings for affinity by the client's address.</summary>
    [Field(1)]
    public ClientIPConfig? ClientIP { get; init; }
}
