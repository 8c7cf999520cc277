namespace Kubesharp.Scheduler.Cluster;

/// <summary>Where an image is.</summary>
public sealed class ImageState
{
    /// <summary>Bytes of the image by node.</summary>
    internal Dictionary<NodeInfo, long> Nodes { get; } = [];

    public int NodeCount => Nodes.Count;

    /// <summary>Bytes of the image on a node; zero when it is not there.</summary>
    public long SizeOn(NodeInfo node) => Nodes.GetValueOrDefault(node);
}
