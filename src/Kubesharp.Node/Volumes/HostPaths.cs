using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Machine;

namespace Kubesharp.Node.Volumes;

/// <summary>Checks and makes the paths of the machine that pods ask for.</summary>
internal static class HostPaths
{
    private const UnixFileMode FolderMode = (UnixFileMode)0b111_101_101;
    private const UnixFileMode NewFileMode = (UnixFileMode)0b110_100_100;

    /// <summary>Makes sure that the path is of the type the pod wants.</summary>
    /// <exception cref="VolumeSourceException">It is not, or cannot be made.</exception>
    public static void Ensure(string path, string? type)
    {
        switch (type ?? HostPathType.None)
        {
            case HostPathType.None:
                return;
            case HostPathType.DirectoryOrCreate:
                if (!Exists(path)) Directory.CreateDirectory(path, FolderMode);
                Require(Directory.Exists(path), path, "is not a directory");
                return;
            case HostPathType.Directory:
                Require(Directory.Exists(path), path, "is not a directory");
                return;
            case HostPathType.FileOrCreate:
                if (!Exists(path)) MakeFile(path);
                Require(IsPlainFile(path), path, "is not a file");
                return;
            case HostPathType.File:
                Require(IsPlainFile(path), path, "is not a file");
                return;
            case HostPathType.Socket:
                Require(LinuxFiles.KindOf(path) == FileKind.Socket, path, "is not a socket file");
                return;
            case HostPathType.CharDevice:
                Require(LinuxFiles.KindOf(path) == FileKind.CharacterDevice, path, "is not a character device");
                return;
            case HostPathType.BlockDevice:
                Require(LinuxFiles.KindOf(path) == FileKind.BlockDevice, path, "is not a block device");
                return;
            default:
                throw new VolumeSourceException($"hostPath type check failed: {type} is an invalid volume type");
        }
    }

    private static void Require(bool condition, string path, string problem)
    {
        if (!condition) throw new VolumeSourceException($"hostPath type check failed: {path} {problem}");
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static bool IsPlainFile(string path) => LinuxFiles.KindOf(path) == FileKind.Regular;

    private static void MakeFile(string path)
    {
        try
        {
            using var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = NewFileMode });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VolumeSourceException(e.Message, e);
        }
    }
}
