using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>Which resources the fit plugin leaves out, and how it ranks nodes.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.NodeResourcesFitArgs")]
public sealed partial record NodeResourcesFitArgs
{
    /// <summary>Always NodeResourcesFitArgs, or empty.</summary>
    [Field(0)]
    public string Kind { get; init; } = "";

    /// <summary>Always kubescheduler.config.k8s.io/v1, or empty.</summary>
    [Field(0)]
    public string ApiVersion { get; init; } = "";

    /// <summary>Extended resources that need not be free.</summary>
    [Field(0)]
    public ValueList<string> IgnoredResources { get; init; }

    /// <summary>What comes before the slash in names of extended resources that need not be free.</summary>
    [Field(0)]
    public ValueList<string> IgnoredResourceGroups { get; init; }

    /// <summary>How nodes are ranked.</summary>
    [Field(0)]
    public ScoringStrategy? ScoringStrategy { get; init; }
}

/// <summary>How nodes are ranked by their resources.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.ScoringStrategy")]
public sealed partial record ScoringStrategy
{
    /// <summary>LeastAllocated, MostAllocated or RequestedToCapacityRatio.</summary>
    [Field(0)]
    public string Type { get; init; } = "";

    /// <summary>The resources that count.</summary>
    [Field(0)]
    public ValueList<ResourceSpec> Resources { get; init; }

    /// <summary>The line of RequestedToCapacityRatio.</summary>
    [Field(0)]
    public RequestedToCapacityRatioParam? RequestedToCapacityRatio { get; init; }
}

/// <summary>A resource that counts.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.ResourceSpec")]
public sealed partial record ResourceSpec
{
    /// <summary>Its name.</summary>
    [Field(0)]
    public string Name { get; init; } = "";

    /// <summary>How much it counts.</summary>
    [Field(0)]
    public long Weight { get; init; }
}

/// <summary>A score for every utilization.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.RequestedToCapacityRatioParam")]
public sealed partial record RequestedToCapacityRatioParam
{
    /// <summary>Points with straight lines between them.</summary>
    [Field(0)]
    public ValueList<UtilizationShapePoint> Shape { get; init; }
}

/// <summary>A point of a line.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.UtilizationShapePoint")]
public sealed partial record UtilizationShapePoint
{
    /// <summary>Percent of a resource that is in use.</summary>
    [Field(0)]
    public int Utilization { get; init; }

    /// <summary>Score from 0 to 10.</summary>
    [Field(0)]
    public int Score { get; init; }
}

/// <summary>What the plugin balances.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.NodeResourcesBalancedAllocationArgs")]
public sealed partial record NodeResourcesBalancedAllocationArgs
{
    /// <summary>Always NodeResourcesBalancedAllocationArgs, or empty.</summary>
    [Field(0)]
    public string Kind { get; init; } = "";

    /// <summary>Always kubescheduler.config.k8s.io/v1, or empty.</summary>
    [Field(0)]
    public string ApiVersion { get; init; } = "";

    /// <summary>The resources.</summary>
    [Field(0)]
    public ValueList<ResourceSpec> Resources { get; init; }
}

/// <summary>How inter-pod affinity counts.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.InterPodAffinityArgs")]
public sealed partial record InterPodAffinityArgs
{
    /// <summary>Always InterPodAffinityArgs, or empty.</summary>
    [Field(0)]
    public string Kind { get; init; } = "";

    /// <summary>Always kubescheduler.config.k8s.io/v1, or empty.</summary>
    [Field(0)]
    public string ApiVersion { get; init; } = "";

    /// <summary>Score of a required affinity term of a placed pod that the pod matches.</summary>
    [Field(0)]
    public int? HardPodAffinityWeight { get; init; }

    /// <summary>Whether preferences of placed pods do not count for pods without preferences.</summary>
    [Field(0)]
    public bool IgnorePreferredTermsOfExistingPods { get; init; }
}

/// <summary>How pods spread that do not say so.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.PodTopologySpreadArgs")]
public sealed partial record PodTopologySpreadArgs
{
    /// <summary>Always PodTopologySpreadArgs, or empty.</summary>
    [Field(0)]
    public string Kind { get; init; } = "";

    /// <summary>Always kubescheduler.config.k8s.io/v1, or empty.</summary>
    [Field(0)]
    public string ApiVersion { get; init; } = "";

    /// <summary>Constraints of pods that have none, with List.</summary>
    [Field(0)]
    public ValueList<TopologySpreadConstraint> DefaultConstraints { get; init; }

    /// <summary>System or List.</summary>
    [Field(0)]
    public string DefaultingType { get; init; } = "";
}

/// <summary>Node affinity that all pods of the profile have.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.NodeAffinityArgs")]
public sealed partial record NodeAffinityArgs
{
    /// <summary>Always NodeAffinityArgs, or empty.</summary>
    [Field(0)]
    public string Kind { get; init; } = "";

    /// <summary>Always kubescheduler.config.k8s.io/v1, or empty.</summary>
    [Field(0)]
    public string ApiVersion { get; init; } = "";

    /// <summary>The affinity.</summary>
    [Field(0)]
    public NodeAffinity? AddedAffinity { get; init; }
}

/// <summary>How volumes are bound.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.VolumeBindingArgs")]
public sealed partial record VolumeBindingArgs
{
    /// <summary>Always VolumeBindingArgs, or empty.</summary>
    [Field(0)]
    public string Kind { get; init; } = "";

    /// <summary>Always kubescheduler.config.k8s.io/v1, or empty.</summary>
    [Field(0)]
    public string ApiVersion { get; init; } = "";

    /// <summary>How long it may take.</summary>
    [Field(0)]
    public long? BindTimeoutSeconds { get; init; }

    /// <summary>A score for every use of storage; needs the feature StorageCapacityScoring, which is off.</summary>
    [Field(0)]
    public ValueList<UtilizationShapePoint> Shape { get; init; }
}

/// <summary>How many nodes preemption tries.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.DefaultPreemptionArgs")]
public sealed partial record DefaultPreemptionArgs
{
    /// <summary>Always DefaultPreemptionArgs, or empty.</summary>
    [Field(0)]
    public string Kind { get; init; } = "";

    /// <summary>Always kubescheduler.config.k8s.io/v1, or empty.</summary>
    [Field(0)]
    public string ApiVersion { get; init; } = "";

    /// <summary>Candidates that are enough, in percent of the nodes.</summary>
    [Field(0)]
    public int? MinCandidateNodesPercentage { get; init; }

    /// <summary>Candidates that are enough at least.</summary>
    [Field(0)]
    public int? MinCandidateNodesAbsolute { get; init; }
}

/// <summary>How long looking for devices may take.</summary>
[ApiType("io.k8s.kubescheduler.config.v1.DynamicResourcesArgs")]
public sealed partial record DynamicResourcesArgs
{
    /// <summary>Always DynamicResourcesArgs, or empty.</summary>
    [Field(0)]
    public string Kind { get; init; } = "";

    /// <summary>Always kubescheduler.config.k8s.io/v1, or empty.</summary>
    [Field(0)]
    public string ApiVersion { get; init; } = "";

    /// <summary>For one node; zero for no limit.</summary>
    [Field(0)]
    public string? FilterTimeout { get; init; }

    /// <summary>Until bound devices are ready.</summary>
    [Field(0)]
    public string? BindingTimeout { get; init; }
}
