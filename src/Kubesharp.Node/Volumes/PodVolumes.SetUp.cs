using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Machine;
using Kubesharp.Node.Pods;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Volumes;

/// <content>How each kind of volume is made, and where.</content>
internal sealed partial class PodVolumes
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;

    private VolumePlace? PlaceOf(Pod pod, string name)
    {
        if (_pods.TryGetValue(pod.Metadata.Uid, out var held) && held.Elsewhere.TryGetValue(name, out var elsewhere)) return elsewhere;
        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.Name != name) continue;
            if (volume.Source.EmptyDir is not null) return new VolumePlace(_folders.EmptyDirOf(pod.Metadata.Uid, name), ReadOnly: false);
            if (VolumeContents.IsMadeOfObjects(volume.Source)) return new VolumePlace(FilesOf(pod, volume), ReadOnly: true);
        }

        return null;
    }

    private string Place(Pod pod, string plugin, string name) => Path.Combine(_folders.VolumesOf(pod.Metadata.Uid), "kubernetes.io~" + plugin, name);

    /// <summary>Where the files of a volume made of objects are: in memory, unless it is a ConfigMap or an earlier version's own mount.</summary>
    private string FilesOf(Pod pod, Volume volume)
    {
        var place = ObjectsPlace(pod, volume);
        var isInPlace = volume.Source.ConfigMap is not null || (new DirectoryInfo(place).LinkTarget is null && LinuxFiles.IsOwnFileSystem(place));
        return isInPlace ? place : _memory.Of(pod.Metadata.Uid, volume.Name);
    }

    private string ObjectsPlace(Pod pod, Volume volume) => Place(
        pod,
        volume.Source switch
        {
            { ConfigMap: not null } => "configmap",
            { Secret: not null } => "secret",
            { DownwardAPI: not null } => "downward-api",
            _ => "projected",
        },
        volume.Name);

    private async Task SetUpVolumeAsync(Held held, Volume volume, CancellationToken cancel)
    {
        var pod = held.Pod;
        var source = volume.Source;
        if (source.EmptyDir is { } empty)
        {
            SetUpEmptyDir(pod, volume.Name, empty);
        }
        else if (VolumeContents.IsMadeOfObjects(source))
        {
            await SetUpContentsAsync(pod, volume, cancel);
        }
        else if (source.Image is not null || held.Elsewhere.ContainsKey(volume.Name))
        {
            // An image is mounted by the runtime, which has it.
            return;
        }
        else if (source.HostPath is { } host)
        {
            HostPaths.Ensure(host.Path, host.Type);
            held.Elsewhere[volume.Name] = new VolumePlace(host.Path, ReadOnly: false);
        }
        else if (source.PersistentVolumeClaim is { } claim)
        {
            held.Elsewhere[volume.Name] = await ClaimAsync(pod, volume.Name, claim.ClaimName, claim.ReadOnly, cancel);
        }
        else if (source.Ephemeral is not null)
        {
            held.Elsewhere[volume.Name] = await ClaimAsync(pod, volume.Name, $"{pod.Metadata.Name}-{volume.Name}", readOnly: false, cancel);
        }
        else
        {
            throw new VolumeSourceException("no volume plugin matched");
        }
    }

    private async Task<VolumePlace> ClaimAsync(Pod pod, string volume, string claim, bool readOnly, CancellationToken cancel)
    {
        var spec = await _persistent.OfClaimAsync(pod.Metadata.Namespace, claim, cancel);
        string path;
        if (spec.Source.HostPath is { } host)
        {
            HostPaths.Ensure(host.Path, host.Type);
            path = host.Path;
        }
        else if (spec.Source.Local is { } local)
        {
            if (LinuxFiles.KindOf(local.Path) is null) throw new VolumeSourceException($"path \"{local.Path}\" does not exist");
            path = local.Path;
            if (pod.Spec.SecurityContext?.FsGroup is { } group && !readOnly && Directory.Exists(path)) FileOwnership.GiveAll(path, group);
        }
        else
        {
            throw new VolumeSourceException($"failed to get Plugin from volumeSpec for volume \"{volume}\" err=no volume plugin matched");
        }

        return new VolumePlace(path, readOnly);
    }

    private void SetUpEmptyDir(Pod pod, string name, EmptyDirVolumeSource source)
    {
        var place = _folders.EmptyDirOf(pod.Metadata.Uid, name);
        var inMemory = source.Medium == StorageMedium.Memory;
        if (source.Medium.Length > 0 && !inMemory) throw new VolumeSourceException($"unknown storage medium \"{source.Medium}\"");

        // What the containers do with their folder is theirs once it was complete.
        var ready = Path.Combine(_folders.OfPod(pod.Metadata.Uid), "plugins", "kubernetes.io~empty-dir", name, "ready");
        if (File.Exists(ready) && Directory.Exists(place) && (!inMemory || LinuxFiles.IsOwnFileSystem(place))) return;
        Directory.CreateDirectory(place);
        if (inMemory) MountMemory(pod, place, source.SizeLimit);
        File.SetUnixFileMode(place, Everyone);
        if (pod.Spec.SecurityContext?.FsGroup is { } group) FileOwnership.GiveAll(place, group);
        Directory.CreateDirectory(Path.GetDirectoryName(ready)!);
        File.WriteAllBytes(ready, []);
    }

    private async Task SetUpContentsAsync(Pod pod, Volume volume, CancellationToken cancel)
    {
        var files = await _contents.BuildAsync(pod, volume.Source, cancel);
        var link = ObjectsPlace(pod, volume);
        var place = FilesOf(pod, volume);
        var group = pod.Spec.SecurityContext?.FsGroup;
        if (place == link) Directory.CreateDirectory(place);
        else _memory.Ensure(pod.Metadata.Uid, volume.Name, link);
        if (!AtomicWriter.HasContent(place))
        {
            File.SetUnixFileMode(place, Everyone);
            if (group is { } owner) FileOwnership.GiveFolder(place, owner, writable: false);
        }

        if (AtomicWriter.Write(place, files, group, _time.GetUtcNow())) Log.Written(_logger, volume.Name, pod.Display(), files.Count);
    }

    /// <summary>Mounts a file system that lives in memory, no larger than the pod may use.</summary>
    private void MountMemory(Pod pod, string place, Quantity? sizeLimit)
    {
        if (LinuxFiles.IsOwnFileSystem(place)) return;
        var size = _allocatable().Amount(ResourceName.Memory).Value;
        if (PodResources.LimitOf(pod, ResourceName.Memory) is { IsZero: false } limit) size = Math.Min(size, limit.Value);
        if (sizeLimit is { IsZero: false } wanted) size = Math.Min(size, wanted.Value);
        LinuxMount.Mount("tmpfs", place, "tmpfs", MountFlags.None, string.Create(CultureInfo.InvariantCulture, $"size={size}"));
    }

    private static partial class Log
    {
        [LoggerMessage(4, LogLevel.Debug, "Volume {volume} of pod {pod} has {count} new files", EventName = "VolumeWritten")]
        public static partial void Written(ILogger logger, string volume, string pod, int count);
    }
}
