using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>Addresses or ports that are taken. Used by the server alone.</summary>
[ApiType("io.k8s.api.core.v1.RangeAllocation")]
[Kind("", "v1", "RangeAllocation")]
public sealed partial record RangeAllocation
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>The whole range.</summary>
    [Field(2, Always = true, Required = true)]
    public string Range { get; init; } = "";

    /// <summary>A bit for each member that is taken.</summary>
    [Field(3, Always = true, Required = true)]
    public ByteString Data { get; init; }
}
