using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.AdmissionRegistration;

internal sealed class MutatingAdmissionPolicyBindingStrategy : ResourceStrategy<MutatingAdmissionPolicyBinding>
{
    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => PolicyRules.BindingColumns;

    protected internal override MutatingAdmissionPolicyBinding Default(MutatingAdmissionPolicyBinding value)
    {
        var match = PolicyRules.Default(value.Spec.MatchResources);
        return ReferenceEquals(match, value.Spec.MatchResources) ? value : value with { Spec = value.Spec with { MatchResources = match } };
    }

    protected internal override void Validate(MutatingAdmissionPolicyBinding value, ErrorList errors, RequestContext context)
    {
        PolicyRules.Binding(value.Spec.PolicyName, value.Spec.ParamRef, value.Spec.MatchResources, FieldPath.Of("spec"), errors);
        PolicyRules.MutableOperations(value.Spec.MatchResources, FieldPath.Of("spec", "matchResources"), errors);
    }

    protected internal override void ValidateUpdate(MutatingAdmissionPolicyBinding value, MutatingAdmissionPolicyBinding old, ErrorList errors, RequestContext context) => Validate(value, errors, context);

    protected internal override void WriteRow(MutatingAdmissionPolicyBinding value, TableRowBuilder row) =>
        PolicyRules.WriteBinding(value.Metadata.Name, value.Spec.PolicyName, value.Spec.ParamRef, value.Metadata.CreationTimestamp, row);
}
