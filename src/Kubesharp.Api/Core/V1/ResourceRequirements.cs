namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ResourceRequirements")]
public sealed partial record ResourceRequirements
{
    [Field(1)]
    public ValueMap<Quantity> Limits { get; init; }

    [Field(2)]
    public ValueMap<Quantity> Requests { get; init; }

    [Field(3, ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<ResourceClaim> Claims { get; init; }
}

[ApiType("io.k8s.api.core.v1.ResourceClaim")]
public sealed partial record ResourceClaim
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2)]
    public string Request { get; init; } = "";
}
