using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PodStatusResult")]
[Kind("", "v1", "PodStatusResult")]
public sealed partial record PodStatusResult
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public PodStatus Status { get; init; } = PodStatus.Empty;
}
