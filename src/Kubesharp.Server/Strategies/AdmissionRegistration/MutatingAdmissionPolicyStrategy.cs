using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.AdmissionRegistration;

/// <summary>Policies that change requests. They are kept and checked, but not carried out yet.</summary>
internal sealed class MutatingAdmissionPolicyStrategy : ResourceStrategy<MutatingAdmissionPolicy>
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly TableColumn[] Columns = [Cells.Name, new("Mutations", "integer", "Number of mutations."), PolicyRules.ParamKindColumn, Cells.Age];

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override MutatingAdmissionPolicy Default(MutatingAdmissionPolicy value)
    {
        var match = PolicyRules.Default(value.Spec.MatchConstraints);
        if (ReferenceEquals(match, value.Spec.MatchConstraints) && value.Spec.FailurePolicy is not null) return value;
        return value with { Spec = value.Spec with { MatchConstraints = match, FailurePolicy = value.Spec.FailurePolicy ?? FailurePolicyType.Fail } };
    }

    protected internal override void Validate(MutatingAdmissionPolicy value, ErrorList errors, RequestContext context)
    {
        var spec = value.Spec;
        PolicyRules.FailurePolicy(spec.FailurePolicy, Spec, errors);
        PolicyRules.Kind(spec.ParamKind, Spec, errors);
        PolicyRules.Constraints(spec.MatchConstraints, Spec, errors);
        PolicyRules.Conditions(spec.MatchConditions, Spec, errors);
        PolicyRules.Variables(spec.Variables, Spec, errors);
        Check.OneOf(errors, Spec, "reinvocationPolicy", spec.ReinvocationPolicy, ReinvocationPolicyType.IfNeeded, ReinvocationPolicyType.Never);
        if (spec.Mutations.Count == 0) errors.Required(Spec.Child("mutations"), "mutations must contain at least one item");
        for (var i = 0; i < spec.Mutations.Count; i++) Mutation(spec.Mutations[i], Spec.Child("mutations").Index(i), errors);
    }

    protected internal override void ValidateUpdate(MutatingAdmissionPolicy value, MutatingAdmissionPolicy old, ErrorList errors, RequestContext context) => Validate(value, errors, context);

    protected internal override void WriteRow(MutatingAdmissionPolicy value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Number(value.Spec.Mutations.Count);
        row.Text(PolicyRules.Text(value.Spec.ParamKind));
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static void Mutation(Mutation mutation, FieldPath path, ErrorList errors)
    {
        Check.OneOf(errors, path, "patchType", mutation.PatchType, PatchType.ApplyConfiguration, PatchType.JSONPatch);
        if (mutation.PatchType == PatchType.ApplyConfiguration && mutation.ApplyConfiguration is null) errors.Required(path.Child("applyConfiguration"), "must be specified when patchType is ApplyConfiguration");
        if (mutation.PatchType == PatchType.JSONPatch && mutation.JsonPatch is null) errors.Required(path.Child("jsonPatch"), "must be specified when patchType is JSONPatch");
    }
}
