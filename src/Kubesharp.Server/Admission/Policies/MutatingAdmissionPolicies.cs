using System.Runtime.CompilerServices;
using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>Changes objects as the cluster's MutatingAdmissionPolicies say, each as far as it is bound, in order of their names.</summary>
internal sealed class MutatingAdmissionPolicies(IObjectReader objects, Func<GroupVersionKind, ServedResource?> kinds) : IAdmissionPlugin
{
    private readonly ConditionalWeakTable<MutatingAdmissionPolicySpec, CompiledMutations> _compiled = [];
    private readonly PolicyParameters _parameters = new(objects, kinds);

    public string Name => "MutatingAdmissionPolicy";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) => PolicyMatch.MayConcern(resource);

    /// <summary>Begins the mutations of a request; null when the cluster has no policy that is bound.</summary>
    public MutationRun? Begin() => objects.List<MutatingAdmissionPolicyBinding>("").Any() ? new MutationRun(this) : null;

    /// <summary>The mutations that a request calls for, one for each policy, binding and parameter.</summary>
    public IEnumerable<MutationCall> CallsFor(AdmissionAttributes attributes, MutationFailures failures)
    {
        foreach (var bindings in objects.List<MutatingAdmissionPolicyBinding>("").GroupBy(static binding => binding.Spec.PolicyName).OrderBy(static bindings => bindings.Key, StringComparer.Ordinal))
        {
            if (objects.Get<MutatingAdmissionPolicy>("", bindings.Key) is not { } policy || !PolicyMatch.Matches(policy.Spec.MatchConstraints, attributes)) continue;
            foreach (var binding in bindings)
            {
                if (!PolicyMatch.Matches(binding.Spec.MatchResources, attributes)) continue;
                if (!_parameters.TryFind(policy.Spec.ParamKind, binding.Spec.ParamRef, attributes.Namespace, out var parameters, out var problem))
                    failures.Add(policy, binding, $"failed to configure binding: {problem}");
                else foreach (var parameter in parameters) yield return new MutationCall(policy, binding, parameter);
            }
        }
    }

    public CompiledMutations Compiled(MutatingAdmissionPolicy policy) => _compiled.GetValue(policy.Spec, static spec => new CompiledMutations(spec));

    public IKind Default(IKind value) => value is IKubernetesObject whole && kinds(value.GroupVersionKind)?.Strategy is { } strategy ? strategy.DefaultObject(whole) : value;
}
