using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Autoscaling.V1;

/// <summary>Changes the number of pods with their processor load.</summary>
[ApiType("io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler")]
[Kind("autoscaling", "v1", "HorizontalPodAutoscaler")]
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

/// <summary>Names something that can be scaled or measured.</summary>
[ApiType("io.k8s.api.autoscaling.v1.CrossVersionObjectReference", Atomic = true)]
public sealed partial record CrossVersionObjectReference
{
    /// <summary>Kind of the object.</summary>
    [Field(1, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    /// <summary>Name of the object.</summary>
    [Field(2, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Group and version of the object.</summary>
    [Field(3)]
    public string ApiVersion { get; init; } = "";
}

/// <summary>A list of HorizontalPodAutoscaler objects.</summary>
[ApiType("io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerList")]
[Kind("autoscaling", "v1", "HorizontalPodAutoscalerList")]
public sealed partial record HorizontalPodAutoscalerList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<HorizontalPodAutoscaler> Items { get; init; }
}

/// <summary>What to scale and within which bounds.</summary>
[ApiType("io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec")]
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

    /// <summary>Average load to aim at, in percent of the requests. Default 80.</summary>
    [Field(4)]
    public int? TargetCPUUtilizationPercentage { get; init; }
}

/// <summary>What was last observed.</summary>
[ApiType("io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerStatus")]
public sealed partial record HorizontalPodAutoscalerStatus
{
    /// <summary>Generation the status is about.</summary>
    [Field(1)]
    public long? ObservedGeneration { get; init; }

    /// <summary>When the number of pods was changed last.</summary>
    [Field(2)]
    public DateTimeOffset? LastScaleTime { get; init; }

    /// <summary>Pods there are.</summary>
    [Field(3, Always = true, Required = true)]
    public int CurrentReplicas { get; init; }

    /// <summary>Pods there should be.</summary>
    [Field(4, Always = true, Required = true)]
    public int DesiredReplicas { get; init; }

    /// <summary>Average load, in percent of the requests.</summary>
    [Field(5)]
    public int? CurrentCPUUtilizationPercentage { get; init; }
}
