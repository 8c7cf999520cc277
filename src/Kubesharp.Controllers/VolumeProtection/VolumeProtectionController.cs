using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.VolumeProtection;

/// <summary>Lets a deleted volume go once no claim is bound to it, and puts volumes that came without protection under it.</summary>
public sealed class VolumeProtectionController : IController
{
    private const string Finalizer = "kubernetes.io/pv-protection";
    private const string Bound = "Bound";
    private readonly KubernetesClient _client;
    private readonly IInformer<PersistentVolume> _volumes;
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;

    public VolumeProtectionController(ControllerContext context)
    {
        _client = context.Client;
        _volumes = context.Informers.For<PersistentVolume>();
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, 1, ReconcileAsync, context.Logs.CreateLogger<VolumeProtectionController>());
    }

    public string Name => "persistentvolume-protection-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _volumes.WaitForSyncAsync(cancellationToken);
        using var volumes = _volumes.AddHandler(new InformerHandler<PersistentVolume> { Added = (volume, _) => Enqueue(volume), Updated = (_, volume) => Enqueue(volume) });
        await _loop.RunAsync(cancellationToken);
    }

    private static bool NeedsWork(PersistentVolume volume) =>
        volume.Metadata.IsBeingDeleted() ? volume.Metadata.HasFinalizer(Finalizer) && volume.Status.Phase != Bound : !volume.Metadata.HasFinalizer(Finalizer);

    private void Enqueue(PersistentVolume volume)
    {
        if (NeedsWork(volume)) _queue.Add(NamespacedName.Of(volume));
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_volumes.Get("", key.Name) is not { } volume || !NeedsWork(volume)) return ReconcileResult.Done;
        var metadata = volume.Metadata.IsBeingDeleted() ? volume.Metadata.WithoutFinalizer(Finalizer) : volume.Metadata.WithFinalizer(Finalizer);
        try
        {
            await _client.For<PersistentVolume>().UpdateAsync(volume with { Metadata = metadata }, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
        }

        return ReconcileResult.Done;
    }
}
