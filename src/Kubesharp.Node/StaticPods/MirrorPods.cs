using System.Collections.Concurrent;
using System.Threading.Channels;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Node.Pods;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.StaticPods;

/// <summary>Shows static pods in the API: each has a mirror pod there, which is made anew when somebody deletes it, and which gets the status.</summary>
/// <param name="client">The API server.</param>
/// <param name="node">The node as last seen; null before it is registered.</param>
/// <param name="staticPods">The pods to be shown.</param>
/// <param name="appeared">Called with the UID of a static pod whose mirror has come.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class MirrorPods(
    KubernetesClient client, Func<Api.Core.V1.Node?> node, Func<IReadOnlyList<Pod>> staticPods, Action<string> appeared, TimeProvider time, ILogger<MirrorPods> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly ResourceClient<Pod> _pods = client.For<Pod>();
    private readonly ConcurrentDictionary<NamespacedName, Pod> _mirrors = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>The API server has a mirror pod of this node.</summary>
    public void Set(Pod mirror)
    {
        var isNew = !_mirrors.TryGetValue(NamespacedName.Of(mirror), out var before) || before.Metadata.Uid != mirror.Metadata.Uid;
        _mirrors[NamespacedName.Of(mirror)] = mirror;
        if (isNew && mirror.Metadata.Annotations.TryGetValue(WellKnownAnnotations.ConfigMirror, out var uid)) appeared(uid);
        if (isNew || mirror.IsTerminating()) Wake();
    }

    /// <summary>The API server has a mirror pod no more.</summary>
    public void Remove(Pod mirror)
    {
        if (_mirrors.TryGetValue(NamespacedName.Of(mirror), out var known) && known.Metadata.Uid == mirror.Metadata.Uid) _mirrors.TryRemove(NamespacedName.Of(mirror), out _);
        Wake();
    }

    /// <summary>Something has changed that mirrors depend on.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Whom a status is written to: to the mirror of a static pod, if it has one, and to any other pod itself.</summary>
    public Pod? AddresseeOf(Pod pod)
    {
        if (!pod.IsStatic()) return pod;
        return _mirrors.TryGetValue(NamespacedName.Of(pod), out var mirror) && IsOf(mirror, pod) ? mirror : null;
    }

    /// <summary>Keeps the mirrors as they should be until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            var pause = Period;
            try
            {
                await ReconcileAsync(cancel);
            }
            catch (Exception e) when (e is StatusException or HttpRequestException or IOException)
            {
                Log.Failed(logger, e);
                pause = Retry;
            }

            using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            await Task.WhenAny(Task.Delay(pause, time, wait.Token), _wake.Reader.ReadAsync(wait.Token).AsTask());
            await wait.CancelAsync();
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Deletes mirrors of nothing and of what has changed, and makes those that are missing.</summary>
    public async Task ReconcileAsync(CancellationToken cancel)
    {
        var wanted = staticPods().ToDictionary(pod => NamespacedName.Of(pod));
        foreach (var (name, mirror) in _mirrors)
        {
            if (wanted.TryGetValue(name, out var pod) && IsOf(mirror, pod)) continue;
            await DeleteAsync(mirror, cancel);
            _mirrors.TryRemove(new KeyValuePair<NamespacedName, Pod>(name, mirror));
        }

        if (node() is not { } owner) return;
        foreach (var (name, pod) in wanted)
        {
            if (_mirrors.ContainsKey(name)) continue;
            try
            {
                Set(await _pods.CreateAsync(MirrorOf(pod, owner), cancel));
            }
            catch (StatusException e) when (e.IsAlreadyExists)
            {
                // Its deletion, or its coming, has not been heard of yet.
                Log.Exists(logger, name.ToString(), e);
            }
        }
    }

    private static bool IsOf(Pod mirror, Pod pod) =>
        !mirror.IsTerminating() && mirror.Metadata.Annotations.TryGetValue(WellKnownAnnotations.ConfigMirror, out var hash) && hash == pod.Metadata.Uid;

    private static Pod MirrorOf(Pod pod, Api.Core.V1.Node owner) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = pod.Metadata.Name,
            Namespace = pod.Metadata.Namespace,
            Labels = pod.Metadata.Labels,
            Annotations = pod.Metadata.Annotations.Set(WellKnownAnnotations.ConfigMirror, pod.Metadata.Uid),
            OwnerReferences = [new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = owner.Metadata.Name, Uid = owner.Metadata.Uid, Controller = true }],
        },
        Spec = pod.Spec,
    };

    private async Task DeleteAsync(Pod mirror, CancellationToken cancel)
    {
        try
        {
            var options = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = mirror.Metadata.Uid } };
            await _pods.DeleteAsync(mirror.Metadata.Namespace, mirror.Metadata.Name, cancel, options);
        }
        catch (StatusException e) when (e.IsNotFound || e.IsConflict)
        {
            Log.Gone(logger, NamespacedName.Of(mirror).ToString(), e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Mirror pods are not what they should be", EventName = "MirrorPodsFailed")]
        public static partial void Failed(ILogger logger, Exception e);

        [LoggerMessage(2, LogLevel.Debug, "Mirror pod {pod} exists already", EventName = "MirrorPodExists")]
        public static partial void Exists(ILogger logger, string pod, Exception e);

        [LoggerMessage(3, LogLevel.Debug, "Mirror pod {pod} is gone already", EventName = "MirrorPodGone")]
        public static partial void Gone(ILogger logger, string pod, Exception e);
    }
}
