using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>Changes in CEL that are made to objects.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicy")]
[Kind("admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicy")]
[Resource("mutatingadmissionpolicies", "mutatingadmissionpolicy", Namespaced = false, Categories = "api-extensions")]
public sealed partial record MutatingAdmissionPolicy
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public MutatingAdmissionPolicySpec Spec { get; init; } = MutatingAdmissionPolicySpec.Empty;
}

/// <summary>A change as an object to apply.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ApplyConfiguration")]
public sealed partial record ApplyConfiguration
{
    /// <summary>Expression for the object.</summary>
    [Field(1)]
    public string Expression { get; init; } = "";
}

/// <summary>A change as JSON patch operations.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.JSONPatch")]
public sealed partial record JSONPatch
{
    /// <summary>Expression for the operations.</summary>
    [Field(1)]
    public string Expression { get; init; } = "";
}

/// <summary>A list of MutatingAdmissionPolicy objects.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyList")]
[Kind("admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicyList")]
public sealed partial record MutatingAdmissionPolicyList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<MutatingAdmissionPolicy> Items { get; init; }
}

/// <summary>The changes.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicySpec")]
public sealed partial record MutatingAdmissionPolicySpec
{
    /// <summary>Kind of objects that give the policy its settings.</summary>
    [Field(1)]
    public ParamKind? ParamKind { get; init; }

    /// <summary>Requests the policy is about.</summary>
    [Field(2)]
    public MatchResources? MatchConstraints { get; init; }

    /// <summary>Expressions with names, for use in the others.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<Variable> Variables { get; init; }

    /// <summary>The changes, in order.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<Mutation> Mutations { get; init; }

    /// <summary>What happens when an expression cannot be computed: Fail (default) or Ignore.</summary>
    [Field(5, Enum = typeof(FailurePolicyType))]
    public string? FailurePolicy { get; init; }

    /// <summary>Further conditions for a request to be looked at.</summary>
    [Field(6, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<MatchCondition> MatchConditions { get; init; }

    /// <summary>Whether the policy runs again when a later change was made: Never or IfNeeded.</summary>
    [Field(7, Enum = typeof(ReinvocationPolicyType))]
    public string ReinvocationPolicy { get; init; } = "";
}

/// <summary>A change in CEL.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.Mutation")]
public sealed partial record Mutation
{
    /// <summary>ApplyConfiguration or JSONPatch.</summary>
    [Field(2, Always = true, Required = true, Enum = typeof(PatchType))]
    public string PatchType { get; init; } = "";

    /// <summary>The change as an object to apply.</summary>
    [Field(3)]
    public ApplyConfiguration? ApplyConfiguration { get; init; }

    /// <summary>The change as a list of JSON patch operations.</summary>
    [Field(4)]
    public JSONPatch? JsonPatch { get; init; }
}
