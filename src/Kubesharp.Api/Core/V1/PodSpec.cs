using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>What runs in a pod and where it may run.</summary>
[ApiType("io.k8s.api.core.v1.PodSpec")]
public sealed partial record PodSpec
{
    /// <summary>Volumes the containers can mount.</summary>
    [Field(1, Merge = true, RetainKeys = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<Volume> Volumes { get; init; }

    /// <summary>Containers that run one after another before the others start. With restartPolicy Always one stays as a sidecar.</summary>
    [Field(20, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<Container> InitContainers { get; init; }

    /// <summary>The containers, at least one. They start together.</summary>
    [Field(2, Always = true, Required = true, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<Container> Containers { get; init; }

    /// <summary>Containers added to a running pod for debugging. Set through the ephemeralcontainers subresource only.</summary>
    [Field(34, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<EphemeralContainer> EphemeralContainers { get; init; }

    /// <summary>When containers that ended start again: Always (default), OnFailure or Never.</summary>
    [Field(3, Enum = typeof(RestartPolicy))]
    public string RestartPolicy { get; init; } = "";

    /// <summary>Seconds between the request to stop and the kill. Default 30; 0 kills at once.</summary>
    [Field(4)]
    public long? TerminationGracePeriodSeconds { get; init; }

    /// <summary>Seconds the pod may be active before it is stopped and counts as failed. No limit when absent.</summary>
    [Field(5)]
    public long? ActiveDeadlineSeconds { get; init; }

    /// <summary>How names are resolved: ClusterFirst (default), ClusterFirstWithHostNet, Default (as the node does) or None (by dnsConfig alone).</summary>
    [Field(6, Enum = typeof(DNSPolicy))]
    public string DnsPolicy { get; init; } = "";

    /// <summary>Labels a node must have for the pod to run there.</summary>
    [Field(7, Atomic = true)]
    public ValueMap<string> NodeSelector { get; init; }

    /// <summary>ServiceAccount the pod acts as. Default: default.</summary>
    [Field(8)]
    public string ServiceAccountName { get; init; } = "";

    /// <summary>Older name of serviceAccountName.</summary>
    [Field(9)]
    public string ServiceAccount { get; init; } = "";

    /// <summary>Whether a token of the service account is mounted into the containers. Default: as the service account says.</summary>
    [Field(21)]
    public bool? AutomountServiceAccountToken { get; init; }

    /// <summary>Node the pod runs on. Set by the scheduler; when given from the start, the scheduler is passed over.</summary>
    [Field(10)]
    public string NodeName { get; init; } = "";

    /// <summary>Uses the network of the node instead of one of its own. Default false.</summary>
    [Field(11)]
    public bool HostNetwork { get; init; }

    /// <summary>Sees the processes of the node. Default false.</summary>
    [Field(12)]
    public bool HostPID { get; init; }

    /// <summary>Shares the IPC namespace of the node. Default false.</summary>
    [Field(13)]
    public bool HostIPC { get; init; }

    /// <summary>Lets the containers see each other's processes. Default false.</summary>
    [Field(27)]
    public bool? ShareProcessNamespace { get; init; }

    /// <summary>Security settings for the pod and, where they set nothing else, its containers.</summary>
    [Field(14)]
    public PodSecurityContext? SecurityContext { get; init; }

    /// <summary>Secrets with credentials for the registries of the images.</summary>
    [Field(15, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<LocalObjectReference> ImagePullSecrets { get; init; }

    /// <summary>Host name inside the pod. Default: the name of the pod.</summary>
    [Field(16)]
    public string Hostname { get; init; } = "";

    /// <summary>With it the full name of the pod is hostname.subdomain.namespace.svc and the cluster domain.</summary>
    [Field(17)]
    public string Subdomain { get; init; } = "";

    /// <summary>Rules that draw the pod to nodes and other pods, or keep it away from them.</summary>
    [Field(18)]
    public Affinity? Affinity { get; init; }

    /// <summary>Scheduler that chooses the node. Default: default-scheduler.</summary>
    [Field(19)]
    public string SchedulerName { get; init; } = "";

    /// <summary>Taints of nodes the pod accepts.</summary>
    [Field(22, ListType = ListType.Atomic)]
    public ValueList<Toleration> Tolerations { get; init; }

    /// <summary>Additional lines for /etc/hosts.</summary>
    [Field(23, Merge = true, MergeKey = "ip", ListType = ListType.Map, ListMapKeys = "ip")]
    public ValueList<HostAlias> HostAliases { get; init; }

    /// <summary>PriorityClass that gives the pod its priority.</summary>
    [Field(24)]
    public string PriorityClassName { get; init; } = "";

    /// <summary>Priority as a number, higher is more important. Set from the priority class.</summary>
    [Field(25)]
    public int? Priority { get; init; }

    /// <summary>Name servers and search domains added to those of dnsPolicy.</summary>
    [Field(26)]
    public PodDNSConfig? DnsConfig { get; init; }

    /// <summary>Further conditions that must be True for the pod to count as ready.</summary>
    [Field(28, ListType = ListType.Atomic)]
    public ValueList<PodReadinessGate> ReadinessGates { get; init; }

    /// <summary>RuntimeClass the containers run under. Default: the node's usual runtime.</summary>
    [Field(29)]
    public string? RuntimeClassName { get; init; }

    /// <summary>Whether the Services of the namespace appear as environment variables. Default true.</summary>
    [Field(30)]
    public bool? EnableServiceLinks { get; init; }

    /// <summary>Whether the pod may displace others of lower priority: PreemptLowerPriority (default) or Never.</summary>
    [Field(31, Enum = typeof(PreemptionPolicy))]
    public string? PreemptionPolicy { get; init; }

    /// <summary>Resources the runtime needs beside the containers. Set from the runtime class.</summary>
    [Field(32)]
    public ValueMap<Quantity> Overhead { get; init; }

    /// <summary>How evenly pods like this one are to be spread over zones, nodes and the like.</summary>
    [Field(33, Merge = true, MergeKey = "topologyKey", ListType = ListType.Map, ListMapKeys = "topologyKey,whenUnsatisfiable")]
    public ValueList<TopologySpreadConstraint> TopologySpreadConstraints { get; init; }

    /// <summary>Whether the host name inside the pod is the full name. Default false.</summary>
    [Field(35)]
    public bool? SetHostnameAsFQDN { get; init; }

    /// <summary>Operating system the pod needs.</summary>
    [Field(36)]
    public PodOS? Os { get; init; }

    /// <summary>Whether users inside the pod are users of the node. False gives the pod a user namespace. Default true.</summary>
    [Field(37)]
    public bool? HostUsers { get; init; }

    /// <summary>While there are any, the pod is not scheduled.</summary>
    [Field(38, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<PodSchedulingGate> SchedulingGates { get; init; }

    /// <summary>Claims to devices that the containers may use.</summary>
    [Field(39, Merge = true, RetainKeys = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<PodResourceClaim> ResourceClaims { get; init; }

    /// <summary>Resources for the pod as a whole, shared by its containers. Only cpu, memory and huge pages.</summary>
    [Field(40)]
    public ResourceRequirements? Resources { get; init; }

    /// <summary>Host name inside the pod, whatever hostname and subdomain say.</summary>
    [Field(41)]
    public string? HostnameOverride { get; init; }

    /// <summary>Group of pods that this one is scheduled with.</summary>
    [Field(43)]
    public PodSchedulingGroup? SchedulingGroup { get; init; }
}

/// <summary>A line of /etc/hosts.</summary>
[ApiType("io.k8s.api.core.v1.HostAlias")]
public sealed partial record HostAlias
{
    /// <summary>Address of the line.</summary>
    [Field(1, Always = true, Required = true)]
    public string Ip { get; init; } = "";

    /// <summary>Host names for the address.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> Hostnames { get; init; }
}

/// <summary>Settings for resolving names.</summary>
[ApiType("io.k8s.api.core.v1.PodDNSConfig")]
public sealed partial record PodDNSConfig
{
    /// <summary>Addresses of name servers, added to those of the DNS policy.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> Nameservers { get; init; }

    /// <summary>Search domains, added to those of the DNS policy.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> Searches { get; init; }

    /// <summary>Options of the resolver; they replace those of the same name.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<PodDNSConfigOption> Options { get; init; }
}

/// <summary>An option of the resolver.</summary>
[ApiType("io.k8s.api.core.v1.PodDNSConfigOption")]
public sealed partial record PodDNSConfigOption
{
    /// <summary>Name of the option, such as ndots.</summary>
    [Field(1)]
    public string Name { get; init; } = "";

    /// <summary>Its value, if it has one.</summary>
    [Field(2)]
    public string? Value { get; init; }
}

/// <summary>Operating system of a pod.</summary>
[ApiType("io.k8s.api.core.v1.PodOS")]
public sealed partial record PodOS
{
    /// <summary>linux or windows.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";
}

/// <summary>A condition that must be True for the pod to be ready.</summary>
[ApiType("io.k8s.api.core.v1.PodReadinessGate")]
public sealed partial record PodReadinessGate
{
    /// <summary>Type of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string ConditionType { get; init; } = "";
}

/// <summary>A claim to devices that containers can name. One of the two sources must be given.</summary>
[ApiType("io.k8s.api.core.v1.PodResourceClaim")]
public sealed partial record PodResourceClaim
{
    /// <summary>Name by which containers refer to the claim.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>ResourceClaim in the same namespace to use.</summary>
    [Field(3)]
    public string? ResourceClaimName { get; init; }

    /// <summary>ResourceClaimTemplate from which a claim is made for this pod alone.</summary>
    [Field(4)]
    public string? ResourceClaimTemplateName { get; init; }
}

/// <summary>A reason not to schedule the pod yet.</summary>
[ApiType("io.k8s.api.core.v1.PodSchedulingGate")]
public sealed partial record PodSchedulingGate
{
    /// <summary>Name of the gate.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";
}

/// <summary>The group a pod is scheduled with.</summary>
[ApiType("io.k8s.api.core.v1.PodSchedulingGroup")]
public sealed partial record PodSchedulingGroup
{
    /// <summary>Name of a PodGroup in the same namespace.</summary>
    [Field(1)]
    public string? PodGroupName { get; init; }
}

/// <summary>How evenly matching pods are to be spread over the values of a node label.</summary>
[ApiType("io.k8s.api.core.v1.TopologySpreadConstraint", Shared = true)]
public sealed partial record TopologySpreadConstraint
{
    /// <summary>By how many pods the fullest domain may exceed the emptiest.</summary>
    [Field(1, Always = true, Required = true)]
    public int MaxSkew { get; init; }

    /// <summary>Label of nodes; nodes with the same value form a domain.</summary>
    [Field(2, Always = true, Required = true)]
    public string TopologyKey { get; init; } = "";

    /// <summary>DoNotSchedule leaves the pod pending, ScheduleAnyway only prefers better nodes.</summary>
    [Field(3, Always = true, Required = true, Enum = typeof(UnsatisfiableConstraintAction))]
    public string WhenUnsatisfiable { get; init; } = "";

    /// <summary>Pods that are counted, in the pod's own namespace.</summary>
    [Field(4)]
    public LabelSelector? LabelSelector { get; init; }

    /// <summary>With fewer domains than this, the emptiest counts as having no pod. Default 1.</summary>
    [Field(5)]
    public int? MinDomains { get; init; }

    /// <summary>Whether nodes the pod may not run on are counted: Honor (default, not counted) or Ignore.</summary>
    [Field(6, Enum = typeof(NodeInclusionPolicy))]
    public string? NodeAffinityPolicy { get; init; }

    /// <summary>Whether nodes with taints the pod does not tolerate are counted: Honor (not counted) or Ignore (default).</summary>
    [Field(7, Enum = typeof(NodeInclusionPolicy))]
    public string? NodeTaintsPolicy { get; init; }

    /// <summary>Labels of the pod whose values are added to the selector, such as pod-template-hash.</summary>
    [Field(8, ListType = ListType.Atomic)]
    public ValueList<string> MatchLabelKeys { get; init; }
}
