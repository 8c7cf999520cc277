namespace Kubesharp.Api.Scheduling.V1Alpha2;

[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupSchedulingPolicy")]
public sealed partial record PodGroupSchedulingPolicy
{
    [Field(1)]
    public BasicSchedulingPolicy? Basic { get; init; }

    [Field(2)]
    public GangSchedulingPolicy? Gang { get; init; }
}

[ApiType("io.k8s.api.scheduling.v1alpha2.BasicSchedulingPolicy")]
public sealed partial record BasicSchedulingPolicy
{
}

[ApiType("io.k8s.api.scheduling.v1alpha2.GangSchedulingPolicy")]
public sealed partial record GangSchedulingPolicy
{
    [Field(1, Always = true, Required = true)]
    public int MinCount { get; init; }
}
