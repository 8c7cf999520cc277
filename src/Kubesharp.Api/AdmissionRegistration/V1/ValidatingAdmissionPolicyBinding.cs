using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicyBinding")]
[Resource("validatingadmissionpolicybindings", "validatingadmissionpolicybinding", Namespaced = false, Categories = "api-extensions")]
public sealed partial record ValidatingAdmissionPolicyBinding
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public ValidatingAdmissionPolicyBindingSpec Spec { get; init; } = ValidatingAdmissionPolicyBindingSpec.Empty;
}

[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingList")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicyBindingList")]
public sealed partial record ValidatingAdmissionPolicyBindingList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<ValidatingAdmissionPolicyBinding> Items { get; init; }
}

[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec")]
public sealed partial record ValidatingAdmissionPolicyBindingSpec
{
    [Field(1, Required = true)]
    public string PolicyName { get; init; } = "";

    [Field(2)]
    public ParamRef? ParamRef { get; init; }

    [Field(3)]
    public MatchResources? MatchResources { get; init; }

    [Field(4, Required = true, ListType = ListType.Set, Enum = typeof(ValidationAction))]
    public ValueList<string> ValidationActions { get; init; }
}
