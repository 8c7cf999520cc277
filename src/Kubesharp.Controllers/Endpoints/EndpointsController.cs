using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;
using EndpointsObject = Kubesharp.Api.Core.V1.Endpoints;

namespace Kubesharp.Controllers.Endpoints;

/// <summary>Keeps the EndpointSlices and the Endpoints of every Service with a selector in step with its pods.</summary>
public sealed class EndpointsController : IController
{
    private const int Workers = 5;
    private readonly KubernetesClient _client;
    private readonly IInformer<Service> _services;
    private readonly IInformer<Pod> _pods;
    private readonly IInformer<EndpointSlice> _slices;
    private readonly IInformer<EndpointsObject> _endpoints;
    private readonly IInformer<Node> _nodes;
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;

    public EndpointsController(ControllerContext context)
    {
        _client = context.Client;
        _services = context.Informers.For<Service>();
        _pods = context.Informers.For<Pod>();
        _slices = context.Informers.For<EndpointSlice>();
        _endpoints = context.Informers.For<EndpointsObject>();
        _nodes = context.Informers.For<Node>();
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger<EndpointsController>());
    }

    public string Name => "endpointslice-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _services.WaitForSyncAsync(cancellationToken);
        await _pods.WaitForSyncAsync(cancellationToken);
        await _slices.WaitForSyncAsync(cancellationToken);
        await _endpoints.WaitForSyncAsync(cancellationToken);
        await _nodes.WaitForSyncAsync(cancellationToken);
        using var services = _services.AddHandler(new InformerHandler<Service>
        {
            Added = (value, _) => _queue.Add(NamespacedName.Of(value)),
            Updated = (_, value) => _queue.Add(NamespacedName.Of(value)),
            Deleted = (value, _) => _queue.Add(NamespacedName.Of(value)),
        });
        using var pods = _pods.AddHandler(new InformerHandler<Pod>
        {
            Added = (value, _) => EnqueueServices(value),
            Updated = (old, value) =>
            {
                if (Matters(old, value)) EnqueueServices(value);
                if (old.Metadata.Labels != value.Metadata.Labels) EnqueueServices(old);
            },
            Deleted = (value, _) => EnqueueServices(value),
        });
        using var slices = _slices.AddHandler(new InformerHandler<EndpointSlice>
        {
            Updated = (_, value) => EnqueueSlice(value),
            Deleted = (value, _) => EnqueueSlice(value),
        });
        using var endpoints = _endpoints.AddHandler(new InformerHandler<EndpointsObject> { Deleted = (value, _) => _queue.Add(NamespacedName.Of(value)) });
        await _loop.RunAsync(cancellationToken);
    }

    private static bool Matters(Pod old, Pod pod) =>
        old.Metadata.Labels != pod.Metadata.Labels || old.Metadata.DeletionTimestamp != pod.Metadata.DeletionTimestamp || old.Status.PodIP != pod.Status.PodIP ||
        old.Status.PodIPs != pod.Status.PodIPs || old.Status.Phase != pod.Status.Phase || old.IsReady() != pod.IsReady() || old.Spec.NodeName != pod.Spec.NodeName;

    private void EnqueueServices(Pod pod)
    {
        foreach (var service in _services.ByNamespace(pod.Metadata.Namespace))
        {
            if (HasSelector(service) && Selector.FromLabels(service.Spec.Selector).Matches(pod.Metadata.Labels)) _queue.Add(NamespacedName.Of(service));
        }
    }

    private void EnqueueSlice(EndpointSlice slice)
    {
        if (slice.Metadata.Labels.Get(EndpointSlicePlan.ManagedByLabel) == EndpointSlicePlan.ManagedBy && slice.Metadata.Labels.TryGetValue(EndpointSlicePlan.ServiceLabel, out var service))
            _queue.Add(new NamespacedName(slice.Metadata.Namespace, service));
    }

    private static bool HasSelector(Service service) => service.Spec.Selector.Count > 0 && service.Spec.Type != ServiceType.ExternalName;

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_services.Get(key.Namespace, key.Name) is not { } service)
        {
            await RemoveEndpointsAsync(key, cancellationToken);
            return ReconcileResult.Done;
        }

        if (!HasSelector(service) || service.Metadata.IsBeingDeleted()) return ReconcileResult.Done;
        var selector = Selector.FromLabels(service.Spec.Selector);
        var pods = _pods.ByNamespace(key.Namespace).Where(pod => selector.Matches(pod.Metadata.Labels)).ToList();
        await ApplySlicesAsync(service, pods, cancellationToken);
        await ApplyEndpointsAsync(service, pods, cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task ApplySlicesAsync(Service service, List<Pod> pods, CancellationToken cancellationToken)
    {
        var slices = _client.For<EndpointSlice>();
        var existing = _slices.ByNamespace(service.Metadata.Namespace).Where(slice =>
            slice.Metadata.Labels.Get(EndpointSlicePlan.ServiceLabel) == service.Metadata.Name &&
            slice.Metadata.Labels.Get(EndpointSlicePlan.ManagedByLabel) == EndpointSlicePlan.ManagedBy &&
            slice.Metadata.IsControlledBy(service.Metadata)).OrderBy(slice => slice.Metadata.Name, StringComparer.Ordinal).ToList();
        var plan = EndpointSlicePlan.For(service, pods, existing, node => _nodes.Get("", node)?.Metadata.GetLabel(WellKnownLabels.Zone));
        foreach (var slice in plan.Create)
        {
            // A slice made a moment ago may not be in the cache yet; making it again would leave two.
            if (existing.Count == 0 && await HasUnseenAsync(service, cancellationToken)) throw new StaleCacheException(service.Metadata.Name);
            await slices.CreateAsync(slice, cancellationToken);
        }

        foreach (var slice in plan.Update) await slices.UpdateAsync(slice, cancellationToken);
        foreach (var slice in plan.Delete) await IgnoreMissingAsync(slices.DeleteAsync(slice.Metadata.Namespace, slice.Metadata.Name, cancellationToken));
    }

    private async Task<bool> HasUnseenAsync(Service service, CancellationToken cancellationToken)
    {
        var query = new ListQuery { LabelSelector = $"{EndpointSlicePlan.ServiceLabel}={service.Metadata.Name},{EndpointSlicePlan.ManagedByLabel}={EndpointSlicePlan.ManagedBy}" };
        var live = await _client.For<EndpointSlice>().ListAsync(service.Metadata.Namespace, query, cancellationToken);
        return live.Items.Any(slice => slice.Metadata.IsControlledBy(service.Metadata) && _slices.Get(slice.Metadata.Namespace, slice.Metadata.Name) is null);
    }

    private async Task ApplyEndpointsAsync(Service service, List<Pod> pods, CancellationToken cancellationToken)
    {
        var client = _client.For<EndpointsObject>();
        var present = _endpoints.Get(service.Metadata.Namespace, service.Metadata.Name);
        var wanted = EndpointsPlan.For(service, pods, present);
        if (present is null) await client.CreateAsync(wanted, cancellationToken);
        else if (wanted != present) await client.UpdateAsync(wanted, cancellationToken);
    }

    /// <summary>Slices go with their owner; the Endpoints object has no owner and goes by its name.</summary>
    private async Task RemoveEndpointsAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_endpoints.Get(key.Namespace, key.Name) is null) return;
        await IgnoreMissingAsync(_client.For<EndpointsObject>().DeleteAsync(key.Namespace, key.Name, cancellationToken));
    }

    private static async Task IgnoreMissingAsync(Task deletion)
    {
        try
        {
            await deletion;
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
        }
    }

    private sealed class StaleCacheException(string service) : Exception($"the cache does not have the newest slices of service {service} yet");
}
