using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.GarbageCollection;

/// <summary>
/// Deletes objects whose owners are all gone, and carries out foreground and orphaning deletion. It watches the metadata of every
/// resource the server has, so custom resources take part without further ado.
/// </summary>
public sealed partial class GarbageCollector : IController
{
    private const int Workers = 20;
    private const string ForegroundFinalizer = "foregroundDeletion";
    private const string OrphanFinalizer = "orphan";
    private static readonly TimeSpan DiscoveryPeriod = TimeSpan.FromSeconds(30);
    private readonly ControllerContext _context;
    private readonly Discovery _discovery;
    private readonly OwnerGraph _graph = new();
    private readonly ILogger _logger;
    private readonly Dictionary<GroupVersionResource, Watched> _watched = [];
    private readonly WorkQueue<string> _queue;
    private readonly ControllerLoop<string> _loop;
    private volatile Dictionary<(string ApiVersion, string Kind), GroupVersionResource> _resources = [];

    public GarbageCollector(ControllerContext context)
    {
        _context = context;
        _discovery = new Discovery(context.Client);
        _logger = context.Logs.CreateLogger<GarbageCollector>();
        _queue = new WorkQueue<string>(context.Time);
        _loop = new ControllerLoop<string>(Name, _queue, Workers, ReconcileAsync, _logger);
    }

    public string Name => "garbage-collector-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await Task.WhenAll(_loop.RunAsync(cancellationToken), RefreshLoopAsync(cancellationToken));
        foreach (var watched in _watched.Values) watched.Handler.Dispose();
    }

    private async Task RefreshLoopAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(DiscoveryPeriod, _context.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken)) await RefreshAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(_logger);
        }
    }

    /// <summary>Starts watching resources that have appeared.</summary>
    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (served, errors) = await _discovery.ReadAsync(cancellationToken);
            foreach (var error in errors) Log.DiscoveryFailed(_logger, error);
            var deletable = served.Where(item => item.Verbs.Contains("delete") && item.Verbs.Contains("list") && item.Verbs.Contains("watch")).ToList();
            _resources = deletable.GroupBy(item => (item.Resource.ApiVersion, item.Kind)).ToDictionary(group => group.Key, group => group.First().Resource);
            foreach (var item in deletable.Where(item => !IsEvents(item.Resource) && !_watched.ContainsKey(item.Resource))) Watch(item);
            foreach (var watched in _watched.Values.ToList()) await watched.Informer.WaitForSyncAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(30), _context.Time, cancellationToken);
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException or TimeoutException)
        {
            Log.RefreshFailed(_logger, e);
        }
    }

    private static bool IsEvents(GroupVersionResource resource) => resource.Resource == "events" && resource.Group is "" or "events.k8s.io";

    private void Watch(Discovery.ServedResource item)
    {
        var informer = _context.Informers.ForMetadata(item.Resource);
        var handler = informer.AddHandler(new InformerHandler<PartialObjectMetadata>
        {
            Added = (value, _) => Observe(item, value.Metadata),
            Updated = (_, value) => Observe(item, value.Metadata),
            Deleted = (value, _) => Removed(value.Metadata),
        });
        _watched.Add(item.Resource, new Watched(informer, handler));
    }

    private void Observe(Discovery.ServedResource item, ObjectMeta metadata)
    {
        foreach (var owner in _graph.Set(new OwnerGraph.GraphNode(metadata.Uid, item.Resource, item.Kind, metadata))) _queue.Add(owner);
        if (metadata.OwnerReferences.Count > 0 || metadata.IsBeingDeleted()) _queue.Add(metadata.Uid);
    }

    private void Removed(ObjectMeta metadata)
    {
        foreach (var affected in _graph.Remove(metadata.Uid, metadata.OwnerReferences)) _queue.Add(affected);
    }

    private async Task<ReconcileResult> ReconcileAsync(string uid, CancellationToken cancellationToken)
    {
        if (_graph.Get(uid) is not { } node) return ReconcileResult.Done;
        if (node.Metadata.IsBeingDeleted())
        {
            if (node.Metadata.HasFinalizer(OrphanFinalizer)) await OrphanDependentsAsync(node, cancellationToken);
            else if (node.Metadata.HasFinalizer(ForegroundFinalizer)) await DeleteDependentsFirstAsync(node, cancellationToken);
            if (!IsWaitingForDependents(node)) return ReconcileResult.Done;
        }

        if (node.Metadata.OwnerReferences.Count > 0 && !node.Metadata.IsBeingDeleted()) await CheckOwnersAsync(node, cancellationToken);
        return ReconcileResult.Done;
    }

    private static bool IsWaitingForDependents(OwnerGraph.GraphNode node) => node.Metadata.IsBeingDeleted() && node.Metadata.HasFinalizer(ForegroundFinalizer);

    private async Task CheckOwnersAsync(OwnerGraph.GraphNode node, CancellationToken cancellationToken)
    {
        var solid = false;
        var waiting = new List<OwnerReference>();
        var dangling = new List<OwnerReference>();
        foreach (var reference in node.Metadata.OwnerReferences)
        {
            switch (await StateOfAsync(node, reference, cancellationToken))
            {
                case OwnerState.Present: solid = true; break;
                case OwnerState.WaitingForDependents: waiting.Add(reference); break;
                default: dangling.Add(reference); break;
            }
        }

        if (solid)
        {
            if (dangling.Count + waiting.Count > 0) await RemoveReferencesAsync(node, [.. dangling, .. waiting], cancellationToken);
            return;
        }

        // Whoever waits for this object's dependents may be one of them: such a circle is opened here.
        var dependents = waiting.Count > 0 ? _graph.DependentsOf(node.Uid) : [];
        if (dependents.Any(IsWaitingForDependents)) await UnblockOwnersAsync(node, cancellationToken);

        // An owner that waits for its dependents makes them wait for theirs in turn.
        var policy = dependents.Count > 0 ? DeletionPropagation.Foreground
            : node.Metadata.HasFinalizer(OrphanFinalizer) ? DeletionPropagation.Orphan
            : node.Metadata.HasFinalizer(ForegroundFinalizer) ? DeletionPropagation.Foreground
            : DeletionPropagation.Background;
        await DeleteAsync(node, policy, cancellationToken);
    }

    private async Task<OwnerState> StateOfAsync(OwnerGraph.GraphNode dependent, OwnerReference reference, CancellationToken cancellationToken)
    {
        if (_graph.Get(reference.Uid) is { } known)
        {
            // An owner in another namespace does not exist as far as the dependent is concerned.
            if (known.Metadata.Namespace.Length > 0 && known.Metadata.Namespace != dependent.Metadata.Namespace) return OwnerState.Missing;
            return IsWaitingForDependents(known) ? OwnerState.WaitingForDependents : OwnerState.Present;
        }

        // The cache of the owner's kind may be behind, so absence is confirmed by the server.
        if (!_resources.TryGetValue((reference.ApiVersion, reference.Kind), out var resource)) return UnknownKind(reference);
        var live = await TryGetAsync(resource, dependent.Metadata.Namespace, reference.Name, cancellationToken);
        if (live is null || live.Metadata.Uid != reference.Uid) return OwnerState.Missing;
        return live.Metadata.IsBeingDeleted() && live.Metadata.HasFinalizer(ForegroundFinalizer) ? OwnerState.WaitingForDependents : OwnerState.Present;
    }

    private OwnerState UnknownKind(OwnerReference reference)
    {
        // A kind the server does not have (any more) proves nothing about the owner; deleting on that ground could lose data.
        Log.UnknownOwnerKind(_logger, reference.ApiVersion, reference.Kind, reference.Name);
        return OwnerState.Present;
    }

    private async Task<PartialObjectMetadata?> TryGetAsync(GroupVersionResource resource, string ns, string name, CancellationToken cancellationToken)
    {
        var client = _context.Client.ForMetadata(resource);
        try
        {
            return await client.TryGetAsync(ns, name, cancellationToken) ?? (ns.Length > 0 ? await client.TryGetAsync("", name, cancellationToken) : null);
        }
        catch (StatusException e) when (e.IsMethodNotSupported || e.IsBadRequest)
        {
            return null;
        }
    }

    private async Task DeleteDependentsFirstAsync(OwnerGraph.GraphNode node, CancellationToken cancellationToken)
    {
        var blocking = _graph.DependentsOf(node.Uid).Where(dependent => OwnerGraph.Blocks(dependent, node.Uid)).ToList();
        if (blocking.Count == 0)
        {
            await RemoveFinalizerAsync(node, ForegroundFinalizer, cancellationToken);
            return;
        }

        foreach (var dependent in blocking)
        {
            if (!dependent.Metadata.IsBeingDeleted()) _queue.Add(dependent.Uid);
        }
    }

    private async Task OrphanDependentsAsync(OwnerGraph.GraphNode node, CancellationToken cancellationToken)
    {
        foreach (var dependent in _graph.DependentsOf(node.Uid))
        {
            var reference = dependent.Metadata.OwnerReferences.First(reference => reference.Uid == node.Uid);
            await RemoveReferencesAsync(dependent, [reference], cancellationToken);
        }

        await RemoveFinalizerAsync(node, OrphanFinalizer, cancellationToken);
    }

    private Task RemoveReferencesAsync(OwnerGraph.GraphNode node, IReadOnlyList<OwnerReference> references, CancellationToken cancellationToken)
    {
        var gone = references.Select(reference => reference.Uid).ToHashSet(StringComparer.Ordinal);
        var rest = node.Metadata.OwnerReferences.Where(reference => !gone.Contains(reference.Uid)).ToValueList();
        return PatchMetadataAsync(node, MetadataPatch.OwnerReferences(node.Metadata, rest), cancellationToken);
    }

    private Task UnblockOwnersAsync(OwnerGraph.GraphNode node, CancellationToken cancellationToken)
    {
        var references = node.Metadata.OwnerReferences.Select(reference => reference with { BlockOwnerDeletion = false }).ToValueList();
        return PatchMetadataAsync(node, MetadataPatch.OwnerReferences(node.Metadata, references), cancellationToken);
    }

    private async Task RemoveFinalizerAsync(OwnerGraph.GraphNode node, string finalizer, CancellationToken cancellationToken)
    {
        var live = await TryGetAsync(node.Resource, node.Metadata.Namespace, node.Metadata.Name, cancellationToken);
        if (live is null || live.Metadata.Uid != node.Uid || !live.Metadata.HasFinalizer(finalizer)) return;
        var rest = live.Metadata.Finalizers.Where(item => item != finalizer).ToValueList();
        await PatchMetadataAsync(node, MetadataPatch.Finalizers(live.Metadata, rest), cancellationToken);
    }

    private async Task PatchMetadataAsync(OwnerGraph.GraphNode node, byte[] patch, CancellationToken cancellationToken)
    {
        try
        {
            await _context.Client.ForMetadata(node.Resource).PatchAsync(node.Metadata.Namespace, node.Metadata.Name, PatchType.Merge, patch, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
        }
    }

    private async Task DeleteAsync(OwnerGraph.GraphNode node, string policy, CancellationToken cancellationToken)
    {
        try
        {
            Log.Deleted(_logger, node.Kind, node.Metadata.Namespace, node.Metadata.Name, policy);
            await _context.Client.ForMetadata(node.Resource).DeleteAsync(
                node.Metadata.Namespace, node.Metadata.Name, cancellationToken, new DeleteOptions { PropagationPolicy = policy, Preconditions = new Preconditions { Uid = node.Uid } });
        }
        catch (StatusException e) when (e.IsNotFound || e.IsConflict)
        {
            // Gone already, or another object of the same name.
        }
    }

    private enum OwnerState
    {
        Present,
        WaitingForDependents,
        Missing,
    }

    private sealed record Watched(IInformer<PartialObjectMetadata> Informer, IDisposable Handler);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Stopped collecting garbage", EventName = "Stopped")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(2, LogLevel.Warning, "Resources of a group could not be found: {Error}", EventName = "DiscoveryFailed")]
        public static partial void DiscoveryFailed(ILogger logger, string error);

        [LoggerMessage(3, LogLevel.Warning, "Looked for new resources without success", EventName = "RefreshFailed")]
        public static partial void RefreshFailed(ILogger logger, Exception exception);

        [LoggerMessage(4, LogLevel.Debug, "Owner {Name} is of the unknown kind {ApiVersion} {Kind}", EventName = "UnknownOwnerKind")]
        public static partial void UnknownOwnerKind(ILogger logger, string apiVersion, string kind, string name);

        [LoggerMessage(5, LogLevel.Debug, "Deleted {Kind} {Namespace}/{Name} without owners, dependents {Policy}", EventName = "Deleted")]
        public static partial void Deleted(ILogger logger, string kind, string @namespace, string name, string policy);
    }
}
