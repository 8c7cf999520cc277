using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.AdmissionPolicies;

/// <summary>Tells in the status of ValidatingAdmissionPolicies what of their expressions cannot go well.</summary>
public sealed class PolicyStatusController : IController
{
    /// <summary>Kinds that are looked at for one rule.</summary>
    private const int MaxKinds = 10;

    private readonly KubernetesClient _client;
    private readonly IInformer<ValidatingAdmissionPolicy> _policies;
    private readonly WorkQueue<string> _queue;
    private readonly ControllerLoop<string> _loop;

    public PolicyStatusController(ControllerContext context)
    {
        _client = context.Client;
        _policies = context.Informers.For<ValidatingAdmissionPolicy>();
        _queue = new WorkQueue<string>(context.Time);
        _loop = new ControllerLoop<string>(Name, _queue, 1, ReconcileAsync, context.Logs.CreateLogger<PolicyStatusController>());
    }

    public string Name => "validatingadmissionpolicy-status-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _policies.WaitForSyncAsync(cancellationToken);
        using var policies = _policies.AddHandler(new InformerHandler<ValidatingAdmissionPolicy>
        {
            Added = (policy, _) => _queue.Add(policy.Metadata.Name),
            Updated = (_, policy) => _queue.Add(policy.Metadata.Name),
        });
        await _loop.RunAsync(cancellationToken);
    }

    private async Task<ReconcileResult> ReconcileAsync(string name, CancellationToken cancellationToken)
    {
        if (_policies.Get("", name) is not { } policy || policy.Metadata.Generation <= policy.Status.ObservedGeneration) return ReconcileResult.Done;
        var warnings = PolicyWarnings.Of(policy.Spec, await KindsOfAsync(policy.Spec, cancellationToken));
        try
        {
            var status = policy.Status with { ObservedGeneration = policy.Metadata.Generation, TypeChecking = new TypeChecking { ExpressionWarnings = warnings } };
            await _client.For<ValidatingAdmissionPolicy>().UpdateStatusAsync(policy with { Status = status }, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound || e.IsConflict)
        {
            // The policy is another one by now, and comes again.
        }

        return ReconcileResult.Done;
    }

    /// <summary>The kinds of the resources that rules name in full.</summary>
    private async Task<IReadOnlyList<GroupVersionKind>> KindsOfAsync(ValidatingAdmissionPolicySpec spec, CancellationToken cancellationToken)
    {
        var kinds = new HashSet<GroupVersionKind>();
        foreach (var named in spec.MatchConstraints?.ResourceRules ?? default)
        {
            var rule = named.RuleWithOperations.Rule;
            if (rule.ApiGroups.Contains("*") || rule.ApiVersions.Contains("*")) continue;
            var wanted = rule.Resources.Where(static resource => !resource.Contains('*') && !resource.Contains('/')).ToHashSet(StringComparer.Ordinal);
            var found = new List<GroupVersionKind>();
            foreach (var group in rule.ApiGroups.Order(StringComparer.Ordinal))
            {
                foreach (var version in rule.ApiVersions.Order(StringComparer.Ordinal)) found.AddRange(await KindsOfAsync(group, version, wanted, cancellationToken));
            }

            kinds.UnionWith(found.Take(MaxKinds));
        }

        return [.. kinds.OrderBy(static kind => kind.Group, StringComparer.Ordinal).ThenBy(static kind => kind.Version, StringComparer.Ordinal).ThenBy(static kind => kind.Kind, StringComparer.Ordinal)];
    }

    private async Task<IEnumerable<GroupVersionKind>> KindsOfAsync(string group, string version, HashSet<string> resources, CancellationToken cancellationToken)
    {
        var path = group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}";
        try
        {
            var list = ApiJson.Decode<APIResourceList>(await _client.RequestAsync(new ApiRequest { Method = "GET", PathAndQuery = path }, cancellationToken));
            return list.Resources.Where(resource => resources.Contains(resource.Name)).OrderBy(static resource => resource.Name, StringComparer.Ordinal).Select(resource => new GroupVersionKind(group, version, resource.Kind));
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Nothing serves the group; a policy may be there before.
            return [];
        }
    }
}
