using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Autoscaling.V1;

[ApiType("io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler")]
[Kind("autoscaling", "v1", "HorizontalPodAutoscaler")]
[Resource("horizontalpodautoscalers", "horizontalpodautoscaler", Namespaced = true, ShortNames = "hpa", Categories = "all")]
public sealed partial record HorizontalPodAutoscaler
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public HorizontalPodAutoscalerSpec Spec { get; init; } = HorizontalPodAutoscalerSpec.Empty;

    [Field(3)]
    public HorizontalPodAutoscalerStatus Status { get; init; } = HorizontalPodAutoscalerStatus.Empty;
}

[ApiType("io.k8s.api.autoscaling.v1.CrossVersionObjectReference", Atomic = true)]
public sealed partial record CrossVersionObjectReference
{
    [Field(1, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(3)]
    public string ApiVersion { get; init; } = "";
}

[ApiType("io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerList")]
[Kind("autoscaling", "v1", "HorizontalPodAutoscalerList")]
public sealed partial record HorizontalPodAutoscalerList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<HorizontalPodAutoscaler> Items { get; init; }
}

[ApiType("io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec")]
public sealed partial record HorizontalPodAutoscalerSpec
{
    [Field(1, Required = true)]
    public CrossVersionObjectReference ScaleTargetRef { get; init; } = CrossVersionObjectReference.Empty;

    [Field(2)]
    public int? MinReplicas { get; init; }

    [Field(3, Always = true, Required = true)]
    public int MaxReplicas { get; init; }

    [Field(4)]
    public int? TargetCPUUtilizationPercentage { get; init; }
}

[ApiType("io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerStatus")]
public sealed partial record HorizontalPodAutoscalerStatus
{
    [Field(1)]
    public long? ObservedGeneration { get; init; }

    [Field(2)]
    public DateTimeOffset? LastScaleTime { get; init; }

    [Field(3, Always = true, Required = true)]
    public int CurrentReplicas { get; init; }

    [Field(4, Always = true, Required = true)]
    public int DesiredReplicas { get; init; }

    [Field(5)]
    public int? CurrentCPUUtilizationPercentage { get; init; }
}
