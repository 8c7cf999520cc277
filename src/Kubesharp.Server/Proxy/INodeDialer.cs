namespace Kubesharp.Server.Proxy;

/// <summary>Opens connections to node agents.</summary>
public interface INodeDialer
{
    /// <summary>
    /// A connection on which the node's agent speaks HTTP/1.1 (TLS, if any, is already done); null when this dialer does not know the node.
    /// </summary>
    ValueTask<Stream?> DialAsync(string nodeName, CancellationToken cancellationToken);
}
