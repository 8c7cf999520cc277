namespace Kubesharp.Api.Resource.V1;

[ApiType("io.k8s.api.resource.v1.CapacityRequirements")]
public sealed partial record CapacityRequirements
{
    [Field(1)]
    public ValueMap<Quantity> Requests { get; init; }
}
