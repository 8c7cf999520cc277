using System.Collections.Immutable;

namespace Kubesharp.Node.Eviction;

/// <summary>The names of what can run short.</summary>
internal static class EvictionSignals
{
    public const string Memory = "memory.available";
    public const string NodeDisk = "nodefs.available";
    public const string NodeInodes = "nodefs.inodesFree";
    public const string ImageDisk = "imagefs.available";
    public const string ImageInodes = "imagefs.inodesFree";
    public const string ProcessIds = "pid.available";

    /// <summary>Resource that is freed when inodes run short; pods cannot ask for it.</summary>
    public const string Inodes = "inodes";

    /// <summary>Resource that is freed when process numbers run short; pods cannot ask for it.</summary>
    public const string Pids = "pids";

    /// <summary>All of them, the most urgent first.</summary>
    public static ImmutableArray<string> All { get; } = [Memory, NodeDisk, NodeInodes, ImageDisk, ImageInodes, ProcessIds];

    /// <summary>The resource that a signal is about, by the name that pods ask for it with.</summary>
    public static string ResourceOf(string signal) => signal switch
    {
        Memory => Api.Core.V1.ResourceName.Memory,
        NodeInodes or ImageInodes => Inodes,
        ProcessIds => Pids,
        _ => Api.Core.V1.ResourceName.EphemeralStorage,
    };

    /// <summary>Whether a signal is about a disk.</summary>
    public static bool IsDisk(string signal) => signal is NodeDisk or NodeInodes or ImageDisk or ImageInodes;
}
