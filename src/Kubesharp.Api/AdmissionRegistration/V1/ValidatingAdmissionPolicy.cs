using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>Rules in CEL that objects must keep.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicy")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy")]
[Resource("validatingadmissionpolicies", "validatingadmissionpolicy", Namespaced = false, Categories = "api-extensions")]
public sealed partial record ValidatingAdmissionPolicy
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public ValidatingAdmissionPolicySpec Spec { get; init; } = ValidatingAdmissionPolicySpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public ValidatingAdmissionPolicyStatus Status { get; init; } = ValidatingAdmissionPolicyStatus.Empty;
}

/// <summary>Text for the audit log.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.AuditAnnotation")]
public sealed partial record AuditAnnotation
{
    /// <summary>Key of the text.</summary>
    [Field(1, Always = true, Required = true)]
    public string Key { get; init; } = "";

    /// <summary>Expression for the text; null for none.</summary>
    [Field(2, Always = true, Required = true)]
    public string ValueExpression { get; init; } = "";
}

/// <summary>A warning about an expression.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ExpressionWarning")]
public sealed partial record ExpressionWarning
{
    /// <summary>Where the expression stands.</summary>
    [Field(2, Always = true, Required = true)]
    public string FieldRef { get; init; } = "";

    /// <summary>What is wrong with it.</summary>
    [Field(3, Always = true, Required = true)]
    public string Warning { get; init; } = "";
}

/// <summary>What is wrong with the types in expressions.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.TypeChecking")]
public sealed partial record TypeChecking
{
    /// <summary>The warnings.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<ExpressionWarning> ExpressionWarnings { get; init; }
}

/// <summary>A list of ValidatingAdmissionPolicy objects.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyList")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicyList")]
public sealed partial record ValidatingAdmissionPolicyList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ValidatingAdmissionPolicy> Items { get; init; }
}

/// <summary>The rules.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicySpec")]
public sealed partial record ValidatingAdmissionPolicySpec
{
    /// <summary>Kind of objects that give the policy its settings.</summary>
    [Field(1)]
    public ParamKind? ParamKind { get; init; }

    /// <summary>Requests the policy is about.</summary>
    [Field(2)]
    public MatchResources? MatchConstraints { get; init; }

    /// <summary>The rules.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<Validation> Validations { get; init; }

    /// <summary>What happens when a rule cannot be computed: Fail (default) or Ignore.</summary>
    [Field(4, Enum = typeof(FailurePolicyType))]
    public string? FailurePolicy { get; init; }

    /// <summary>Text for the audit log.</summary>
    [Field(5, ListType = ListType.Atomic)]
    public ValueList<AuditAnnotation> AuditAnnotations { get; init; }

    /// <summary>Further conditions for a request to be looked at.</summary>
    [Field(6, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<MatchCondition> MatchConditions { get; init; }

    /// <summary>Expressions with names, for use in the others.</summary>
    [Field(7, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<Variable> Variables { get; init; }
}

/// <summary>What was last observed of a policy.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyStatus")]
public sealed partial record ValidatingAdmissionPolicyStatus
{
    /// <summary>Generation the status is about.</summary>
    [Field(1)]
    public long ObservedGeneration { get; init; }

    /// <summary>What is wrong with the types in the expressions.</summary>
    [Field(2)]
    public TypeChecking? TypeChecking { get; init; }

    /// <summary>Aspects of the state.</summary>
    [Field(3, ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<Condition> Conditions { get; init; }
}

/// <summary>A rule in CEL.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.Validation")]
public sealed partial record Validation
{
    /// <summary>The rule; the request is refused when it gives false.</summary>
    [Field(1, Always = true, Required = true)]
    public string Expression { get; init; } = "";

    /// <summary>What the client is told.</summary>
    [Field(2)]
    public string Message { get; init; } = "";

    /// <summary>Reason in the answer, such as Invalid or Forbidden. Default Invalid.</summary>
    [Field(3)]
    public string? Reason { get; init; }

    /// <summary>Expression for what the client is told.</summary>
    [Field(4)]
    public string MessageExpression { get; init; } = "";
}
