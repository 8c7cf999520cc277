using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>The status of a pod alone.</summary>
[ApiType("io.k8s.api.core.v1.PodStatusResult")]
[Kind("", "v1", "PodStatusResult")]
public sealed partial record PodStatusResult
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(2)]
    public PodStatus Status { get; init; } = PodStatus.Empty;
}
