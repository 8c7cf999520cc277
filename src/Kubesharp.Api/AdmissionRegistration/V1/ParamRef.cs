using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

[ApiType("io.k8s.api.admissionregistration.v1.ParamRef", Atomic = true)]
public sealed partial record ParamRef
{
    [Field(1)]
    public string Name { get; init; } = "";

    [Field(2)]
    public string Namespace { get; init; } = "";

    [Field(3)]
    public LabelSelector? Selector { get; init; }

    [Field(4)]
    public string? ParameterNotFoundAction { get; init; }
}
