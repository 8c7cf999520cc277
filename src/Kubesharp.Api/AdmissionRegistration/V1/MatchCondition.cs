namespace Kubesharp.Api.AdmissionRegistration.V1;

[ApiType("io.k8s.api.admissionregistration.v1.MatchCondition")]
public sealed partial record MatchCondition
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Expression { get; init; } = "";
}
