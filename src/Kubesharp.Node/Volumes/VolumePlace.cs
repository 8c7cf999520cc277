namespace Kubesharp.Node.Volumes;

/// <summary>Where a volume of a pod is on this machine.</summary>
/// <param name="Path">Its path.</param>
/// <param name="ReadOnly">True when containers may not write it.</param>
internal sealed record VolumePlace(string Path, bool ReadOnly);
