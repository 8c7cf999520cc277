using System.Collections.Concurrent;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Client;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Images;
using Kubesharp.Node.Machine;
using Kubesharp.Node.Objects;
using Kubesharp.Node.Pods;
using Microsoft.Extensions.Logging;
using Container = Kubesharp.Api.Core.V1.Container;

namespace Kubesharp.Node.Volumes;

/// <summary>
/// Makes the volumes of pods in the kubelet's places, so that a machine can go from one to the other. What is on the disk is the state:
/// a new agent goes on with what it finds.
/// </summary>
internal sealed partial class PodVolumes : IPodVolumes, IDisposable
{
    private readonly PodFolders _folders;
    private readonly IPodObjects _objects;
    private readonly ITokenSource _tokens;
    private readonly IPersistentVolumes _persistent;
    private readonly IContainerEnvironment _environment;
    private readonly Func<ValueMap<Quantity>> _allocatable;
    private readonly IPodEvents _events;
    private readonly TimeProvider _time;
    private readonly ILogger<PodVolumes> _logger;
    private readonly VolumeContents _contents;
    private readonly MemoryFolder _memory;
    private readonly ConcurrentDictionary<string, Held> _pods = new(StringComparer.Ordinal);
    private readonly WorkQueue<string> _stale;

    /// <param name="folders">Places of files.</param>
    /// <param name="objects">ConfigMaps and Secrets.</param>
    /// <param name="tokens">Tokens of service accounts.</param>
    /// <param name="persistent">Volumes behind claims.</param>
    /// <param name="environment">Variables of containers, which sub-paths may use.</param>
    /// <param name="allocatable">What the node has.</param>
    /// <param name="events">Events of pods.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public PodVolumes(
        PodFolders folders,
        IPodObjects objects,
        ITokenSource tokens,
        IPersistentVolumes persistent,
        IContainerEnvironment environment,
        Func<ValueMap<Quantity>> allocatable,
        IPodEvents events,
        TimeProvider time,
        ILogger<PodVolumes> logger)
    {
        _folders = folders;
        _objects = objects;
        _tokens = tokens;
        _persistent = persistent;
        _environment = environment;
        _allocatable = allocatable;
        _events = events;
        _time = time;
        _logger = logger;
        _contents = new VolumeContents(objects, tokens, allocatable);
        _memory = new MemoryFolder(folders, allocatable);
        _stale = new WorkQueue<string>(time);
        objects.Changed += OnChanged;
    }

    /// <summary>Brings volumes up to date whenever something they are made of changes, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            var uid = await _stale.TakeAsync(cancel);
            try
            {
                if (_pods.TryGetValue(uid, out var held)) await RefreshAsync(held.Pod, cancel);
                _stale.Forget(uid);
            }
            catch (PodVolumeException e)
            {
                Log.RefreshFailed(_logger, uid, e);
                _stale.AddRateLimited(uid);
            }
            finally
            {
                _stale.Done(uid);
            }
        }
    }

    public Task MountAsync(Pod pod, CancellationToken cancel)
    {
        _objects.Hold(pod);
        return SetUpAsync(pod, onlyContents: false, cancel);
    }

    public Task RefreshAsync(Pod pod, CancellationToken cancel) => SetUpAsync(pod, onlyContents: true, cancel);

    public async Task<ContainerMounts> ForContainerAsync(Pod pod, Container container, PodAddresses addresses, CancellationToken cancel)
    {
        if (container.VolumeMounts.Count == 0 && container.VolumeDevices.Count == 0) return ContainerMounts.None;
        var mounts = new List<Mount>(container.VolumeMounts.Count);
        for (var i = 0; i < container.VolumeMounts.Count; i++)
        {
            var wanted = container.VolumeMounts[i];
            if (pod.ImageVolume(wanted.Name) is { } image)
            {
                mounts.Add(OfImage(image, wanted, await SubPathAsync(pod, container, wanted, addresses, cancel)));
                continue;
            }

            if (PlaceOf(pod, wanted.Name) is not { } place)
                throw new ContainerConfigException($"cannot find volume \"{wanted.Name}\" to mount into container \"{container.Name}\"");
            var path = place.Path;
            var subPath = await SubPathAsync(pod, container, wanted, addresses, cancel);
            if (subPath.Length > 0) path = Bind(pod, container, wanted.Name, path, subPath, i);
            var readOnly = wanted.ReadOnly || place.ReadOnly;
            mounts.Add(new Mount
            {
                ContainerPath = PathIn(wanted),
                HostPath = path,
                Readonly = readOnly,
                RecursiveReadOnly = readOnly && wanted.RecursiveReadOnly == RecursiveReadOnlyMode.Enabled,
                Propagation = wanted.MountPropagation switch
                {
                    MountPropagationMode.HostToContainer => MountPropagation.PropagationHostToContainer,
                    MountPropagationMode.Bidirectional => MountPropagation.PropagationBidirectional,
                    _ => MountPropagation.PropagationPrivate,
                },
            });
        }

        var devices = new List<Device>();
        foreach (var wanted in container.VolumeDevices)
        {
            if (PlaceOf(pod, wanted.Name) is not { } place)
                throw new ContainerConfigException($"cannot find volume \"{wanted.Name}\" to pass into container \"{container.Name}\"");
            devices.Add(new Device { ContainerPath = wanted.DevicePath, HostPath = place.Path, Permissions = place.ReadOnly ? "r" : "mrw" });
        }

        return new ContainerMounts(mounts, devices);
    }

    public async Task UnmountAsync(string podUid, CancellationToken cancel)
    {
        if (_pods.TryRemove(podUid, out var held))
        {
            await held.Gate.WaitAsync(cancel);
            held.Gate.Dispose();
        }

        _objects.Release(podUid);
        _tokens.Forget(podUid);
        _memory.Remove(podUid);
        var folder = _folders.OfPod(podUid);
        if (!Directory.Exists(folder)) return;
        if (LinuxMount.MountPointsUnder(folder) is { Count: > 0 } mounted)
        {
            foreach (var place in mounted) LinuxMount.Unmount(place);

            // Deleting into something that is still mounted would delete what is not ours.
            if (LinuxMount.MountPointsUnder(folder) is { Count: > 0 } left) throw new IOException($"{left[0]} is still mounted");
        }

        foreach (var part in (string[])[_folders.VolumesOf(podUid), Path.Combine(folder, "volume-subpaths"), Path.Combine(folder, "plugins")])
        {
            if (Directory.Exists(part)) Directory.Delete(part, recursive: true);
        }
    }

    public IReadOnlyCollection<string> ListPods()
    {
        if (!Directory.Exists(_folders.Pods)) return [];
        return [.. Directory.EnumerateDirectories(_folders.Pods).Select(Path.GetFileName).OfType<string>().Where(uid => Directory.Exists(_folders.VolumesOf(uid)))];
    }

    public void Dispose()
    {
        _objects.Changed -= OnChanged;
        _stale.Dispose();
    }

    private void OnChanged(string podUid) => _stale.Add(podUid);

    private async Task SetUpAsync(Pod pod, bool onlyContents, CancellationToken cancel)
    {
        if (pod.Spec.Volumes.Count == 0) return;
        var uid = pod.Metadata.Uid;
        var held = _pods.GetOrAdd(uid, static (_, pod) => new Held(pod), pod);
        await held.Gate.WaitAsync(cancel);
        try
        {
            if (onlyContents && !_pods.ContainsKey(uid)) return;
            if (!onlyContents) held.Pod = pod;
            List<string> problems = [];
            foreach (var volume in held.Pod.Spec.Volumes)
            {
                if (onlyContents && !VolumeContents.IsMadeOfObjects(volume.Source)) continue;
                if (await TrySetUpAsync(held, volume, cancel) is { } problem) problems.Add(problem);
            }

            if (_tokens.RefreshAt(uid) is { } refresh) _stale.AddAfter(uid, Positive(refresh - _time.GetUtcNow()));
            Report(pod, problems);
        }
        finally
        {
            held.Gate.Release();
        }
    }

    /// <summary>The first problem goes to the caller, who tells the user of it; the others are told here.</summary>
    private void Report(Pod pod, List<string> problems)
    {
        if (problems.Count == 0) return;
        for (var i = 1; i < problems.Count; i++) _events.Warning(pod, null, "FailedMount", problems[i]);
        throw new PodVolumeException(problems[0]);
    }

    private async Task<string?> TrySetUpAsync(Held held, Volume volume, CancellationToken cancel)
    {
        try
        {
            await SetUpVolumeAsync(held, volume, cancel);
            return null;
        }
        catch (Exception e) when (e is VolumeSourceException or StatusException or HttpRequestException or IOException or UnauthorizedAccessException)
        {
            var problem = volume.Source.PersistentVolumeClaim is null && volume.Source.Ephemeral is null
                ? $"MountVolume.SetUp failed for volume \"{volume.Name}\" : {e.Message}"
                : $"Unable to attach or mount volumes: unmounted volumes=[{volume.Name}], unattached volumes=[], failed to process volumes=[{volume.Name}]: {e.Message}";
            Log.SetUpFailed(_logger, volume.Name, held.Pod.Display(), e);
            if (!AtomicWriter.HasContent(ObjectsPlace(held.Pod, volume))) return problem;

            // What was written before stays, and the pod goes on with it.
            _events.Warning(held.Pod, null, "FailedMount", problem);
            return null;
        }
    }

    private async Task<string> SubPathAsync(Pod pod, Container container, VolumeMount wanted, PodAddresses addresses, CancellationToken cancel)
    {
        var subPath = wanted.SubPath;
        if (wanted.SubPathExpr.Length > 0)
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, value) in await _environment.BuildAsync(pod, container, addresses, cancel)) values[name] = value;
            subPath = ContainerConfigBuilder.Expand(wanted.SubPathExpr, values);
            if (subPath.Contains("$(", StringComparison.Ordinal))
                throw new ContainerConfigException($"missing value for \"{subPath[(subPath.IndexOf("$(", StringComparison.Ordinal) + 2)..].Split(')')[0]}\"");
        }

        if (subPath.StartsWith('/')) throw new ContainerConfigException($"error SubPath `{subPath}` must not be an absolute path");
        if (subPath.Split('/').Contains("..")) throw new ContainerConfigException($"unable to provision SubPath `{subPath}`: must not contain '..'");
        return subPath;
    }

    private static string PathIn(VolumeMount wanted) => wanted.MountPath.StartsWith('/') ? wanted.MountPath : "/" + wanted.MountPath;

    /// <summary>The content of an image, which nobody can change.</summary>
    private static Mount OfImage(ImageVolumeSource image, VolumeMount wanted, string subPath) => new()
    {
        ContainerPath = PathIn(wanted),
        Readonly = true,
        Image = new ImageSpec { Image = ImageName.Normalize(image.Reference) ?? image.Reference, UserSpecifiedImage = image.Reference },
        ImageSubPath = subPath,
    };

    private string Bind(Pod pod, Container container, string volume, string path, string subPath, int index)
    {
        var place = SubPaths.PlaceOf(_folders.OfPod(pod.Metadata.Uid), volume, container.Name, index);
        try
        {
            SubPaths.Bind(path, subPath, place);
            return place;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.SubPathFailed(_logger, subPath, volume, pod.Display(), e);
            throw new ContainerConfigException($"failed to prepare subPath for volumeMount \"{volume}\" of container \"{container.Name}\"", e);
        }
    }

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    /// <summary>A pod with volumes, and what is known of those that are not in its folder.</summary>
    private sealed class Held(Pod pod)
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public Pod Pod { get; set; } = pod;

        /// <summary>Volumes that are elsewhere, by name.</summary>
        public ConcurrentDictionary<string, VolumePlace> Elsewhere { get; } = new(StringComparer.Ordinal);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Volumes of pod {uid} were not refreshed", EventName = "VolumeRefreshFailed")]
        public static partial void RefreshFailed(ILogger logger, string uid, Exception e);

        [LoggerMessage(2, LogLevel.Warning, "Volume {volume} of pod {pod} was not set up", EventName = "VolumeSetUpFailed")]
        public static partial void SetUpFailed(ILogger logger, string volume, string pod, Exception e);

        [LoggerMessage(3, LogLevel.Warning, "Path {subPath} in volume {volume} of pod {pod} was not mounted", EventName = "SubPathFailed")]
        public static partial void SubPathFailed(ILogger logger, string subPath, string volume, string pod, Exception e);
    }
}
