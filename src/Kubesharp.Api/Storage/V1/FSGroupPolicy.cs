namespace Kubesharp.Api.Storage.V1;

/// <summary>How a driver lets owners of files be set.</summary>
public static class FSGroupPolicy
{
    public const string ReadWriteOnceWithFSType = "ReadWriteOnceWithFSType";
    public const string File = "File";
    public const string None = "None";
}
