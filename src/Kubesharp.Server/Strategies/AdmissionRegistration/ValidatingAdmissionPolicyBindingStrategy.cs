using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.AdmissionRegistration;

internal sealed class ValidatingAdmissionPolicyBindingStrategy : ResourceStrategy<ValidatingAdmissionPolicyBinding>
{
    private const string Both = "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)";
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => PolicyRules.BindingColumns;

    protected internal override ValidatingAdmissionPolicyBinding Default(ValidatingAdmissionPolicyBinding value)
    {
        var match = PolicyRules.Default(value.Spec.MatchResources);
        return ReferenceEquals(match, value.Spec.MatchResources) ? value : value with { Spec = value.Spec with { MatchResources = match } };
    }

    protected internal override void Validate(ValidatingAdmissionPolicyBinding value, ErrorList errors, RequestContext context)
    {
        PolicyRules.Binding(value.Spec.PolicyName, value.Spec.ParamRef, value.Spec.MatchResources, Spec, errors);
        Actions(value.Spec.ValidationActions, Spec.Child("validationActions"), errors);
    }

    protected internal override void ValidateUpdate(ValidatingAdmissionPolicyBinding value, ValidatingAdmissionPolicyBinding old, ErrorList errors, RequestContext context) =>
        Validate(value, errors, context);

    protected internal override void WriteRow(ValidatingAdmissionPolicyBinding value, TableRowBuilder row) =>
        PolicyRules.WriteBinding(value.Metadata.Name, value.Spec.PolicyName, value.Spec.ParamRef, value.Metadata.CreationTimestamp, row);

    private static void Actions(ValueList<string> actions, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < actions.Count; i++)
        {
            if (actions[i] is not (ValidationAction.Deny or ValidationAction.Warn or ValidationAction.Audit))
                errors.NotSupported(path.Index(i), actions[i], ValidationAction.Audit, ValidationAction.Deny, ValidationAction.Warn);
            else if (Check.IsRepeated(actions.AsSpan(), i, static action => action))
                errors.Duplicate(path.Index(i), actions[i]);
        }

        if (actions.Contains(ValidationAction.Deny) && actions.Contains(ValidationAction.Warn)) errors.Invalid(path, actions, Both);
        if (actions.Count == 0) errors.Required(path, "at least one validation action is required");
    }
}
