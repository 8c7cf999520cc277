using Kubesharp.Api;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>Fills in the arguments of plugins that a configuration leaves open.</summary>
public static class DefaultArguments
{
    /// <summary>Processor time and memory, which count the same.</summary>
    public static ValueList<ResourceSpec> Resources { get; } = [new ResourceSpec { Name = "cpu", Weight = 1 }, new ResourceSpec { Name = "memory", Weight = 1 }];

    public static NodeResourcesFitArgs Fill(NodeResourcesFitArgs args)
    {
        var strategy = args.ScoringStrategy ?? new ScoringStrategy { Type = ScoringStrategyType.LeastAllocated };
        return args with { ScoringStrategy = strategy with { Resources = Fill(strategy.Resources) } };
    }

    public static NodeResourcesBalancedAllocationArgs Fill(NodeResourcesBalancedAllocationArgs args) => args with { Resources = Fill(args.Resources) };

    public static InterPodAffinityArgs Fill(InterPodAffinityArgs args) => args with { HardPodAffinityWeight = args.HardPodAffinityWeight ?? 1 };

    public static PodTopologySpreadArgs Fill(PodTopologySpreadArgs args) =>
        args.DefaultingType.Length > 0 ? args : args with { DefaultingType = PodTopologySpreadDefaulting.System };

    public static VolumeBindingArgs Fill(VolumeBindingArgs args) => args with { BindTimeoutSeconds = args.BindTimeoutSeconds ?? 600 };

    public static DefaultPreemptionArgs Fill(DefaultPreemptionArgs args) => args with
    {
        MinCandidateNodesPercentage = args.MinCandidateNodesPercentage ?? 10,
        MinCandidateNodesAbsolute = args.MinCandidateNodesAbsolute ?? 100,
    };

    public static DynamicResourcesArgs Fill(DynamicResourcesArgs args) => args with { FilterTimeout = args.FilterTimeout ?? "10s", BindingTimeout = args.BindingTimeout ?? "10m0s" };

    private static ValueList<ResourceSpec> Fill(ValueList<ResourceSpec> resources)
    {
        if (resources.Count == 0) return Resources;
        var filled = new ResourceSpec[resources.Count];
        for (var i = 0; i < filled.Length; i++) filled[i] = resources[i].Weight == 0 ? resources[i] with { Weight = 1 } : resources[i];
        return ValueList.Wrap(filled);
    }
}
