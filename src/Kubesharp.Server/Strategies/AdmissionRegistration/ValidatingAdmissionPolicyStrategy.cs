using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.AdmissionRegistration;

internal sealed class ValidatingAdmissionPolicyStrategy : ResourceStrategy<ValidatingAdmissionPolicy>
{
    private const string Nothing = "validations or auditAnnotations must contain at least one item";
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
        PolicyRules.FailurePolicy(spec.FailurePolicy, Spec, errors);
        PolicyRules.Kind(spec.ParamKind, Spec, errors);
        PolicyRules.Constraints(spec.MatchConstraints, Spec, errors);
        PolicyRules.Conditions(spec.MatchConditions, Spec, errors);
        PolicyRules.Variables(spec.Variables, Spec, errors);
        if (spec.Validations.Count + spec.AuditAnnotations.Count == 0)
        {
            errors.Required(Spec.Child("validations"), Nothing);
            errors.Required(Spec.Child("auditAnnotations"), Nothing);
        }

        for (var i = 0; i < spec.Validations.Count; i++) Validation(spec.Validations[i], Spec.Child("validations").Index(i), errors);
    }

    protected internal override void ValidateUpdate(ValidatingAdmissionPolicy value, ValidatingAdmissionPolicy old, ErrorList errors, RequestContext context) => Validate(value, errors, context);

    protected internal override void WriteRow(ValidatingAdmissionPolicy value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Number(value.Spec.Validations.Count);
        row.Text(PolicyRules.Text(value.Spec.ParamKind));
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static void Validation(Validation validation, FieldPath path, ErrorList errors)
    {
        PolicyRules.Expression(validation.Expression, path.Child("expression"), errors);
        if (validation.MessageExpression.Length > 0) PolicyRules.Compiles(validation.MessageExpression, path.Child("messageExpression"), errors);
        if (validation.Message.Trim().Contains('\n')) errors.Invalid(path.Child("message"), validation.Message, "message must not contain line breaks");
        if (validation.Reason is { Length: > 0 }) Check.OptionalOneOf(errors, path, "reason", validation.Reason, "Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized");
    }
}
