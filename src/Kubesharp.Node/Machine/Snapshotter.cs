using System.Globalization;

namespace Kubesharp.Node.Machine;

/// <summary>Finds out how containerd can layer file systems in a folder.</summary>
public static class Snapshotter
{
    /// <summary><c>overlayfs</c> when a trial mount in the folder succeeds, else <c>native</c>, which copies layers.</summary>
    /// <param name="folder">A folder on the file system where containerd will keep its snapshots; made when absent.</param>
    public static string Choose(string folder)
    {
        if (!OperatingSystem.IsLinux()) return "native";
        var trial = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".overlay-trial-{Environment.ProcessId}"));
        try
        {
            foreach (var part in (string[])["lower", "upper", "work", "merged"]) Directory.CreateDirectory(Path.Combine(trial, part));
            var options = $"lowerdir={trial}/lower,upperdir={trial}/upper,workdir={trial}/work";
            if (!LinuxMount.TryMount("overlay", $"{trial}/merged", "overlay", MountFlags.None, options, out _)) return "native";
            LinuxMount.Unmount($"{trial}/merged");
            return "overlayfs";
        }
        finally
        {
            Directory.Delete(trial, recursive: true);
        }
    }
}
