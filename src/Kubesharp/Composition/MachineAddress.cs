using System.Net;
using System.Net.Sockets;

namespace Kubesharp.Composition;

/// <summary>Finds the address other machines would reach this one by.</summary>
internal static class MachineAddress
{
    /// <summary>The source address of the default route, or of any interface that is up; loopback when there is none.</summary>
    public static IPAddress Find()
    {
        // Connecting a datagram socket sends nothing; it only makes the kernel choose the source address.
        try
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            probe.Connect(IPAddress.Parse("192.0.2.1"), 9);
            return ((IPEndPoint)probe.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
                .Where(nic => nic.OperationalStatus == System.Net.NetworkInformation.OperationalStatus.Up)
                .SelectMany(nic => nic.GetIPProperties().UnicastAddresses)
                .Select(unicast => unicast.Address)
                .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address), IPAddress.Loopback);
        }
    }
}
