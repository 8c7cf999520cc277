using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Autoscaling.V2;

/// <summary>Changes the number of pods with their load.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler")]
[Kind("autoscaling", "v2", "HorizontalPodAutoscaler")]
[Resource("horizontalpodautoscalers", "horizontalpodautoscaler", Namespaced = true, ShortNames = "hpa", Categories = "all")]
public sealed partial record HorizontalPodAutoscaler
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public HorizontalPodAutoscalerSpec Spec { get; init; } = HorizontalPodAutoscalerSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public HorizontalPodAutoscalerStatus Status { get; init; } = HorizontalPodAutoscalerStatus.Empty;
}

/// <summary>A resource of one container, as last read.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ContainerResourceMetricStatus")]
public sealed partial record ContainerResourceMetricStatus
{
    /// <summary>The resource, such as cpu.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>The figure.</summary>
    [Field(2, Required = true)]
    public MetricValueStatus Current { get; init; } = MetricValueStatus.Empty;

    /// <summary>The container.</summary>
    [Field(3, Always = true, Required = true)]
    public string Container { get; init; } = "";
}

/// <summary>A figure from outside the cluster, as last read.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ExternalMetricStatus")]
public sealed partial record ExternalMetricStatus
{
    /// <summary>The figure that was read.</summary>
    [Field(1, Required = true)]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;

    /// <summary>The figure.</summary>
    [Field(2, Required = true)]
    public MetricValueStatus Current { get; init; } = MetricValueStatus.Empty;
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerCondition")]
public sealed partial record HorizontalPodAutoscalerCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    /// <summary>When the status last changed from one value to another.</summary>
    [Field(3, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Why, as one word for programs.</summary>
    [Field(4)]
    public string Reason { get; init; } = "";

    /// <summary>Why, in a sentence for people.</summary>
    [Field(5)]
    public string Message { get; init; } = "";
}

/// <summary>A list of HorizontalPodAutoscaler objects.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerList")]
[Kind("autoscaling", "v2", "HorizontalPodAutoscalerList")]
public sealed partial record HorizontalPodAutoscalerList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<HorizontalPodAutoscaler> Items { get; init; }
}

/// <summary>What was last observed.</summary>
[ApiType("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerStatus")]
public sealed partial record HorizontalPodAutoscalerStatus
{
    /// <summary>Generation the status is about.</summary>
    [Field(1)]
    public long? ObservedGeneration { get; init; }

    /// <summary>When the number of pods was changed last.</summary>
    [Field(2)]
    public DateTimeOffset? LastScaleTime { get; init; }

    /// <summary>Pods there are.</summary>
    [Field(3)]
    public int CurrentReplicas { get; init; }

    /// <summary>Pods there should be.</summary>
    [Field(4, Always = true, Required = true)]
    public int DesiredReplicas { get; init; }

    /// <summary>Figures last read.</summary>
    [Field(5, Always = true, ListType = ListType.Atomic)]
    public ValueList<MetricStatus> CurrentMetrics { get; init; }

    /// <summary>Whether scaling is possible and active.</summary>
    [Field(6, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<HorizontalPodAutoscalerCondition> Conditions { get; init; }
}

/// <summary>A figure last read; the member named by the type is set.</summary>
[ApiType("io.k8s.api.autoscaling.v2.MetricStatus")]
public sealed partial record MetricStatus
{
    /// <summary>Resource, ContainerResource, Pods, Object or External.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>A figure of one object.</summary>
    [Field(2)]
    public ObjectMetricStatus? Object { get; init; }

    /// <summary>A figure of each pod.</summary>
    [Field(3)]
    public PodsMetricStatus? Pods { get; init; }

    /// <summary>A resource of the pods.</summary>
    [Field(4)]
    public ResourceMetricStatus? Resource { get; init; }

    /// <summary>A resource of one container of the pods.</summary>
    [Field(7)]
    public ContainerResourceMetricStatus? ContainerResource { get; init; }

    /// <summary>A figure from outside the cluster.</summary>
    [Field(5)]
    public ExternalMetricStatus? External { get; init; }
}

/// <summary>A figure of one object, as last read.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ObjectMetricStatus")]
public sealed partial record ObjectMetricStatus
{
    /// <summary>The figure that was read.</summary>
    [Field(1, Required = true)]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;

    /// <summary>The figure.</summary>
    [Field(2, Required = true)]
    public MetricValueStatus Current { get; init; } = MetricValueStatus.Empty;

    /// <summary>The object.</summary>
    [Field(3, Required = true)]
    public CrossVersionObjectReference DescribedObject { get; init; } = CrossVersionObjectReference.Empty;
}

/// <summary>A figure of each pod, as last read.</summary>
[ApiType("io.k8s.api.autoscaling.v2.PodsMetricStatus")]
public sealed partial record PodsMetricStatus
{
    /// <summary>The figure that was read.</summary>
    [Field(1, Required = true)]
    public MetricIdentifier Metric { get; init; } = MetricIdentifier.Empty;

    /// <summary>The figure.</summary>
    [Field(2, Required = true)]
    public MetricValueStatus Current { get; init; } = MetricValueStatus.Empty;
}

/// <summary>A resource of the pods, as last read.</summary>
[ApiType("io.k8s.api.autoscaling.v2.ResourceMetricStatus")]
public sealed partial record ResourceMetricStatus
{
    /// <summary>The resource, such as cpu.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>The figure.</summary>
    [Field(2, Required = true)]
    public MetricValueStatus Current { get; init; } = MetricValueStatus.Empty;
}
