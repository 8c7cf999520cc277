using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Cel;
using Kubesharp.Server.Admission.Policies;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.AdmissionRegistration;

/// <summary>Policies that change objects before they are stored.</summary>
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
        PolicyRules.MutableOperations(spec.MatchConstraints, Spec.Child("matchConstraints"), errors);
        PolicyRules.Conditions(spec.MatchConditions, spec.ParamKind is not null, Spec, errors);
        PolicyRules.Variables(spec.Variables, spec.ParamKind is not null, Spec, errors);
        if (spec.Mutations.Count == 0) errors.Required(Spec.Child("mutations"), "mutations must contain at least one item");
        var environment = MutationTypes.AddTo(PolicyEnvironment.For(spec.ParamKind is not null, variables: true));
        for (var i = 0; i < spec.Mutations.Count; i++) Mutation(environment, spec.Mutations[i], Spec.Child("mutations").Index(i), errors);
        Check.OneOf(errors, Spec, "reinvocationPolicy", spec.ReinvocationPolicy, ReinvocationPolicyType.IfNeeded, ReinvocationPolicyType.Never);
    }

    protected internal override void ValidateUpdate(MutatingAdmissionPolicy value, MutatingAdmissionPolicy old, ErrorList errors, RequestContext context) => Validate(value, errors, context);

    protected internal override void WriteRow(MutatingAdmissionPolicy value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Number(value.Spec.Mutations.Count);
        row.Text(PolicyRules.Text(value.Spec.ParamKind));
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static void Mutation(CelEnvironment environment, Mutation mutation, FieldPath path, ErrorList errors)
    {
        Check.OneOf(errors, path, "patchType", mutation.PatchType, PatchType.ApplyConfiguration, PatchType.JSONPatch);
        switch (mutation.PatchType)
        {
            case PatchType.ApplyConfiguration:
                if (mutation.ApplyConfiguration is null) errors.Required(path.Child("applyConfiguration"), "must be specified when patchType is ApplyConfiguration");
                else Expression(environment, mutation.ApplyConfiguration.Expression, path.Child("applyConfiguration").Child("expression"), errors, MutationTypes.Object);
                if (mutation.JsonPatch is not null) errors.Invalid(path.Child("jsonPatch"), "{jsonPatch}", "must not be specified when patchType is ApplyConfiguration");
                break;
            case PatchType.JSONPatch:
                if (mutation.JsonPatch is null) errors.Required(path.Child("jsonPatch"), "must be specified when patchType is JSONPatch");
                else Expression(environment, mutation.JsonPatch.Expression, path.Child("jsonPatch").Child("expression"), errors, $"list({MutationTypes.Operation})");
                if (mutation.ApplyConfiguration is not null) errors.Invalid(path.Child("applyConfiguration"), "{applyConfiguration}", "must not be specified when patchType is JSONPatch");
                break;
        }
    }

    private static void Expression(CelEnvironment environment, string expression, FieldPath path, ErrorList errors, string wanted)
    {
        if (expression.AsSpan().Trim().IsEmpty) errors.Required(path);
        else PolicyRules.Compiles(environment, expression.Trim(), path, errors, wanted);
    }
}
