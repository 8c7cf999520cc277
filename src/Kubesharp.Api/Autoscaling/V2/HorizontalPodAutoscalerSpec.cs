namespace Kubesharp.Api.Autoscaling.V2;

/// <summary>What to scale, by what and within which bounds.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec")]
public sealed partial record HorizontalPodAutoscalerSpec
{
    /// <summary>What is scaled.</summary>
    [Field(1, Required = true)]
    public CrossVersionObjectReference ScaleTargetRef { get; init; } = CrossVersionObjectReference.Empty;

    /// <summary>Least number of pods. Default 1.</summary>
    [Field(2)]
    public int? MinReplicas { get; init; }

    /// <summary>Most pods.</summary>
    [Field(3, Always = true, Required = true)]
    public int MaxReplicas { get; init; }

    /// <summary>Figures to look at; the one that asks for most pods counts. Default: 80 percent of the processor requests.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<MetricSpec> Metrics { get; init; }

    /// <summary>How fast the number may change.</summary>
    [Field(5)]
    public HorizontalPodAutoscalerBehavior? Behavior { get; init; }
}

/// <summary>A resource of one container.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ContainerResourceMetricSource")]
public sealed partial record ContainerResourceMetricSource
{
    /// <summary>The resource, such as cpu.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>What to aim at.</summary>
    [Field(2, Required = true)]
    public MetricTarget Target { get; init; } = MetricTarget.Empty;

    /// <summary>The container.</summary>
    [Field(3, Always = true, Required = true)]
    public string Container { get; init; } = "";
}

/// <summary>A figure from outside the cluster.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ExternalMetricSource")]
public sealed partial record ExternalMetricSource
{
    /// <summary>The figure.</summary>
    [Field(1, Required = true)]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;

    /// <summary>What to aim at.</summary>
    [Field(2, Required = true)]
    public MetricTarget Target { get; init; } = MetricTarget.Empty;
}

/// <summary>A bound for the speed.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HPAScalingPolicy")]
public sealed partial record HPAScalingPolicy
{
    /// <summary>Pods or Percent.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Pods or percent that may change.</summary>
    [Field(2, Always = true, Required = true)]
    public int Value { get; init; }

    /// <summary>Seconds within which they may, up to 1800.</summary>
    [Field(3, Always = true, Required = true)]
    public int PeriodSeconds { get; init; }
}

/// <summary>Rules for one direction.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HPAScalingRules")]
public sealed partial record HPAScalingRules
{
    /// <summary>Seconds over which the most careful of the wanted numbers is taken, up to 3600. Default 0 up, 300 down.</summary>
    [Field(3)]
    public int? StabilizationWindowSeconds { get; init; }

    /// <summary>Which policy counts: Max (default), Min, or Disabled for no change.</summary>
    [Field(1)]
    public string? SelectPolicy { get; init; }

    /// <summary>Bounds for the speed.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<HPAScalingPolicy> Policies { get; init; }

    /// <summary>How far a figure may be off before anything changes. Default 10 percent.</summary>
    [Field(4)]
    public Quantity? Tolerance { get; init; }
}

/// <summary>How fast the number of pods may change.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior")]
public sealed partial record HorizontalPodAutoscalerBehavior
{
    /// <summary>Rules for more pods. Default: at once, at most doubling or four pods every 15 seconds.</summary>
    [Field(1)]
    public HPAScalingRules? ScaleUp { get; init; }

    /// <summary>Rules for fewer pods. Default: after five minutes of lower load, without further bounds.</summary>
    [Field(2)]
    public HPAScalingRules? ScaleDown { get; init; }
}

/// <summary>A figure to look at; the member named by the type is set.</summary>
[ApiType("io.k8s.api.autoscaling.v2.MetricSpec")]
public sealed partial record MetricSpec
{
    /// <summary>Resource, ContainerResource, Pods, Object or External.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>A figure of one object.</summary>
    [Field(2)]
    public ObjectMetricSource? Object { get; init; }

    /// <summary>A figure of each pod.</summary>
    [Field(3)]
    public PodsMetricSource? Pods { get; init; }

    /// <summary>A resource of the pods.</summary>
    [Field(4)]
    public ResourceMetricSource? Resource { get; init; }

    /// <summary>A resource of one container of the pods.</summary>
    [Field(7)]
    public ContainerResourceMetricSource? ContainerResource { get; init; }

    /// <summary>A figure from outside the cluster.</summary>
    [Field(5)]
    public ExternalMetricSource? External { get; init; }
}

/// <summary>A figure of one object.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ObjectMetricSource")]
public sealed partial record ObjectMetricSource
{
    /// <summary>The object.</summary>
    [Field(1, Required = true)]
    public CrossVersionObjectReference DescribedObject { get; init; } = CrossVersionObjectReference.Empty;

    /// <summary>What to aim at.</summary>
    [Field(2, Required = true)]
    public MetricTarget Target { get; init; } = MetricTarget.Empty;

    /// <summary>The figure.</summary>
    [Field(3, Required = true)]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;
}

/// <summary>A figure of each pod.</summary>
[ApiType("io.k8s.api.autoscaling.v2.PodsMetricSource")]
public sealed partial record PodsMetricSource
{
    /// <summary>The figure.</summary>
    [Field(1, Required = true)]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;

    /// <summary>What to aim at.</summary>
    [Field(2, Required = true)]
    public MetricTarget Target { get; init; } = MetricTarget.Empty;
}

/// <summary>A resource of the pods.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ResourceMetricSource")]
public sealed partial record ResourceMetricSource
{
    /// <summary>The resource, such as cpu.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>What to aim at.</summary>
    [Field(2, Required = true)]
    public MetricTarget Target { get; init; } = MetricTarget.Empty;
}
