using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Kubesharp.Node.Machine;

/// <summary>Calls on files that .NET has no name for.</summary>
internal static partial class LinuxFiles
{
    public const int NoSuchFile = 2;
    private const int AlreadyExists = 17;
    private const int SizeOfStatx = 256;
    private const long OpenAt2Number = 437;
    private const ulong OpenPath = 0x200000;
    private const ulong OpenDirectory = 0x10000;
    private const ulong OpenCloseOnExec = 0x80000;
    private const ulong ResolveBeneath = 0x08;

    /// <summary>Changes owner and group; minus one leaves one of them as it is. A symbolic link itself is changed.</summary>
    public static void ChangeOwner(string path, long user, long group)
    {
        if (ChownCall(path, unchecked((uint)user), unchecked((uint)group)) != 0) throw Failure("chown " + path);
    }

    /// <summary>What a path leads to, or null when it leads nowhere.</summary>
    public static FileKind? KindOf(string path)
    {
        const int TypeMask = 0xF000;
        const int ModeOffset = 28;
        Span<byte> buffer = stackalloc byte[SizeOfStatx];
        return TryStat(path, buffer) ? (FileKind)(BitConverter.ToUInt16(buffer[ModeOffset..]) & TypeMask) : null;
    }

    /// <summary>The number by which the file system knows a file, or null when there is none.</summary>
    public static ulong? NumberOf(string path)
    {
        const int NumberOffset = 32;
        Span<byte> buffer = stackalloc byte[SizeOfStatx];
        return TryStat(path, buffer) ? BitConverter.ToUInt64(buffer[NumberOffset..]) : null;
    }

    /// <summary>Bytes on the disk of a file itself, not of what it links to; zero when there is no such file.</summary>
    public static long DiskUseOf(string path)
    {
        const int BlocksOffset = 48;
        const int BlockSize = 512;
        const int NoFollow = 0x100;
        Span<byte> buffer = stackalloc byte[SizeOfStatx];
        return TryStat(path, buffer, NoFollow) ? BitConverter.ToInt64(buffer[BlocksOffset..]) * BlockSize : 0;
    }

    /// <summary>
    /// Whether a folder is the top of a file system of its own. The table of mounts would say so too, but reading it costs the more the
    /// more pods there are.
    /// </summary>
    public static bool IsOwnFileSystem(string folder) =>
        DeviceOf(folder) is { } own && DeviceOf(Path.GetDirectoryName(folder)!) is { } parent && own != parent;

    /// <summary>Gives a file or link another name at once, in place of what has that name.</summary>
    public static void Rename(string from, string to)
    {
        if (RenameCall(from, to) != 0) throw Failure($"rename {from} to {to}");
    }

    /// <summary>Opens a folder as a starting point for <see cref="OpenBeneath"/>.</summary>
    public static FileHandle OpenFolder(string path)
    {
        var descriptor = OpenCall(path, unchecked((int)(OpenPath | OpenDirectory | OpenCloseOnExec)));
        return descriptor >= 0 ? new FileHandle(descriptor) : throw Failure("open " + path);
    }

    /// <summary>Opens a path whose every step, symbolic links included, stays below the folder; null when it does not exist.</summary>
    /// <exception cref="IOException">The path leaves the folder, or cannot be opened.</exception>
    public static FileHandle? OpenBeneath(FileHandle folder, string path)
    {
        var how = new OpenHow { Flags = OpenPath | OpenCloseOnExec, Resolve = ResolveBeneath };
        var descriptor = (int)SystemCall(OpenAt2Number, folder.Descriptor, path, ref how, (nuint)Marshal.SizeOf<OpenHow>());
        if (descriptor >= 0) return new FileHandle(descriptor);
        return Marshal.GetLastPInvokeError() == NoSuchFile ? null : throw Failure("open " + path);
    }

    /// <summary>Makes a folder in another one; does nothing when something of that name exists.</summary>
    public static void MakeFolder(FileHandle folder, string name, uint mode)
    {
        if (MakeFolderCall(folder.Descriptor, name, mode) != 0 && Marshal.GetLastPInvokeError() != AlreadyExists) throw Failure("mkdir " + name);
    }

    /// <summary>The device that a file lies on, or null when there is no such file.</summary>
    private static ulong? DeviceOf(string path)
    {
        const int DeviceOffset = 136;
        Span<byte> buffer = stackalloc byte[SizeOfStatx];
        return TryStat(path, buffer) ? BitConverter.ToUInt64(buffer[DeviceOffset..]) : null;
    }

    private static bool TryStat(string path, Span<byte> buffer, int flags = 0)
    {
        const int CurrentFolder = -100;
        const uint BasicFields = 0x7ff;
        return StatxCall(CurrentFolder, path, flags, BasicFields, ref MemoryMarshal.GetReference(buffer)) == 0;
    }

    private static IOException Failure(string what) => new($"{what}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChownCall(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameCall(string from, string to);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatxCall(int folder, string path, int flags, uint mask, ref byte buffer);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenCall(string path, int flags);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFolderCall(int folder, string path, uint mode);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint SystemCall(long number, long folder, string path, ref OpenHow how, nuint size);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseCall(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    /// <summary>An open file that stands for a place and cannot be read.</summary>
    internal sealed class FileHandle(int descriptor) : IDisposable
    {
        public int Descriptor => descriptor;

        /// <summary>A path that leads to exactly this file, whatever happens to its name.</summary>
        public string Path => $"/proc/self/fd/{descriptor}";

        public void Dispose() => _ = CloseCall(descriptor);
    }
}
