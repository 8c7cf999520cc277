using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kubesharp.Network.Tests.Namespaces;

/// <summary>The client side of <see cref="Responder"/>.</summary>
public static class Caller
{
    private const int PatienceMilliseconds = 10_000;

    /// <summary>Connects from a namespace and returns what the server said: its name and the client address it saw.</summary>
    public static string Tcp(NetworkNamespace from, string address, int port) => from.Run(() =>
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = PatienceMilliseconds, SendTimeout = PatienceMilliseconds };
        socket.Connect(new IPEndPoint(IPAddress.Parse(address), port));
        return ReadToEnd(socket);
    });

    /// <summary>Connects many times from one thread in the namespace.</summary>
    public static string[] TcpMany(NetworkNamespace from, string address, int port, int times) => from.Run(() =>
    {
        var answers = new string[times];
        for (var i = 0; i < times; i++)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = PatienceMilliseconds, SendTimeout = PatienceMilliseconds };
            socket.Connect(new IPEndPoint(IPAddress.Parse(address), port));
            answers[i] = ReadToEnd(socket);
        }

        return answers;
    });

    /// <summary>The socket error of a refused connection; Success when it was accepted.</summary>
    public static SocketError TcpError(NetworkNamespace from, string address, int port, int timeoutMilliseconds = PatienceMilliseconds) => from.Run(() =>
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var timeout = new CancellationTokenSource(timeoutMilliseconds);
        try
        {
            socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(address), port), timeout.Token).AsTask().GetAwaiter().GetResult();
            return SocketError.Success;
        }
        catch (OperationCanceledException)
        {
            return SocketError.TimedOut;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    });

    /// <summary>A connected UDP socket of a namespace.</summary>
    public static Socket Udp(NetworkNamespace from, string address, int port) => from.Run(() =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = PatienceMilliseconds };
        socket.Connect(new IPEndPoint(IPAddress.Parse(address), port));
        return socket;
    });

    public static string Ask(Socket udp)
    {
        udp.Send("?"u8);
        var buffer = new byte[200];
        return Encoding.ASCII.GetString(buffer, 0, udp.Receive(buffer));
    }

    private static string ReadToEnd(Socket socket)
    {
        var buffer = new byte[200];
        var length = 0;
        while (socket.Receive(buffer, length, buffer.Length - length, SocketFlags.None) is var read and > 0) length += read;
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
