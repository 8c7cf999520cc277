namespace Kubesharp.Api.Core.V1;

/// <summary>A wish about other pods, with a weight.</summary>
[ApiType("io.k8s.api.core.v1.WeightedPodAffinityTerm")]
public sealed partial record WeightedPodAffinityTerm
{
    /// <summary>Weight from 1 to 100.</summary>
    [Field(1, Always = true, Required = true)]
    public int Weight { get; init; }

    /// <summary>The condition.</summary>
    [Field(2, Required = true)]
    public PodAffinityTerm PodAffinityTerm { get; init; } = PodAffinityTerm.Empty;
}
