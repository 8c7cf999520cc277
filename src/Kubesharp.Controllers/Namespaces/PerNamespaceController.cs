using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.Namespaces;

/// <summary>Keeps one object of a fixed name in every namespace.</summary>
public abstract class PerNamespaceController<T> : IController
    where T : class, IResource<T>
{
    private const int Workers = 1;
    private readonly string _objectName;
    private readonly ResourceClient<T> _client;
    private readonly IInformer<Namespace> _namespaces;
    private readonly IInformer<T> _objects;
    private readonly WorkQueue<string> _queue;
    private readonly ControllerLoop<string> _loop;

    protected PerNamespaceController(ControllerContext context, string name, string objectName)
    {
        Name = name;
        _objectName = objectName;
        _client = context.Client.For<T>();
        _namespaces = context.Informers.For<Namespace>();
        _objects = context.Informers.For<T>(fieldSelector: "metadata.name=" + objectName);
        _queue = new WorkQueue<string>(context.Time);
        _loop = new ControllerLoop<string>(name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger(GetType()));
    }

    public string Name { get; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _namespaces.WaitForSyncAsync(cancellationToken);
        await _objects.WaitForSyncAsync(cancellationToken);
        using var namespaces = _namespaces.AddHandler(new InformerHandler<Namespace>
        {
            Added = (value, _) => _queue.Add(value.Metadata.Name),
            Updated = (_, value) => _queue.Add(value.Metadata.Name),
        });
        using var objects = _objects.AddHandler(new InformerHandler<T>
        {
            Updated = (_, value) => _queue.Add(value.Metadata.Namespace),
            Deleted = (value, _) => _queue.Add(value.Metadata.Namespace),
        });
        await _loop.RunAsync(cancellationToken);
    }

    /// <summary>The object as it should be.</summary>
    protected abstract T Wanted(string ns);

    /// <summary>Whether an object that is there may stay as it is.</summary>
    protected abstract bool IsRight(T present);

    private async Task<ReconcileResult> ReconcileAsync(string ns, CancellationToken cancellationToken)
    {
        if (_namespaces.Get("", ns) is not { } owner || owner.Metadata.IsBeingDeleted()) return ReconcileResult.Done;
        var present = _objects.Get(ns, _objectName);
        if (present is not null && IsRight(present)) return ReconcileResult.Done;
        try
        {
            if (present is null) await _client.CreateAsync(Wanted(ns), cancellationToken);
            else await _client.UpdateAsync(Wanted(ns).WithMetadata(present.Metadata), cancellationToken);
        }
        catch (StatusException e) when (e.IsAlreadyExists || e.HasCause("NamespaceTerminating") || e.IsNotFound)
        {
            // Made by somebody else, or the namespace is going.
        }

        return ReconcileResult.Done;
    }
}
