namespace Kubesharp.Node.Volumes;

/// <summary>One file of a volume that is made from API objects.</summary>
/// <param name="Data">Its content.</param>
/// <param name="Mode">Its permission bits.</param>
/// <param name="Owner">User it belongs to; null for root.</param>
internal sealed record ProjectedFile(ReadOnlyMemory<byte> Data, int Mode, long? Owner = null);
