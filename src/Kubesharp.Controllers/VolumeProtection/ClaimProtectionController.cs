using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.VolumeProtection;

/// <summary>Lets a deleted claim go once no pod on a node uses it, and puts claims that came without protection under it.</summary>
public sealed class ClaimProtectionController : IController
{
    private const string Finalizer = "kubernetes.io/pvc-protection";
    private readonly KubernetesClient _client;
    private readonly IInformer<PersistentVolumeClaim> _claims;
    private readonly IInformer<Pod> _pods;
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;

    public ClaimProtectionController(ControllerContext context)
    {
        _client = context.Client;
        _claims = context.Informers.For<PersistentVolumeClaim>();
        _pods = context.Informers.For<Pod>();
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, 1, ReconcileAsync, context.Logs.CreateLogger<ClaimProtectionController>());
    }

    public string Name => "persistentvolumeclaim-protection-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _claims.WaitForSyncAsync(cancellationToken);
        await _pods.WaitForSyncAsync(cancellationToken);
        using var claims = _claims.AddHandler(new InformerHandler<PersistentVolumeClaim> { Added = (claim, _) => Enqueue(claim), Updated = (_, claim) => Enqueue(claim) });
        using var pods = _pods.AddHandler(new InformerHandler<Pod>
        {
            Updated = (old, pod) =>
            {
                if (!old.IsTerminal() && pod.IsTerminal()) EnqueueClaims(pod);
            },
            Deleted = (pod, _) => EnqueueClaims(pod),
        });
        await _loop.RunAsync(cancellationToken);
    }

    /// <summary>The claims a pod uses by name, those made for its ephemeral volumes included.</summary>
    private static IEnumerable<string> ClaimsOf(Pod pod)
    {
        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.Source.PersistentVolumeClaim is { } source) yield return source.ClaimName;
            else if (volume.Source.Ephemeral is not null) yield return $"{pod.Metadata.Name}-{volume.Name}";
        }
    }

    /// <summary>A pod without a node has not been seen by any node agent, and none would start it with a deleted claim.</summary>
    private static bool Uses(Pod pod, string claim) => pod.IsScheduled() && !pod.IsTerminal() && ClaimsOf(pod).Contains(claim);

    private void Enqueue(PersistentVolumeClaim claim)
    {
        if (claim.Metadata.IsBeingDeleted() == claim.Metadata.HasFinalizer(Finalizer)) _queue.Add(NamespacedName.Of(claim));
    }

    private void EnqueueClaims(Pod pod)
    {
        foreach (var claim in ClaimsOf(pod)) _queue.Add(new NamespacedName(pod.Metadata.Namespace, claim));
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_claims.Get(key.Namespace, key.Name) is not { } claim || claim.Metadata.IsBeingDeleted() != claim.Metadata.HasFinalizer(Finalizer)) return ReconcileResult.Done;
        if (claim.Metadata.IsBeingDeleted() && await IsUsedAsync(key, cancellationToken)) return ReconcileResult.Done;
        var metadata = claim.Metadata.IsBeingDeleted() ? claim.Metadata.WithoutFinalizer(Finalizer) : claim.Metadata.WithFinalizer(Finalizer);
        try
        {
            await _client.For<PersistentVolumeClaim>().UpdateAsync(claim with { Metadata = metadata }, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
        }

        return ReconcileResult.Done;
    }

    /// <summary>Asks the server too before a claim is let go: the cache may not have seen the newest pod.</summary>
    private async Task<bool> IsUsedAsync(NamespacedName claim, CancellationToken cancellationToken)
    {
        if (_pods.ByNamespace(claim.Namespace).Any(pod => Uses(pod, claim.Name))) return true;
        var live = await _client.For<Pod>().ListAsync(claim.Namespace, null, cancellationToken);
        return live.Items.Any(pod => Uses(pod, claim.Name));
    }
}
