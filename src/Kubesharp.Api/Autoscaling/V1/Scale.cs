using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Autoscaling.V1;

/// <summary>How many replicas something has. Every scalable kind shows itself in this form.</summary>
[ApiType("io.k8s.api.autoscaling.v1.Scale")]
[Kind("autoscaling", "v1", "Scale")]
public sealed partial record Scale
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public ScaleSpec Spec { get; init; } = ScaleSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public ScaleStatus Status { get; init; } = ScaleStatus.Empty;
}

/// <summary>What is wanted.</summary>
[ApiType("io.k8s.api.autoscaling.v1.ScaleSpec")]
public sealed partial record ScaleSpec
{
    /// <summary>Number of pods wanted.</summary>
    [Field(1, Default = "0")]
    public int Replicas { get; init; }
}

/// <summary>What there is.</summary>
[ApiType("io.k8s.api.autoscaling.v1.ScaleStatus")]
public sealed partial record ScaleStatus
{
    /// <summary>Number of pods.</summary>
    [Field(1, Always = true, Required = true)]
    public int Replicas { get; init; }

    /// <summary>Label selector for the pods, as text.</summary>
    [Field(2)]
    public string Selector { get; init; } = "";
}
