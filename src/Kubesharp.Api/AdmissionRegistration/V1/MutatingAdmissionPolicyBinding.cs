using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>Puts a policy into force, with its settings.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBinding")]
[Kind("admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicyBinding")]
[Resource("mutatingadmissionpolicybindings", "mutatingadmissionpolicybinding", Namespaced = false, Categories = "api-extensions")]
public sealed partial record MutatingAdmissionPolicyBinding
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public MutatingAdmissionPolicyBindingSpec Spec { get; init; } = MutatingAdmissionPolicyBindingSpec.Empty;
}

/// <summary>A list of MutatingAdmissionPolicyBinding objects.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBindingList")]
[Kind("admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicyBindingList")]
public sealed partial record MutatingAdmissionPolicyBindingList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<MutatingAdmissionPolicyBinding> Items { get; init; }
}

/// <summary>Where a policy is in force.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBindingSpec")]
public sealed partial record MutatingAdmissionPolicyBindingSpec
{
    /// <summary>Name of the policy.</summary>
    [Field(1)]
    public string PolicyName { get; init; } = "";

    /// <summary>Object with its settings.</summary>
    [Field(2)]
    public ParamRef? ParamRef { get; init; }

    /// <summary>Requests, among those of the policy.</summary>
    [Field(3)]
    public MatchResources? MatchResources { get; init; }
}
