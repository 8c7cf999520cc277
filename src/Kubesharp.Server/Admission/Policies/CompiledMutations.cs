using Kubesharp.Api.AdmissionRegistration.V1;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>The compiled expressions of a policy that changes objects.</summary>
internal sealed class CompiledMutations
{
    public CompiledMutations(MutatingAdmissionPolicySpec spec)
    {
        Expressions = new(spec.ParamKind, spec.Variables, spec.MatchConditions);
        var environment = MutationTypes.AddTo(Expressions.Environment);
        Mutators = [.. spec.Mutations.Select(mutation => new Mutator(mutation, environment))];
    }

    public PolicyExpressions Expressions { get; }

    public IReadOnlyList<Mutator> Mutators { get; }
}
