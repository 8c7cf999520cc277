namespace Kubesharp.Scheduler.Cluster;

/// <summary>Where an image is.</summary>
public sealed class ImageState
{
    /// <summary>Bytes of the image by node.</summary>
    internal Dictionary<NodeInfo, long> Nodes { get; } = [];

    /// <summary>Changes whenever the image comes to a node or goes.</summary>
    internal long Version { get; set; }

    public int NodeCount => Nodes.Count;

    /// <summary>Bytes of the image on a node; zero when it is not there.</summary>
    public long SizeOn(NodeInfo node) => Nodes.GetValueOrDefault(node);
}
