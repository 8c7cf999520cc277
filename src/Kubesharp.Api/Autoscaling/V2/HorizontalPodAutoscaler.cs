using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Autoscaling.V2;

[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler")]
[Kind("autoscaling", "v2", "HorizontalPodAutoscaler")]
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

[ApiType("io.k8s.api.autoscaling.v2.ContainerResourceMetricStatus")]
public sealed partial record ContainerResourceMetricStatus
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Required = true)]
    public MetricValueStatus Current { get; init; } = MetricValueStatus.Empty;

    [Field(3, Always = true, Required = true)]
    public string Container { get; init; } = "";
}

[ApiType("io.k8s.api.autoscaling.v2.ExternalMetricStatus")]
public sealed partial record ExternalMetricStatus
{
    [Field(1, Required = true)]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;

    [Field(2, Required = true)]
    public MetricValueStatus Current { get; init; } = MetricValueStatus.Empty;
}

[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerCondition")]
public sealed partial record HorizontalPodAutoscalerCondition
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    [Field(3, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    [Field(4)]
    public string Reason { get; init; } = "";

    [Field(5)]
    public string Message { get; init; } = "";
}

[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerList")]
[Kind("autoscaling", "v2", "HorizontalPodAutoscalerList")]
public sealed partial record HorizontalPodAutoscalerList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<HorizontalPodAutoscaler> Items { get; init; }
}

[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerStatus")]
public sealed partial record HorizontalPodAutoscalerStatus
{
    [Field(1)]
    public long? ObservedGeneration { get; init; }

    [Field(2)]
    public DateTimeOffset? LastScaleTime { get; init; }

    [Field(3)]
    public int CurrentReplicas { get; init; }

    [Field(4, Always = true, Required = true)]
    public int DesiredReplicas { get; init; }

    [Field(5, Always = true, ListType = ListType.Atomic)]
    public ValueList<MetricStatus> CurrentMetrics { get; init; }

    [Field(6, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<HorizontalPodAutoscalerCondition> Conditions { get; init; }
}

[ApiType("io.k8s.api.autoscaling.v2.MetricStatus")]
public sealed partial record MetricStatus
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2)]
    public ObjectMetricStatus? Object { get; init; }

    [Field(3)]
    public PodsMetricStatus? Pods { get; init; }

    [Field(4)]
    public ResourceMetricStatus? Resource { get; init; }

    [Field(7)]
    public ContainerResourceMetricStatus? ContainerResource { get; init; }

    [Field(5)]
    public ExternalMetricStatus? External { get; init; }
}

[ApiType("io.k8s.api.autoscaling.v2.ObjectMetricStatus")]
public sealed partial record ObjectMetricStatus
{
    [Field(1, Required = true)]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;

    [Field(2, Required = true)]
    public MetricValueStatus Current { get; init; } = MetricValueStatus.Empty;

    [Field(3, Required = true)]
    public CrossVersionObjectReference DescribedObject { get; init; } = CrossVersionObjectReference.Empty;
}

[ApiType("io.k8s.api.autoscaling.v2.PodsMetricStatus")]
public sealed partial record PodsMetricStatus
{
    [Field(1, Required = true)]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;

    [Field(2, Required = true)]
    public MetricValueStatus Current { get; init; } = MetricValueStatus.Empty;
}

[ApiType("io.k8s.api.autoscaling.v2.ResourceMetricStatus")]
public sealed partial record ResourceMetricStatus
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Required = true)]
    public MetricValueStatus Current { get; init; } = MetricValueStatus.Empty;
}
