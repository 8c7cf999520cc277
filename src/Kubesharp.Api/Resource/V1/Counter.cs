namespace Kubesharp.Api.Resource.V1;

[ApiType("io.k8s.api.resource.v1.Counter")]
public sealed partial record Counter
{
    [Field(1, Always = true, Required = true)]
    public Quantity Value { get; init; }
}
