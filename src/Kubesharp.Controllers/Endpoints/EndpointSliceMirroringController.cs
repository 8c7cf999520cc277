using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;
using EndpointsObject = Kubesharp.Api.Core.V1.Endpoints;

namespace Kubesharp.Controllers.Endpoints;

/// <summary>
/// Makes EndpointSlices of Endpoints that users write for Services without selector, since the proxy and DNS read slices only.
/// </summary>
public sealed class EndpointSliceMirroringController : IController
{
    private const int Workers = 1;
    private readonly ResourceClient<EndpointSlice> _client;
    private readonly IInformer<Service> _services;
    private readonly IInformer<EndpointsObject> _endpoints;
    private readonly IInformer<EndpointSlice> _slices;
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;

    public EndpointSliceMirroringController(ControllerContext context)
    {
        _client = context.Client.For<EndpointSlice>();
        _services = context.Informers.For<Service>();
        _endpoints = context.Informers.For<EndpointsObject>();
        _slices = context.Informers.For<EndpointSlice>();
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger<EndpointSliceMirroringController>());
    }

    public string Name => "endpointslice-mirroring-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _services.WaitForSyncAsync(cancellationToken);
        await _endpoints.WaitForSyncAsync(cancellationToken);
        await _slices.WaitForSyncAsync(cancellationToken);
        using var services = _services.AddHandler(new InformerHandler<Service>
        {
            Added = (value, _) => _queue.Add(NamespacedName.Of(value)),
            Updated = (_, value) => _queue.Add(NamespacedName.Of(value)),
            Deleted = (value, _) => _queue.Add(NamespacedName.Of(value)),
        });
        using var endpoints = _endpoints.AddHandler(new InformerHandler<EndpointsObject>
        {
            Added = (value, _) => _queue.Add(NamespacedName.Of(value)),
            Updated = (_, value) => _queue.Add(NamespacedName.Of(value)),
            Deleted = (value, _) => _queue.Add(NamespacedName.Of(value)),
        });
        using var slices = _slices.AddHandler(new InformerHandler<EndpointSlice>
        {
            Added = (value, _) => EnqueueSlice(value),
            Updated = (_, value) => EnqueueSlice(value),
            Deleted = (value, _) => EnqueueSlice(value),
        });
        await _loop.RunAsync(cancellationToken);
    }

    private static bool IsMirror(EndpointSlice slice) => slice.Metadata.Labels.Get(EndpointSlicePlan.ManagedByLabel) == EndpointSliceMirror.ManagedBy;

    private void EnqueueSlice(EndpointSlice slice)
    {
        if (IsMirror(slice) && slice.Metadata.Labels.TryGetValue(EndpointSlicePlan.ServiceLabel, out var name)) _queue.Add(new NamespacedName(slice.Metadata.Namespace, name));
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        var endpoints = _endpoints.Get(key.Namespace, key.Name);
        if (endpoints?.Metadata.IsBeingDeleted() == true) return ReconcileResult.Done;
        var wanted = endpoints is not null && EndpointSliceMirror.IsMirrored(endpoints, _services.Get(key.Namespace, key.Name)) ? EndpointSliceMirror.SlicesOf(endpoints) : [];
        var present = _slices.ByNamespace(key.Namespace)
            .Where(slice => IsMirror(slice) && slice.Metadata.Labels.Get(EndpointSlicePlan.ServiceLabel) == key.Name)
            .OrderBy(slice => slice.Metadata.Name, StringComparer.Ordinal).ToList();
        foreach (var slice in wanted)
        {
            var at = present.FindIndex(old => old.AddressType == slice.AddressType && old.Ports == slice.Ports);
            if (at < 0)
            {
                await _client.CreateAsync(slice, cancellationToken);
                continue;
            }

            var old = present[at];
            present.RemoveAt(at);
            var metadata = old.Metadata with { Labels = slice.Metadata.Labels, Annotations = slice.Metadata.Annotations };
            var changed = old with { Metadata = metadata, Endpoints = slice.Endpoints };
            if (changed != old) await _client.UpdateAsync(changed, cancellationToken);
        }

        foreach (var slice in present) await DeleteAsync(slice, cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task DeleteAsync(EndpointSlice slice, CancellationToken cancellationToken)
    {
        try
        {
            await _client.DeleteAsync(slice.Metadata.Namespace, slice.Metadata.Name, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
        }
    }
}
