namespace Kubesharp.Api.Core.V1;

/// <summary>What must be at the path of a host path volume.</summary>
public static class HostPathType
{
    public const string None = "";
    public const string DirectoryOrCreate = "DirectoryOrCreate";
    public const string Directory = "Directory";
    public const string FileOrCreate = "FileOrCreate";
    public const string File = "File";
    public const string Socket = "Socket";
    public const string CharDevice = "CharDevice";
    public const string BlockDevice = "BlockDevice";
}
