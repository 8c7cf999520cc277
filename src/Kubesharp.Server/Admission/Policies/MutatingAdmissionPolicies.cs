using System.Runtime.CompilerServices;
using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>Changes objects as the cluster's MutatingAdmissionPolicies say, each as far as it is bound, in order of their names.</summary>
internal sealed class MutatingAdmissionPolicies(PolicyServices services) : IAdmissionPlugin
{
    private readonly ConditionalWeakTable<MutatingAdmissionPolicySpec, CompiledMutations> _compiled = [];

    public string Name => "MutatingAdmissionPolicy";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) => PolicyMatch.MayConcern(resource);

    public PolicyServices Services => services;

    /// <summary>Begins the mutations of a request; null when the cluster has no policy that is bound.</summary>
    public MutationRun? Begin() => services.Objects.List<MutatingAdmissionPolicyBinding>("").Any() ? new MutationRun(this) : null;

    /// <summary>The mutations that a request calls for, one for each policy, binding and parameter.</summary>
    public IEnumerable<MutationCall> CallsFor(AdmissionAttributes attributes, MutationFailures failures)
    {
        foreach (var bindings in services.Objects.List<MutatingAdmissionPolicyBinding>("").GroupBy(static binding => binding.Spec.PolicyName).OrderBy(static bindings => bindings.Key, StringComparer.Ordinal))
        {
            if (services.Objects.Get<MutatingAdmissionPolicy>("", bindings.Key) is not { } policy || services.Match.Find(policy.Spec.MatchConstraints, attributes) is not { } resource) continue;
            if (services.Parameters.WhyUnknown(policy.Spec.ParamKind) is { } unknown)
            {
                failures.Add(policy, null, $"failed to configure policy: {unknown}");
                continue;
            }

            foreach (var binding in bindings)
            {
                if (services.Match.Find(binding.Spec.MatchResources, attributes) is null) continue;
                if (!services.Parameters.TryFind(policy.Spec.ParamKind, binding.Spec.ParamRef, attributes.Namespace, out var parameters, out var problem))
                    failures.Add(policy, binding, $"failed to configure binding: {problem}");
                else foreach (var parameter in parameters) yield return new MutationCall(policy, binding, resource, parameter);
            }
        }
    }

    public CompiledMutations Compiled(MutatingAdmissionPolicy policy) => _compiled.GetValue(policy.Spec, static spec => new CompiledMutations(spec));
}
