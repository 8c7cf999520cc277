namespace Kubesharp.Node.Eviction;

/// <summary>What of a pod takes room on a disk.</summary>
[Flags]
internal enum DiskParts
{
    None = 0,

    /// <summary>What containers write beside their images.</summary>
    Layers = 1,

    Logs = 2,

    /// <summary>Volumes that end with the pod.</summary>
    Volumes = 4,

    All = Layers | Logs | Volumes,
}
