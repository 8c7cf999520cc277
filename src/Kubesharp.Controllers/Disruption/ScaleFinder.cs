using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Autoscaling.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.Disruption;

/// <summary>Finds out how many pods the controller of a pod wants.</summary>
internal sealed class ScaleFinder(KubernetesClient client, InformerFactory informers)
{
    private readonly IInformer<ReplicationController> _replicationControllers = informers.For<ReplicationController>();
    private readonly IInformer<Deployment> _deployments = informers.For<Deployment>();
    private readonly IInformer<ReplicaSet> _replicaSets = informers.For<ReplicaSet>();
    private readonly IInformer<StatefulSet> _statefulSets = informers.For<StatefulSet>();

    /// <summary>The numbers cannot be known: no controller of a pod says how many pods it wants.</summary>
    public sealed class UnknownScaleException(string message) : Exception(message);

    public async Task WaitForSyncAsync(CancellationToken cancellationToken)
    {
        await _replicationControllers.WaitForSyncAsync(cancellationToken);
        await _deployments.WaitForSyncAsync(cancellationToken);
        await _replicaSets.WaitForSyncAsync(cancellationToken);
        await _statefulSets.WaitForSyncAsync(cancellationToken);
    }

    /// <summary>The sum of what the controllers of some pods want; pods without a controller do not count.</summary>
    /// <exception cref="UnknownScaleException">A controller is gone or has no scale.</exception>
    public async Task<int> SumAsync(IReadOnlyList<Pod> pods, CancellationToken cancellationToken)
    {
        var scales = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pod in pods)
        {
            if (pod.Metadata.GetControllerOf() is not { } owner || !seen.Add(owner.Uid)) continue;
            var (uid, scale) = await FindAsync(pod.Metadata.Namespace, owner, cancellationToken) ?? throw new UnknownScaleException($"found no controllers for pod {GoText.Quote(pod.Metadata.Name)}");
            scales[uid] = scale;
        }

        return scales.Values.Sum();
    }

    private async Task<(string Uid, int Scale)?> FindAsync(string ns, OwnerReference owner, CancellationToken cancellationToken)
    {
        if (Owners.IsKind(owner, ReplicaSet.Gvk)) return OfReplicaSet(ns, owner);
        if (Owners.IsKind(owner, StatefulSet.Gvk)) return Known(_statefulSets.Get(ns, owner.Name), owner, set => set.Spec.Replicas);
        if (Owners.IsKind(owner, ReplicationController.Gvk)) return Known(_replicationControllers.Get(ns, owner.Name), owner, controller => controller.Spec.Replicas);
        return await OfOtherAsync(ns, owner, cancellationToken);
    }

    private static (string Uid, int Scale)? Known<T>(T? controller, OwnerReference owner, Func<T, int?> replicas)
        where T : class, IKubernetesObject<T> =>
        controller is not null && controller.Metadata.Uid == owner.Uid ? (owner.Uid, replicas(controller) ?? 1) : null;

    private (string Uid, int Scale)? OfReplicaSet(string ns, OwnerReference owner)
    {
        var replicaSet = _replicaSets.Get(ns, owner.Name);
        if (replicaSet is null || replicaSet.Metadata.Uid != owner.Uid) return null;
        if (replicaSet.Metadata.GetControllerOf() is not { } above) return (owner.Uid, replicaSet.Spec.Replicas ?? 1);
        if (Owners.IsKind(above, Deployment.Gvk)) return Known(_deployments.Get(ns, above.Name), above, deployment => deployment.Spec.Replicas);
        return (owner.Uid, replicaSet.Spec.Replicas ?? 1);
    }

    /// <summary>Asks the scale subresource of any other kind, custom ones included.</summary>
    private async Task<(string Uid, int Scale)?> OfOtherAsync(string ns, OwnerReference owner, CancellationToken cancellationToken)
    {
        var root = owner.ApiVersion.Contains('/') ? $"/apis/{owner.ApiVersion}" : $"/api/{owner.ApiVersion}";
        try
        {
            var list = ApiJson.Decode<APIResourceList>(await client.RequestAsync(new ApiRequest { Method = "GET", PathAndQuery = root }, cancellationToken));
            var resource = list.Resources.FirstOrDefault(item => item.Kind == owner.Kind && !item.Name.Contains('/'))?.Name;
            if (resource is null) return null;
            if (!list.Resources.Any(item => item.Name == $"{resource}/scale")) throw new UnknownScaleException($"{Qualified(resource, owner)} does not implement the scale subresource");
            var path = $"{root}/namespaces/{ns}/{resource}/{Uri.EscapeDataString(owner.Name)}/scale";
            var scale = ApiJson.Decode<Scale>(await client.RequestAsync(new ApiRequest { Method = "GET", PathAndQuery = path }, cancellationToken));
            return scale.Metadata.Uid == owner.Uid ? (owner.Uid, scale.Spec.Replicas) : null;
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    private static string Qualified(string resource, OwnerReference owner)
    {
        var slash = owner.ApiVersion.IndexOf('/');
        return slash < 0 ? resource : $"{resource}.{owner.ApiVersion[..slash]}";
    }
}
