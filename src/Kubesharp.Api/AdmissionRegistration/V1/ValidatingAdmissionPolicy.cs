using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicy")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy")]
[Resource("validatingadmissionpolicies", "validatingadmissionpolicy", Namespaced = false, Categories = "api-extensions")]
public sealed partial record ValidatingAdmissionPolicy
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public ValidatingAdmissionPolicySpec Spec { get; init; } = ValidatingAdmissionPolicySpec.Empty;

    [Field(3)]
    public ValidatingAdmissionPolicyStatus Status { get; init; } = ValidatingAdmissionPolicyStatus.Empty;
}

[ApiType("io.k8s.api.admissionregistration.v1.AuditAnnotation")]
public sealed partial record AuditAnnotation
{
    [Field(1, Always = true, Required = true)]
    public string Key { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string ValueExpression { get; init; } = "";
}

[ApiType("io.k8s.api.admissionregistration.v1.ExpressionWarning")]
public sealed partial record ExpressionWarning
{
    [Field(2, Always = true, Required = true)]
    public string FieldRef { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string Warning { get; init; } = "";
}

[ApiType("io.k8s.api.admissionregistration.v1.TypeChecking")]
public sealed partial record TypeChecking
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<ExpressionWarning> ExpressionWarnings { get; init; }
}

[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyList")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicyList")]
public sealed partial record ValidatingAdmissionPolicyList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<ValidatingAdmissionPolicy> Items { get; init; }
}

[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicySpec")]
public sealed partial record ValidatingAdmissionPolicySpec
{
    [Field(1)]
    public ParamKind? ParamKind { get; init; }

    [Field(2)]
    public MatchResources? MatchConstraints { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<Validation> Validations { get; init; }

    [Field(4, Enum = typeof(FailurePolicyType))]
    public string? FailurePolicy { get; init; }

    [Field(5, ListType = ListType.Atomic)]
    public ValueList<AuditAnnotation> AuditAnnotations { get; init; }

    [Field(6, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<MatchCondition> MatchConditions { get; init; }

    [Field(7, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<Variable> Variables { get; init; }
}

[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyStatus")]
public sealed partial record ValidatingAdmissionPolicyStatus
{
    [Field(1)]
    public long ObservedGeneration { get; init; }

    [Field(2)]
    public TypeChecking? TypeChecking { get; init; }

    [Field(3, ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<Condition> Conditions { get; init; }
}

[ApiType("io.k8s.api.admissionregistration.v1.Validation")]
public sealed partial record Validation
{
    [Field(1, Always = true, Required = true)]
    public string Expression { get; init; } = "";

    [Field(2)]
    public string Message { get; init; } = "";

    [Field(3)]
    public string? Reason { get; init; }

    [Field(4)]
    public string MessageExpression { get; init; } = "";
}
