using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>Puts a policy into force, with its settings.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicyBinding")]
[Resource("validatingadmissionpolicybindings", "validatingadmissionpolicybinding", Namespaced = false, Categories = "api-extensions")]
public sealed partial record ValidatingAdmissionPolicyBinding
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public ValidatingAdmissionPolicyBindingSpec Spec { get; init; } = ValidatingAdmissionPolicyBindingSpec.Empty;
}

/// <summary>A list of ValidatingAdmissionPolicyBinding objects.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingList")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicyBindingList")]
public sealed partial record ValidatingAdmissionPolicyBindingList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ValidatingAdmissionPolicyBinding> Items { get; init; }
}

/// <summary>Where and how a policy is in force.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec")]
public sealed partial record ValidatingAdmissionPolicyBindingSpec
{
    /// <summary>Name of the policy.</summary>
    [Field(1, Required = true)]
    public string PolicyName { get; init; } = "";

    /// <summary>Object with its settings.</summary>
    [Field(2)]
    public ParamRef? ParamRef { get; init; }

    /// <summary>Requests, among those of the policy.</summary>
    [Field(3)]
    public MatchResources? MatchResources { get; init; }

    /// <summary>What happens when a rule is broken: Deny, Warn, Audit.</summary>
    [Field(4, Required = true, ListType = ListType.Set, Enum = typeof(ValidationAction))]
    public ValueList<string> ValidationActions { get; init; }
}
