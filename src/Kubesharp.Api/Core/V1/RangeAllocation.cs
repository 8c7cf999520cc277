using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.RangeAllocation")]
[Kind("", "v1", "RangeAllocation")]
public sealed partial record RangeAllocation
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public string Range { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public ByteString Data { get; init; }
}
