using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Client;
using Kubesharp.Controllers.Workloads;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.Deployments;

/// <summary>Rolls out the pods of a Deployment by making and scaling ReplicaSets.</summary>
public sealed class DeploymentController : IController
{
    private const int Workers = 5;
    private readonly IInformer<Deployment> _deployments;
    private readonly IInformer<ReplicaSet> _replicaSets;
    private readonly IInformer<Pod> _pods;
    private readonly Ownership<Deployment, ReplicaSet> _ownership;
    private readonly ControllerContext _context;
    private readonly EventRecorder _events;
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;

    public DeploymentController(ControllerContext context)
    {
        _deployments = context.Informers.For<Deployment>();
        _replicaSets = context.Informers.For<ReplicaSet>();
        _pods = context.Informers.For<Pod>();
        _ownership = new Ownership<Deployment, ReplicaSet>(context.Client);
        _context = context;
        _events = new EventRecorder(context.Client, context.Time, "deployment-controller");
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger<DeploymentController>());
    }

    public string Name => "deployment-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _deployments.WaitForSyncAsync(cancellationToken);
        await _replicaSets.WaitForSyncAsync(cancellationToken);
        await _pods.WaitForSyncAsync(cancellationToken);
        using var deployments = _deployments.AddHandler(new InformerHandler<Deployment>
        {
            Added = (value, _) => _queue.Add(NamespacedName.Of(value)),
            Updated = (_, value) => _queue.Add(NamespacedName.Of(value)),
            Deleted = (value, _) => _queue.Add(NamespacedName.Of(value)),
        });
        using var replicaSets = _replicaSets.AddHandler(ChildHandler.Create<Deployment, ReplicaSet>(_deployments, static deployment => deployment.Spec.Selector, _queue));
        using var pods = _pods.AddHandler(new InformerHandler<Pod> { Deleted = (pod, _) => PodDeleted(pod) });
        await _loop.RunAsync(cancellationToken);
    }

    /// <summary>The Recreate strategy waits for the last old pod to go.</summary>
    private void PodDeleted(Pod pod)
    {
        if (pod.Metadata.GetControllerOf() is not { } reference || !Owners.IsKind(reference, ReplicaSet.Gvk)) return;
        if (_replicaSets.Get(pod.Metadata.Namespace, reference.Name) is not { } replicaSet || replicaSet.Metadata.GetControllerOf() is not { } owner) return;
        if (_deployments.Get(pod.Metadata.Namespace, owner.Name) is { Spec.Strategy.Type: DeploymentStrategyType.Recreate } deployment) _queue.Add(NamespacedName.Of(deployment));
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_deployments.Get(key.Namespace, key.Name) is not { } deployment) return ReconcileResult.Done;
        var selector = Selector.From(deployment.Spec.Selector);
        if (selector.IsEverything) return ReconcileResult.Done;
        var owned = await _ownership.ClaimAsync(deployment, selector, _replicaSets.ByNamespace(key.Namespace), cancellationToken);
        var pods = PodsOf(key.Namespace, owned);
        return await new DeploymentPass(_context.Client, _events, _context.Time, deployment.Status).RunAsync(deployment, owned, pods, cancellationToken);
    }

    private List<Pod> PodsOf(string ns, List<ReplicaSet> replicaSets)
    {
        var uids = replicaSets.Select(replicaSet => replicaSet.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        return [.. _pods.ByNamespace(ns).Where(pod => pod.Metadata.GetControllerOf() is { } owner && uids.Contains(owner.Uid))];
    }
}
