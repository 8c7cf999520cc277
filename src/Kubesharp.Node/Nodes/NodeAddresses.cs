using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Kubesharp.Node.Nodes;

/// <summary>Finds out under which address a machine is reached.</summary>
public static class NodeAddresses
{
    /// <summary>
    /// The address that packets to the outside leave from, which the routing table knows without sending any; the loopback address on
    /// a machine without a way out.
    /// </summary>
    public static ImmutableArray<string> Detect()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(IPAddress.Parse("192.0.2.1"), 9);
            return [((IPEndPoint)socket.LocalEndPoint!).Address.ToString()];
        }
        catch (SocketException)
        {
            // No route: a machine by itself, which is still a cluster.
            return [IPAddress.Loopback.ToString()];
        }
    }
}
