using Kubesharp.Api.AdmissionRegistration.V1;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>The compiled expressions of a policy that changes objects.</summary>
internal sealed class CompiledMutations(MutatingAdmissionPolicySpec spec)
{
    public PolicyExpressions Expressions { get; } = new(spec.Variables, spec.MatchConditions);

    public IReadOnlyList<Mutator> Mutators { get; } = [.. spec.Mutations.Select(static mutation => new Mutator(mutation))];
}
