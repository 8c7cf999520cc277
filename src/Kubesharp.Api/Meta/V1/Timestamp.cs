namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.Timestamp")]
public sealed partial record Timestamp
{
    [Field(1, Always = true, Required = true)]
    public long Seconds { get; init; }

    [Field(2, Always = true, Required = true)]
    public int Nanos { get; init; }
}
