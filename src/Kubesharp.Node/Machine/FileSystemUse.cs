using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Kubesharp.Node.Machine;

/// <summary>How full a file system is.</summary>
internal readonly partial record struct FileSystemUse
{
    private const int SizeOfStatfs = 120;

    /// <summary>Tells file systems apart.</summary>
    public long Id { get; init; }

    /// <summary>Bytes in all.</summary>
    public long Size { get; init; }

    /// <summary>Bytes that everybody may still write.</summary>
    public long Available { get; init; }

    /// <summary>Bytes in use.</summary>
    public long Used { get; init; }

    /// <summary>Files there can be; zero where the file system sets no limit.</summary>
    public long Inodes { get; init; }

    /// <summary>Files there can still be.</summary>
    public long InodesFree { get; init; }

    /// <summary>Looks at the file system that a path lies on.</summary>
    /// <exception cref="IOException">The path does not exist.</exception>
    public static FileSystemUse Of(string path)
    {
        const int BlockSize = 1;
        const int Blocks = 2;
        const int BlocksFree = 3;
        const int BlocksAvailable = 4;
        const int Files = 5;
        const int FilesFree = 6;
        const int Identity = 7;
        Span<long> fields = stackalloc long[SizeOfStatfs / sizeof(long)];
        if (StatfsCall(path, ref MemoryMarshal.GetReference(fields)) != 0) throw new IOException($"statfs {path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        return new FileSystemUse
        {
            Id = fields[Identity],
            Size = fields[Blocks] * fields[BlockSize],
            Available = fields[BlocksAvailable] * fields[BlockSize],
            Used = (fields[Blocks] - fields[BlocksFree]) * fields[BlockSize],
            Inodes = fields[Files],
            InodesFree = fields[FilesFree],
        };
    }

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatfsCall(string path, ref long buffer);
}
