using System.Globalization;
using Kubesharp.Node.Machine;

namespace Kubesharp.Node.Volumes;

/// <summary>
/// Parts of volumes for containers. What a container wrote into a volume may be a symbolic link to anywhere, so that the part is opened
/// with the kernel keeping every step inside the volume, and what was opened is mounted, whatever its name leads to later.
/// </summary>
internal static class SubPaths
{
    /// <summary>Mounts a part of a volume for one container and gives the place.</summary>
    /// <param name="volume">Folder of the volume.</param>
    /// <param name="subPath">Path inside it; folders that are absent are made.</param>
    /// <param name="place">Where to mount it.</param>
    /// <exception cref="IOException">The path leaves the volume, or the kernel refused.</exception>
    public static void Bind(string volume, string subPath, string place)
    {
        using var part = Open(volume, subPath);
        LinuxMount.Unmount(place);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        if (Directory.Exists(part.Path))
        {
            if (File.Exists(place)) File.Delete(place);
            Directory.CreateDirectory(place);
        }
        else
        {
            if (Directory.Exists(place)) Directory.Delete(place);
            if (!File.Exists(place)) File.WriteAllBytes(place, []);
        }

        LinuxMount.Mount(part.Path, place, "", MountFlags.Bind, null);
    }

    /// <summary>The place for one mount of a container.</summary>
    public static string PlaceOf(string podFolder, string volume, string container, int index) =>
        Path.Combine(podFolder, "volume-subpaths", volume, container, index.ToString(CultureInfo.InvariantCulture));

    private static LinuxFiles.FileHandle Open(string volume, string subPath)
    {
        using var root = LinuxFiles.OpenFolder(volume);
        var mode = File.GetUnixFileMode(volume);
        if (LinuxFiles.OpenBeneath(root, subPath) is { } existing) return existing;

        var steps = subPath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var walked = ".";
        foreach (var step in steps)
        {
            var next = walked + "/" + step;
            using var present = LinuxFiles.OpenBeneath(root, next);
            if (present is null)
            {
                using var parent = LinuxFiles.OpenBeneath(root, walked) ?? throw new IOException($"{walked} has gone");
                LinuxFiles.MakeFolder(parent, step, (uint)mode);
                using var made = LinuxFiles.OpenBeneath(root, next) ?? throw new IOException($"{next} has gone");
                File.SetUnixFileMode(made.Path, mode);
            }

            walked = next;
        }

        return LinuxFiles.OpenBeneath(root, walked) ?? throw new IOException($"{walked} has gone");
    }
}
