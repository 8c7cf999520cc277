using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Machine;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Volumes;

/// <summary>
/// Where secrets, tokens and the like lie, which must not touch a disk: one file system in memory for all pods. One for each volume would
/// do as well, but whatever starts a container reads and copies the machine's table of mounts several times over.
/// </summary>
/// <param name="folders">Places of files.</param>
/// <param name="allocatable">What the node has.</param>
internal sealed class MemoryFolder(PodFolders folders, Func<ValueMap<Quantity>> allocatable)
{
    private readonly Lock _gate = new();

    /// <summary>The folder of a volume.</summary>
    public string Of(string podUid, string volume) => Path.Combine(OfPod(podUid), volume);

    /// <summary>Makes the folder of a volume, and a link to it where the kubelet would have it.</summary>
    public void Ensure(string podUid, string volume, string link)
    {
        lock (_gate)
        {
            if (!LinuxFiles.IsOwnFileSystem(folders.Memory)) Mount();
        }

        var target = Directory.CreateDirectory(Of(podUid, volume)).FullName;
        var info = new DirectoryInfo(link);
        if (info.LinkTarget == target) return;

        // What an earlier version had there is empty since the machine was started anew.
        if (info.Exists) info.Delete(recursive: true);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, target);
    }

    /// <summary>Deletes what is there of a pod.</summary>
    public void Remove(string podUid)
    {
        if (Directory.Exists(OfPod(podUid))) Directory.Delete(OfPod(podUid), recursive: true);
    }

    private string OfPod(string podUid) => Path.Combine(folders.Memory, podUid);

    private void Mount()
    {
        Directory.CreateDirectory(folders.Memory);
        var size = allocatable().Amount(ResourceName.Memory).Value;
        LinuxMount.Mount("tmpfs", folders.Memory, "tmpfs", MountFlags.None, string.Create(CultureInfo.InvariantCulture, $"size={size},mode=0700"));
    }
}
