using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicy")]
[Kind("admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicy")]
[Resource("mutatingadmissionpolicies", "mutatingadmissionpolicy", Namespaced = false, Categories = "api-extensions")]
public sealed partial record MutatingAdmissionPolicy
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public MutatingAdmissionPolicySpec Spec { get; init; } = MutatingAdmissionPolicySpec.Empty;
}

[ApiType("io.k8s.api.admissionregistration.v1.ApplyConfiguration")]
public sealed partial record ApplyConfiguration
{
    [Field(1)]
    public string Expression { get; init; } = "";
}

[ApiType("io.k8s.api.admissionregistration.v1.JSONPatch")]
public sealed partial record JSONPatch
{
    [Field(1)]
    public string Expression { get; init; } = "";
}

[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyList")]
[Kind("admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicyList")]
public sealed partial record MutatingAdmissionPolicyList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<MutatingAdmissionPolicy> Items { get; init; }
}

[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicySpec")]
public sealed partial record MutatingAdmissionPolicySpec
{
    [Field(1)]
    public ParamKind? ParamKind { get; init; }

    [Field(2)]
    public MatchResources? MatchConstraints { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<Variable> Variables { get; init; }

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<Mutation> Mutations { get; init; }

    [Field(5, Enum = typeof(FailurePolicyType))]
    public string? FailurePolicy { get; init; }

    [Field(6, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<MatchCondition> MatchConditions { get; init; }

    [Field(7, Enum = typeof(ReinvocationPolicyType))]
    public string ReinvocationPolicy { get; init; } = "";
}

[ApiType("io.k8s.api.admissionregistration.v1.Mutation")]
public sealed partial record Mutation
{
    [Field(2, Always = true, Required = true, Enum = typeof(PatchType))]
    public string PatchType { get; init; } = "";

    [Field(3)]
    public ApplyConfiguration? ApplyConfiguration { get; init; }

    [Field(4)]
    public JSONPatch? JsonPatch { get; init; }
}
