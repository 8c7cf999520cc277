using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.Namespaces;

/// <summary>Empties namespaces that are being deleted, then lets them go.</summary>
public sealed class NamespaceController : IController
{
    private const int Workers = 10;
    private const string KubernetesFinalizer = "kubernetes";
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(5);
    private readonly ControllerContext _context;
    private readonly ResourceClient<Namespace> _client;
    private readonly IInformer<Namespace> _namespaces;
    private readonly NamespaceContent _content;
    private readonly WorkQueue<string> _queue;
    private readonly ControllerLoop<string> _loop;

    public NamespaceController(ControllerContext context)
    {
        _context = context;
        _client = context.Client.For<Namespace>();
        _namespaces = context.Informers.For<Namespace>();
        _content = new NamespaceContent(context.Client, context.Time);
        _queue = new WorkQueue<string>(context.Time);
        _loop = new ControllerLoop<string>(Name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger<NamespaceController>());
    }

    public string Name => "namespace-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _namespaces.WaitForSyncAsync(cancellationToken);
        using var handler = _namespaces.AddHandler(new InformerHandler<Namespace>
        {
            Added = (value, _) => Enqueue(value),
            Updated = (_, value) => Enqueue(value),
        });
        await _loop.RunAsync(cancellationToken);
    }

    private void Enqueue(Namespace value)
    {
        if (value.Metadata.IsBeingDeleted() && value.Spec.Finalizers.Count > 0) _queue.Add(value.Metadata.Name);
    }

    private async Task<ReconcileResult> ReconcileAsync(string name, CancellationToken cancellationToken)
    {
        if (await _client.TryGetAsync("", name, cancellationToken) is not { } value || !value.Metadata.IsBeingDeleted()) return ReconcileResult.Done;
        if (value.Status.Phase != NamespacePhase.Terminating)
            value = await _client.UpdateStatusAsync(value with { Status = value.Status with { Phase = NamespacePhase.Terminating } }, cancellationToken);
        if (!value.Spec.Finalizers.Contains(KubernetesFinalizer)) return ReconcileResult.Done;

        var remains = await _content.DeleteAsync(name, cancellationToken);
        var conditions = NamespaceConditions.For(value.Status.Conditions, remains, _context.Time.GetUtcNow());
        if (conditions != value.Status.Conditions) value = await _client.UpdateStatusAsync(value with { Status = value.Status with { Conditions = conditions } }, cancellationToken);
        if (!remains.IsEmpty) return ReconcileResult.RequeueAfter(remains.Estimate > Recheck ? Recheck : remains.Estimate);
        await FinalizeAsync(value, cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task FinalizeAsync(Namespace value, CancellationToken cancellationToken)
    {
        var finalized = value with { Spec = value.Spec with { Finalizers = value.Spec.Finalizers.Where(finalizer => finalizer != KubernetesFinalizer).ToValueList() } };
        try
        {
            await _client.UpdateSubresourceAsync<Namespace, Namespace>("", value.Metadata.Name, "finalize", finalized, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
        }
    }
}
