namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.WeightedPodAffinityTerm")]
public sealed partial record WeightedPodAffinityTerm
{
    [Field(1, Always = true, Required = true)]
    public int Weight { get; init; }

    [Field(2, Required = true)]
    public PodAffinityTerm PodAffinityTerm { get; init; } = PodAffinityTerm.Empty;
}
