namespace Kubesharp.Api.Autoscaling.V2;

[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec")]
public sealed partial record HorizontalPodAutoscalerSpec
{
    [Field(1, Required = true)]
    public CrossVersionObjectReference ScaleTargetRef { get; init; } = CrossVersionObjectReference.Empty;

    [Field(2)]
    public int? MinReplicas { get; init; }

    [Field(3, Always = true, Required = true)]
    public int MaxReplicas { get; init; }

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<MetricSpec> Metrics { get; init; }

    [Field(5)]
    public HorizontalPodAutoscalerBehavior? Behavior { get; init; }
}

[ApiType("io.k8s.api.autoscaling.v2.ContainerResourceMetricSource")]
public sealed partial record ContainerResourceMetricSource
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Required = true)]
    public MetricTarget Target { get; init; } = MetricTarget.Empty;

    [Field(3, Always = true, Required = true)]
    public string Container { get; init; } = "";
}

[ApiType("io.k8s.api.autoscaling.v2.ExternalMetricSource")]
public sealed partial record ExternalMetricSource
{
    [Field(1, Required = true)]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;

    [Field(2, Required = true)]
    public MetricTarget Target { get; init; } = MetricTarget.Empty;
}

[ApiType("io.k8s.api.autoscaling.v2.HPAScalingPolicy")]
public sealed partial record HPAScalingPolicy
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public int Value { get; init; }

    [Field(3, Always = true, Required = true)]
    public int PeriodSeconds { get; init; }
}

[ApiType("io.k8s.api.autoscaling.v2.HPAScalingRules")]
public sealed partial record HPAScalingRules
{
    [Field(3)]
    public int? StabilizationWindowSeconds { get; init; }

    [Field(1)]
    public string? SelectPolicy { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<HPAScalingPolicy> Policies { get; init; }

    [Field(4)]
    public Quantity? Tolerance { get; init; }
}

[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior")]
public sealed partial record HorizontalPodAutoscalerBehavior
{
    [Field(1)]
    public HPAScalingRules? ScaleUp { get; init; }

    [Field(2)]
    public HPAScalingRules? ScaleDown { get; init; }
}

[ApiType("io.k8s.api.autoscaling.v2.MetricSpec")]
public sealed partial record MetricSpec
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2)]
    public ObjectMetricSource? Object { get; init; }

    [Field(3)]
    public PodsMetricSource? Pods { get; init; }

    [Field(4)]
    public ResourceMetricSource? Resource { get; init; }

    [Field(7)]
    public ContainerResourceMetricSource? ContainerResource { get; init; }

    [Field(5)]
    public ExternalMetricSource? External { get; init; }
}

[ApiType("io.k8s.api.autoscaling.v2.ObjectMetricSource")]
public sealed partial record ObjectMetricSource
{
    [Field(1, Required = true)]
    public CrossVersionObjectReference DescribedObject { get; init; } = CrossVersionObjectReference.Empty;

    [Field(2, Required = true)]
    public MetricTarget Target { get; init; } = MetricTarget.Empty;

    [Field(3, Required = true)]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;
}

[ApiType("io.k8s.api.autoscaling.v2.PodsMetricSource")]
public sealed partial record PodsMetricSource
{
    [Field(1, Required = true)]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;

    [Field(2, Required = true)]
    public MetricTarget Target { get; init; } = MetricTarget.Empty;
}

[ApiType("io.k8s.api.autoscaling.v2.ResourceMetricSource")]
public sealed partial record ResourceMetricSource
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Required = true)]
    public MetricTarget Target { get; init; } = MetricTarget.Empty;
}
