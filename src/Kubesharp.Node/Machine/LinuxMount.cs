using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Kubesharp.Node.Machine;

/// <summary>Flags of the mount call, with the kernel's values.</summary>
[Flags]
public enum MountFlags : ulong
{
    None = 0,
    ReadOnly = 1,
    NoSuid = 2,
    NoDev = 4,
    NoExec = 8,
    Remount = 32,
    Bind = 4096,
    Recursive = 16384,
    Private = 1 << 18,
    Shared = 1 << 20,
}

/// <summary>The mount calls of Linux, and the table of what is mounted.</summary>
public static partial class LinuxMount
{
    private const int DetachWhenIdle = 2;
    private const int InvalidArgument = 22;
    private const int NoSuchFile = 2;

    /// <summary>Mounts a file system.</summary>
    /// <exception cref="IOException">The kernel refused; the message says what and why.</exception>
    public static void Mount(string source, string target, string type, MountFlags flags, string? options)
    {
        if (!TryMount(source, target, type, flags, options, out var error))
            throw new IOException($"mount {source} on {target} (type {type}, options {options}): {new Win32Exception(error).Message}");
    }

    /// <summary>Mounts a file system, or gives the kernel's error number.</summary>
    public static bool TryMount(string source, string target, string type, MountFlags flags, string? options, out int error)
    {
        var succeeded = MountCall(source, target, type, (nuint)flags, options) == 0;
        error = succeeded ? 0 : Marshal.GetLastPInvokeError();
        return succeeded;
    }

    /// <summary>Takes a mount away at once, and frees it when the last user has gone; does nothing when nothing is mounted there.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static void Unmount(string target)
    {
        if (UnmountCall(target, DetachWhenIdle) == 0) return;
        var error = Marshal.GetLastPInvokeError();
        if (error is InvalidArgument or NoSuchFile) return;
        throw new IOException($"unmount {target}: {new Win32Exception(error).Message}");
    }

    /// <summary>The mount points at and below a folder, deepest first, so that they can be unmounted in that order.</summary>
    public static IReadOnlyList<string> MountPointsUnder(string folder)
    {
        var inside = folder.TrimEnd('/') + "/";
        var found = new List<string>();
        foreach (var line in File.ReadLines("/proc/self/mountinfo"))
        {
            var path = Unescape(line.Split(' ')[4]);
            if (path == folder.TrimEnd('/') || path.StartsWith(inside, StringComparison.Ordinal)) found.Add(path);
        }

        found.Reverse();
        return found;
    }

    /// <summary>The kernel writes blanks and other separators as three octal digits.</summary>
    internal static string Unescape(string path)
    {
        if (!path.Contains('\\', StringComparison.Ordinal)) return path;
        var text = new System.Text.StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '\\' && i + 3 < path.Length)
            {
                text.Append((char)Convert.ToInt32(path.Substring(i + 1, 3), 8));
                i += 3;
            }
            else
            {
                text.Append(path[i]);
            }
        }

        return text.ToString();
    }

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MountCall(string source, string target, string type, nuint flags, string? data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnmountCall(string target, int flags);
}
