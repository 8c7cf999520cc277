using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kubesharp.Network.Tests.Namespaces;

/// <summary>Answers with "name client-address".</summary>
public sealed class Responder : IDisposable
{
    private readonly Socket _socket;
    private readonly Task _loop;

    public Responder(NetworkNamespace where, IPEndPoint address, string name, ProtocolType protocol)
    {
        Name = name;
        _socket = where.Run(() =>
        {
            var socket = new Socket(address.AddressFamily, protocol == ProtocolType.Tcp ? SocketType.Stream : SocketType.Dgram, protocol);
            socket.Bind(address);
            if (protocol == ProtocolType.Tcp) socket.Listen(512);
            return socket;
        });
        _loop = protocol == ProtocolType.Tcp ? ServeTcpAsync() : ServeUdpAsync();
    }

    public string Name { get; }

    public void Dispose()
    {
        _socket.Dispose();
        _loop.GetAwaiter().GetResult();
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _socket.AcceptAsync();
                var remote = (IPEndPoint)client.RemoteEndPoint!;
                await client.SendAsync(Encoding.ASCII.GetBytes($"{Name} {remote.Address}"));
                client.Shutdown(SocketShutdown.Both);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listening socket was closed: the responder is over.
            _ = e;
        }
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[1500];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0));
                await _socket.SendToAsync(Encoding.ASCII.GetBytes($"{Name} {((IPEndPoint)received.RemoteEndPoint).Address}"), SocketFlags.None, received.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _ = e;
        }
    }
}
