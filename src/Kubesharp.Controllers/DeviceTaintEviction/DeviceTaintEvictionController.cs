using System.Collections.Concurrent;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Controllers.DeviceTaintEviction;

/// <summary>
/// Deletes pods that have devices with NoExecute taints, once the tolerations of their requests have run out. The devices are given back
/// when the pods are gone.
/// </summary>
public sealed class DeviceTaintEvictionController : IController
{
    private const int Workers = 8;
    private const string ByPool = "device-pool";
    private readonly KubernetesClient _client;
    private readonly TimeProvider _time;
    private readonly EventRecorder _events;
    private readonly IInformer<Pod> _pods;
    private readonly IInformer<ResourceClaim> _claims;
    private readonly IInformer<ResourceSlice> _slices;
    private readonly ConcurrentDictionary<NamespacedName, string> _waiting = new();
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;

    public DeviceTaintEvictionController(ControllerContext context)
    {
        _client = context.Client;
        _time = context.Time;
        _events = new EventRecorder(context.Client, context.Time, "device-taint-eviction-controller");
        _pods = context.Informers.For<Pod>();
        _claims = context.Informers.For<ResourceClaim>();
        _slices = context.Informers.For<ResourceSlice>();
        _slices.AddIndex(ByPool, slice => [PoolKey(slice.Spec.Driver, slice.Spec.Pool.Name)]);
        _claims.AddIndex(ByPool, claim => (claim.Status.Allocation?.Devices.Results ?? default).Select(result => PoolKey(result.Driver, result.Pool)).Distinct());
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger<DeviceTaintEvictionController>());
    }

    public string Name => "device-taint-eviction-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _pods.WaitForSyncAsync(cancellationToken);
        await _claims.WaitForSyncAsync(cancellationToken);
        await _slices.WaitForSyncAsync(cancellationToken);
        using var slices = _slices.AddHandler(new InformerHandler<ResourceSlice>
        {
            Added = (slice, _) => EnqueueUsers(slice),
            Updated = (_, slice) => EnqueueUsers(slice),
        });
        using var claims = _claims.AddHandler(new InformerHandler<ResourceClaim>
        {
            Added = (claim, _) => EnqueueUsers(claim),
            Updated = (_, claim) => EnqueueUsers(claim),
        });
        using var pods = _pods.AddHandler(new InformerHandler<Pod>
        {
            Updated = (before, pod) =>
            {
                if (before.Spec.NodeName != pod.Spec.NodeName && EvictionPlan.ClaimNames(pod).Any()) _queue.Add(NamespacedName.Of(pod));
            },
            Deleted = (pod, isStale) => _waiting.TryRemove(NamespacedName.Of(pod), out _),
        });
        await _loop.RunAsync(cancellationToken);
    }

    private static string PoolKey(string driver, string pool) => $"{driver}/{pool}";

    private void EnqueueUsers(ResourceSlice slice)
    {
        foreach (var claim in _claims.ByIndex(ByPool, PoolKey(slice.Spec.Driver, slice.Spec.Pool.Name))) EnqueueUsers(claim);
    }

    private void EnqueueUsers(ResourceClaim claim)
    {
        foreach (var user in claim.Status.ReservedFor)
        {
            if (user is { ApiGroup: "", Resource: "pods" }) _queue.Add(new(claim.Metadata.Namespace, user.Name));
        }
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_pods.Get(key.Namespace, key.Name) is not { } pod || pod.IsTerminating() || !pod.IsScheduled())
        {
            _waiting.TryRemove(key, out _);
            return ReconcileResult.Done;
        }

        var now = _time.GetUtcNow();
        if (EvictionPlan.DueAt(pod, name => _claims.Get(key.Namespace, name), (driver, name) => _slices.ByIndex(ByPool, PoolKey(driver, name)), now) is not { } due)
        {
            if (_waiting.TryRemove(key, out _)) _events.Event(pod, EventTypes.Normal, "DeviceTaintManagerEviction", $"Cancelling deletion of Pod {key}");
            return ReconcileResult.Done;
        }

        if (due > now)
        {
            _waiting[key] = pod.Metadata.Uid;
            return ReconcileResult.RequeueAfter(due - now);
        }

        await EvictAsync(pod, key, cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task EvictAsync(Pod pod, NamespacedName key, CancellationToken cancellationToken)
    {
        _events.Event(pod, EventTypes.Normal, "DeviceTaintManagerEviction", $"Marking for deletion Pod {key}");
        var reason = PodCondition.Empty with
        {
            Type = PodConditionType.DisruptionTarget,
            Status = ConditionStatus.True,
            Reason = "DeletionByDeviceTaintManager",
            Message = "Device Taint manager: deleting due to NoExecute taint",
        };
        try
        {
            await _client.For<Pod>().PatchDifferenceAsync(pod, pod with { Status = pod.Status.WithCondition(reason, _time.GetUtcNow()) }, "status", cancellationToken);
            await _client.For<Pod>().DeleteAsync(key.Namespace, key.Name, cancellationToken, DeleteOptions.Empty with { Preconditions = Preconditions.Empty with { Uid = pod.Metadata.Uid } });
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
        }

        _waiting.TryRemove(key, out _);
    }
}
