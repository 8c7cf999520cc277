using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBinding")]
[Kind("admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicyBinding")]
[Resource("mutatingadmissionpolicybindings", "mutatingadmissionpolicybinding", Namespaced = false, Categories = "api-extensions")]
public sealed partial record MutatingAdmissionPolicyBinding
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public MutatingAdmissionPolicyBindingSpec Spec { get; init; } = MutatingAdmissionPolicyBindingSpec.Empty;
}

[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBindingList")]
[Kind("admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicyBindingList")]
public sealed partial record MutatingAdmissionPolicyBindingList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<MutatingAdmissionPolicyBinding> Items { get; init; }
}

[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBindingSpec")]
public sealed partial record MutatingAdmissionPolicyBindingSpec
{
    [Field(1)]
    public string PolicyName { get; init; } = "";

    [Field(2)]
    public ParamRef? ParamRef { get; init; }

    [Field(3)]
    public MatchResources? MatchResources { get; init; }
}
