namespace Kubesharp.Api.AdmissionRegistration.V1;

[ApiType("io.k8s.api.admissionregistration.v1.Variable", Atomic = true)]
public sealed partial record Variable
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Expression { get; init; } = "";
}
