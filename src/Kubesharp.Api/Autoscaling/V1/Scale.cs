using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Autoscaling.V1;

[ApiType("io.k8s.api.autoscaling.v1.Scale")]
[Kind("autoscaling", "v1", "Scale")]
public sealed partial record Scale
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public ScaleSpec Spec { get; init; } = ScaleSpec.Empty;

    [Field(3)]
    public ScaleStatus Status { get; init; } = ScaleStatus.Empty;
}

[ApiType("io.k8s.api.autoscaling.v1.ScaleSpec")]
public sealed partial record ScaleSpec
{
    [Field(1, Default = "0")]
    public int Replicas { get; init; }
}

[ApiType("io.k8s.api.autoscaling.v1.ScaleStatus")]
public sealed partial record ScaleStatus
{
    [Field(1, Always = true, Required = true)]
    public int Replicas { get; init; }

    [Field(2)]
    public string Selector { get; init; } = "";
}
