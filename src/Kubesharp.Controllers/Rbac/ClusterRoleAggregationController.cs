using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Rbac.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.Rbac;

/// <summary>Gives ClusterRoles with an aggregation rule the rules of the roles that it selects.</summary>
public sealed class ClusterRoleAggregationController : IController
{
    private const int Workers = 1;
    private readonly ResourceClient<ClusterRole> _client;
    private readonly IInformer<ClusterRole> _roles;
    private readonly WorkQueue<string> _queue;
    private readonly ControllerLoop<string> _loop;

    public ClusterRoleAggregationController(ControllerContext context)
    {
        _client = context.Client.For<ClusterRole>();
        _roles = context.Informers.For<ClusterRole>();
        _queue = new WorkQueue<string>(context.Time);
        _loop = new ControllerLoop<string>(Name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger<ClusterRoleAggregationController>());
    }

    public string Name => "clusterrole-aggregation-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _roles.WaitForSyncAsync(cancellationToken);
        using var roles = _roles.AddHandler(new InformerHandler<ClusterRole>
        {
            Added = (_, _) => EnqueueAggregating(),
            Updated = (_, _) => EnqueueAggregating(),
            Deleted = (_, _) => EnqueueAggregating(),
        });
        await _loop.RunAsync(cancellationToken);
    }

    /// <summary>The rules of the selected roles, each once, in the order of the roles' names.</summary>
    internal static ValueList<PolicyRule> RulesOf(ClusterRole role, IEnumerable<ClusterRole> all)
    {
        var rules = new List<PolicyRule>();
        var others = all.Where(other => other.Metadata.Name != role.Metadata.Name).OrderBy(other => other.Metadata.Name, StringComparer.Ordinal).ToList();
        foreach (var selector in role.AggregationRule!.ClusterRoleSelectors.Select(selector => Selector.From(selector)))
        {
            foreach (var rule in others.Where(other => selector.Matches(other.Metadata.Labels)).SelectMany(other => other.Rules))
            {
                if (!rules.Contains(rule)) rules.Add(rule);
            }
        }

        return rules.ToValueList();
    }

    /// <summary>Any role may be selected by, or have been selected by, any other; there are few that select.</summary>
    private void EnqueueAggregating()
    {
        foreach (var role in _roles.List())
        {
            if (role.AggregationRule is not null) _queue.Add(role.Metadata.Name);
        }
    }

    private async Task<ReconcileResult> ReconcileAsync(string name, CancellationToken cancellationToken)
    {
        if (_roles.Get("", name) is not { AggregationRule: not null } role || role.Metadata.IsBeingDeleted()) return ReconcileResult.Done;
        var rules = RulesOf(role, _roles.List());
        if (rules.Count != role.Rules.Count || rules.Any(rule => !role.Rules.Contains(rule))) await _client.UpdateAsync(role with { Rules = rules }, cancellationToken);
        return ReconcileResult.Done;
    }
}
