namespace Kubesharp.Api.Scheduling.V1Alpha2;

[ApiType("io.k8s.api.scheduling.v1alpha2.PodGroupResourceClaim")]
public sealed partial record PodGroupResourceClaim
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2)]
    public string? ResourceClaimName { get; init; }

    [Field(3)]
    public string? ResourceClaimTemplateName { get; init; }
}
