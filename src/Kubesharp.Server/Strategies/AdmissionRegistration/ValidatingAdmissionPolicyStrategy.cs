using System.Text;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Cel;
using Kubesharp.Server.Admission.Policies;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.AdmissionRegistration;

internal sealed class ValidatingAdmissionPolicyStrategy : ResourceStrategy<ValidatingAdmissionPolicy>
{
    private const string Nothing = "validations or auditAnnotations must contain at least one item";
    private const int MaxAnnotations = 20;
    private const int MaxAnnotationExpression = 5 * 1024;
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly TableColumn[] Columns = [Cells.Name, new("Validations", "integer", "Number of validations."), PolicyRules.ParamKindColumn, Cells.Age];

    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override ValidatingAdmissionPolicy CopyStatus(ValidatingAdmissionPolicy to, ValidatingAdmissionPolicy from) => to with { Status = from.Status };

    protected internal override ValidatingAdmissionPolicy Default(ValidatingAdmissionPolicy value)
    {
        var match = PolicyRules.Default(value.Spec.MatchConstraints);
        if (ReferenceEquals(match, value.Spec.MatchConstraints) && value.Spec.FailurePolicy is not null) return value;
        return value with { Spec = value.Spec with { MatchConstraints = match, FailurePolicy = value.Spec.FailurePolicy ?? FailurePolicyType.Fail } };
    }

    protected internal override void Validate(ValidatingAdmissionPolicy value, ErrorList errors, RequestContext context)
    {
        var spec = value.Spec;
        var parameters = spec.ParamKind is not null;
        PolicyRules.FailurePolicy(spec.FailurePolicy, Spec, errors);
        PolicyRules.Kind(spec.ParamKind, Spec, errors);
        PolicyRules.Constraints(spec.MatchConstraints, Spec, errors);
        PolicyRules.Conditions(spec.MatchConditions, parameters, Spec, errors);
        PolicyRules.Variables(spec.Variables, parameters, Spec, errors);
        if (spec.Validations.Count + spec.AuditAnnotations.Count == 0)
        {
            errors.Required(Spec.Child("validations"), Nothing);
            errors.Required(Spec.Child("auditAnnotations"), Nothing);
        }

        var variables = spec.Variables.Count > 0;
        for (var i = 0; i < spec.Validations.Count; i++) Validation(spec.Validations[i], parameters, variables, Spec.Child("validations").Index(i), errors);
        if (spec.AuditAnnotations.Count > MaxAnnotations)
            errors.Invalid(Spec.Child("auditAnnotations"), BadValue.Json($"[{string.Join(',', spec.AuditAnnotations.Select(SpecDiff.Text))}]"), $"must not have more than {MaxAnnotations} auditAnnotations");
        for (var i = 0; i < spec.AuditAnnotations.Count; i++)
        {
            var path = Spec.Child("auditAnnotations").Index(i);
            Annotation(value.Metadata.Name, spec.AuditAnnotations[i], PolicyEnvironment.For(parameters, variables), path, errors);
            if (Check.IsRepeated(spec.AuditAnnotations.AsSpan(), i, static annotation => annotation.Key)) errors.Duplicate(path.Child("key"), spec.AuditAnnotations[i].Key);
        }
    }

    protected internal override void ValidateUpdate(ValidatingAdmissionPolicy value, ValidatingAdmissionPolicy old, ErrorList errors, RequestContext context) => Validate(value, errors, context);

    protected internal override void WriteRow(ValidatingAdmissionPolicy value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Number(value.Spec.Validations.Count);
        row.Text(PolicyRules.Text(value.Spec.ParamKind));
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static void Validation(Validation validation, bool parameters, bool variables, FieldPath path, ErrorList errors)
    {
        PolicyRules.Expression(PolicyEnvironment.For(parameters, variables), validation.Expression, path.Child("expression"), errors, "bool");
        if (validation.MessageExpression.Length > 0)
        {
            if (validation.MessageExpression.AsSpan().Trim().IsEmpty) errors.Invalid(path.Child("messageExpression"), validation.MessageExpression, "must be non-empty if specified");
            else PolicyRules.Compiles(PolicyEnvironment.For(parameters, variables, authorizer: false), validation.MessageExpression, path.Child("messageExpression"), errors, "string");
        }

        if (validation.Message.Length > 0 && validation.Message.AsSpan().Trim().IsEmpty) errors.Invalid(path.Child("message"), validation.Message, "message must be non-empty if specified");
        else if (validation.Message.AsSpan().Trim().ContainsAny('\n', '\r')) errors.Invalid(path.Child("message"), validation.Message, "message must not contain line breaks");
        if (validation.Reason is { Length: > 0 }) Check.OptionalOneOf(errors, path, "reason", validation.Reason, "Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized");
    }

    private static void Annotation(string policy, AuditAnnotation annotation, CelEnvironment environment, FieldPath path, ErrorList errors)
    {
        if (policy.Length == 0) errors.Invalid(path.Child("key"), annotation.Key, "requires metadata.name be non-empty");
        else Check.Rule(errors, path, "key", $"{policy}/{annotation.Key}", Names.QualifiedName($"{policy}/{annotation.Key}"));
        var expression = annotation.ValueExpression.Trim();
        if (expression.Length == 0) errors.Required(path.Child("valueExpression"), "valueExpression is not specified");
        else if (Encoding.UTF8.GetByteCount(expression) > MaxAnnotationExpression) errors.Required(path.Child("valueExpression"), $"must not exceed {MaxAnnotationExpression} bytes in length");
        else PolicyRules.Compiles(environment, expression, path.Child("valueExpression"), errors, "string", "null");
    }
}
