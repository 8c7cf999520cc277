using Kubesharp.Node.Machine;

namespace Kubesharp.Node.Volumes;

/// <summary>Gives volumes to the group of their pod, so that its processes can use them whatever user they run as.</summary>
internal static class FileOwnership
{
    /// <summary>Gives one folder to a group; what is made in it later belongs to the group as well.</summary>
    public static void GiveFolder(string folder, long group, bool writable)
    {
        LinuxFiles.ChangeOwner(folder, -1, group);
        var mode = File.GetUnixFileMode(folder) | UnixFileMode.SetGroup | UnixFileMode.GroupExecute | UnixFileMode.GroupRead;
        File.SetUnixFileMode(folder, writable ? mode | UnixFileMode.GroupWrite : mode);
    }

    /// <summary>Gives a folder and everything in it to a group.</summary>
    public static void GiveAll(string folder, long group)
    {
        GiveFolder(folder, group, writable: true);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.TopDirectoryOnly))
        {
            if (entry.LinkTarget is not null)
            {
                LinuxFiles.ChangeOwner(entry.FullName, -1, group);
            }
            else if (entry is DirectoryInfo)
            {
                GiveAll(entry.FullName, group);
            }
            else
            {
                LinuxFiles.ChangeOwner(entry.FullName, -1, group);
                File.SetUnixFileMode(entry.FullName, File.GetUnixFileMode(entry.FullName) | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
            }
        }
    }
}
