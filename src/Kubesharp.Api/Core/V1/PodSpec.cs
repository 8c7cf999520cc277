using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PodSpec")]
public sealed partial record PodSpec
{
    [Field(1, Merge = true, RetainKeys = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<Volume> Volumes { get; init; }

    [Field(20, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<Container> InitContainers { get; init; }

    [Field(2, Always = true, Required = true, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<Container> Containers { get; init; }

    [Field(34, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<EphemeralContainer> EphemeralContainers { get; init; }

    [Field(3, Enum = typeof(RestartPolicy))]
    public string RestartPolicy { get; init; } = "";

    [Field(4)]
    public long? TerminationGracePeriodSeconds { get; init; }

    [Field(5)]
    public long? ActiveDeadlineSeconds { get; init; }

    [Field(6, Enum = typeof(DNSPolicy))]
    public string DnsPolicy { get; init; } = "";

    [Field(7, Atomic = true)]
    public ValueMap<string> NodeSelector { get; init; }

    [Field(8)]
    public string ServiceAccountName { get; init; } = "";

    [Field(9)]
    public string ServiceAccount { get; init; } = "";

    [Field(21)]
    public bool? AutomountServiceAccountToken { get; init; }

    [Field(10)]
    public string NodeName { get; init; } = "";

    [Field(11)]
    public bool HostNetwork { get; init; }

    [Field(12)]
    public bool HostPID { get; init; }

    [Field(13)]
    public bool HostIPC { get; init; }

    [Field(27)]
    public bool? ShareProcessNamespace { get; init; }

    [Field(14)]
    public PodSecurityContext? SecurityContext { get; init; }

    [Field(15, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<LocalObjectReference> ImagePullSecrets { get; init; }

    [Field(16)]
    public string Hostname { get; init; } = "";

    [Field(17)]
    public string Subdomain { get; init; } = "";

    [Field(18)]
    public Affinity? Affinity { get; init; }

    [Field(19)]
    public string SchedulerName { get; init; } = "";

    [Field(22, ListType = ListType.Atomic)]
    public ValueList<Toleration> Tolerations { get; init; }

    [Field(23, Merge = true, MergeKey = "ip", ListType = ListType.Map, ListMapKeys = "ip")]
    public ValueList<HostAlias> HostAliases { get; init; }

    [Field(24)]
    public string PriorityClassName { get; init; } = "";

    [Field(25)]
    public int? Priority { get; init; }

    [Field(26)]
    public PodDNSConfig? DnsConfig { get; init; }

    [Field(28, ListType = ListType.Atomic)]
    public ValueList<PodReadinessGate> ReadinessGates { get; init; }

    [Field(29)]
    public string? RuntimeClassName { get; init; }

    [Field(30)]
    public bool? EnableServiceLinks { get; init; }

    [Field(31, Enum = typeof(PreemptionPolicy))]
    public string? PreemptionPolicy { get; init; }

    [Field(32)]
    public ValueMap<Quantity> Overhead { get; init; }

    [Field(33, Merge = true, MergeKey = "topologyKey", ListType = ListType.Map, ListMapKeys = "topologyKey,whenUnsatisfiable")]
    public ValueList<TopologySpreadConstraint> TopologySpreadConstraints { get; init; }

    [Field(35)]
    public bool? SetHostnameAsFQDN { get; init; }

    [Field(36)]
    public PodOS? Os { get; init; }

    [Field(37)]
    public bool? HostUsers { get; init; }

    [Field(38, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<PodSchedulingGate> SchedulingGates { get; init; }

    [Field(39, Merge = true, RetainKeys = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<PodResourceClaim> ResourceClaims { get; init; }

    [Field(40)]
    public ResourceRequirements? Resources { get; init; }

    [Field(41)]
    public string? HostnameOverride { get; init; }

    [Field(43)]
    public PodSchedulingGroup? SchedulingGroup { get; init; }
}

[ApiType("io.k8s.api.core.v1.HostAlias")]
public sealed partial record HostAlias
{
    [Field(1, Always = true, Required = true)]
    public string Ip { get; init; } = "";

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> Hostnames { get; init; }
}

[ApiType("io.k8s.api.core.v1.PodDNSConfig")]
public sealed partial record PodDNSConfig
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> Nameservers { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> Searches { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<PodDNSConfigOption> Options { get; init; }
}

[ApiType("io.k8s.api.core.v1.PodDNSConfigOption")]
public sealed partial record PodDNSConfigOption
{
    [Field(1)]
    public string Name { get; init; } = "";

    [Field(2)]
    public string? Value { get; init; }
}

[ApiType("io.k8s.api.core.v1.PodOS")]
public sealed partial record PodOS
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.PodReadinessGate")]
public sealed partial record PodReadinessGate
{
    [Field(1, Always = true, Required = true)]
    public string ConditionType { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.PodResourceClaim")]
public sealed partial record PodResourceClaim
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(3)]
    public string? ResourceClaimName { get; init; }

    [Field(4)]
    public string? ResourceClaimTemplateName { get; init; }
}

[ApiType("io.k8s.api.core.v1.PodSchedulingGate")]
public sealed partial record PodSchedulingGate
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.PodSchedulingGroup")]
public sealed partial record PodSchedulingGroup
{
    [Field(1)]
    public string? PodGroupName { get; init; }
}

[ApiType("io.k8s.api.core.v1.TopologySpreadConstraint")]
public sealed partial record TopologySpreadConstraint
{
    [Field(1, Always = true, Required = true)]
    public int MaxSkew { get; init; }

    [Field(2, Always = true, Required = true)]
    public string TopologyKey { get; init; } = "";

    [Field(3, Always = true, Required = true, Enum = typeof(UnsatisfiableConstraintAction))]
    public string WhenUnsatisfiable { get; init; } = "";

    [Field(4)]
    public LabelSelector? LabelSelector { get; init; }

    [Field(5)]
    public int? MinDomains { get; init; }

    [Field(6, Enum = typeof(NodeInclusionPolicy))]
    public string? NodeAffinityPolicy { get; init; }

    [Field(7, Enum = typeof(NodeInclusionPolicy))]
    public string? NodeTaintsPolicy { get; init; }

    [Field(8, ListType = ListType.Atomic)]
    public ValueList<string> MatchLabelKeys { get; init; }
}
