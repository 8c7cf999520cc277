using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Network.Dns;

/// <summary>Listens on UDP and TCP. Names of the cluster are answered inside the receive loop, without a task or an allocation.</summary>
internal sealed partial class DnsServer : IAsyncDisposable
{
    private const int UdpLoops = 2;
    private const int ReceiveSize = 4096;
    private const int SocketBuffer = 1 << 20;
    private const int PortTries = 64;
    private const int MaxConnections = 512;
    private const int MaxForwarding = 2048;
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AcceptRetry = TimeSpan.FromMilliseconds(100);
    private readonly DnsHandler _handler;
    private readonly TimeProvider _time;
    private readonly ILogger<DnsServer> _logger;
    private readonly Socket _udp;
    private readonly Socket _tcp;
    private int _connections;
    private int _forwarding;

    /// <summary>Binds both sockets.</summary>
    /// <param name="listen">Address and port; port 0 takes a free one, the same for both.</param>
    /// <param name="handler">Answers.</param>
    /// <param name="time">Clock of the idle timeout.</param>
    /// <param name="logger">Log.</param>
    /// <exception cref="SocketException">The address is not this machine's or the port is taken.</exception>
    public DnsServer(IPEndPoint listen, DnsHandler handler, TimeProvider time, ILogger<DnsServer> logger)
    {
        _handler = handler;
        _time = time;
        _logger = logger;
        (_udp, _tcp) = Bind(listen);
        Address = (IPEndPoint)_udp.LocalEndPoint!;
        _tcp.Listen();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Serves until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var loops = new List<Task> { AcceptAsync(cancellationToken) };
        for (var i = 0; i < UdpLoops; i++) loops.Add(ServeUdpAsync(cancellationToken));
        // None of them ends by itself: the first to end brings the error that ends the server.
        await await Task.WhenAny(loops);
    }

    public ValueTask DisposeAsync()
    {
        _udp.Dispose();
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Both sockets on one port. A port that the system chose for TCP may be taken for UDP: then it chooses again.</summary>
    private static (Socket Udp, Socket Tcp) Bind(IPEndPoint listen)
    {
        for (var tries = listen.Port == 0 ? PortTries : 1; ; tries--)
        {
            var udp = new Socket(listen.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = SocketBuffer, SendBufferSize = SocketBuffer };
            var tcp = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                tcp.Bind(listen);
                udp.Bind(tcp.LocalEndPoint!);
                return (udp, tcp);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && tries > 1)
            {
                udp.Dispose();
                tcp.Dispose();
            }
            catch
            {
                udp.Dispose();
                tcp.Dispose();
                throw;
            }
        }
    }

    private async Task ServeUdpAsync(CancellationToken cancellationToken)
    {
        var query = GC.AllocateArray<byte>(ReceiveSize, pinned: true);
        var response = GC.AllocateArray<byte>(DnsHandler.MaxUdpMessage, pinned: true);
        var client = new SocketAddress(_udp.AddressFamily);
        while (true)
        {
            try
            {
                var length = await _udp.ReceiveFromAsync(query, SocketFlags.None, client, cancellationToken);
                var answer = _handler.TryHandle(query.AsSpan(0, length), response, udp: true);
                if (answer > 0) await _udp.SendToAsync(response.AsMemory(0, answer), SocketFlags.None, client, cancellationToken);
                else if (answer == DnsHandler.NeedsOthers) Forward(query.AsSpan(0, length), client, cancellationToken);
            }
            catch (SocketException e)
            {
                // Of one datagram: its client is gone or cannot be reached. The socket itself is fine.
                Log.SendFailed(_logger, e.Message);
            }
        }
    }

    private void Forward(ReadOnlySpan<byte> query, SocketAddress client, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _forwarding) > MaxForwarding)
        {
            // Clients ask again; an answer that came too late would help nobody.
            Interlocked.Decrement(ref _forwarding);
            Log.TooManyForwarded(_logger, MaxForwarding);
            return;
        }

        var copy = new SocketAddress(client.Family, client.Size);
        client.Buffer.Span[..client.Size].CopyTo(copy.Buffer.Span);
        _ = ForwardAsync(query.ToArray(), copy, cancellationToken);
    }

    private async Task ForwardAsync(byte[] query, SocketAddress client, CancellationToken cancellationToken)
    {
        try
        {
            var response = new byte[DnsHandler.MaxUdpMessage];
            var length = await _handler.HandleAsync(query, response, udp: true);
            await _udp.SendToAsync(response.AsMemory(0, length), SocketFlags.None, client, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Log.SendFailed(_logger, e.Message);
        }
        catch (Exception e)
        {
            Log.Failed(_logger, e);
        }
        finally
        {
            Interlocked.Decrement(ref _forwarding);
        }
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _tcp.AcceptAsync(cancellationToken);
            }
            catch (SocketException e)
            {
                // Out of file descriptors, most likely: some will be free again.
                Log.AcceptFailed(_logger, e.Message);
                await Task.Delay(AcceptRetry, _time, cancellationToken);
                continue;
            }

            if (Interlocked.Increment(ref _connections) > MaxConnections)
            {
                Interlocked.Decrement(ref _connections);
                socket.Dispose();
                continue;
            }

            _ = ServeConnectionAsync(socket, cancellationToken);
        }
    }

    private async Task ServeConnectionAsync(Socket socket, CancellationToken cancellationToken)
    {
        var query = ArrayPool<byte>.Shared.Rent(ReceiveSize);
        var response = ArrayPool<byte>.Shared.Rent(2 + DnsHandler.MaxMessage);
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            while (true)
            {
                using var idle = new CancellationTokenSource(IdleTimeout, _time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancellationToken);
                if (await stream.ReadAtLeastAsync(query.AsMemory(0, 2), 2, throwOnEndOfStream: false, either.Token) < 2) return;
                var size = BinaryPrimitives.ReadUInt16BigEndian(query);
                if (size > ReceiveSize) return;
                await stream.ReadExactlyAsync(query.AsMemory(0, size), either.Token);
                var length = _handler.TryHandle(query.AsSpan(0, size), response.AsSpan(2), udp: false);
                if (length == DnsHandler.NeedsOthers) length = await _handler.HandleAsync(query.AsMemory(0, size), response.AsMemory(2), udp: false);
                if (length == 0) return;
                BinaryPrimitives.WriteUInt16BigEndian(response, (ushort)length);
                await stream.WriteAsync(response.AsMemory(0, length + 2), cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            Log.ConnectionEnded(_logger, e.Message);
        }
        catch (Exception e)
        {
            Log.Failed(_logger, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(query);
            ArrayPool<byte>.Shared.Return(response);
            Interlocked.Decrement(ref _connections);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "A response could not be sent: {Error}")]
        public static partial void SendFailed(ILogger logger, string error);

        [LoggerMessage(2, LogLevel.Warning, "More than {Limit} queries wait for other name servers: another one was dropped")]
        public static partial void TooManyForwarded(ILogger logger, int limit);

        [LoggerMessage(3, LogLevel.Debug, "A connection ended: {Error}")]
        public static partial void ConnectionEnded(ILogger logger, string error);

        [LoggerMessage(5, LogLevel.Warning, "A connection could not be accepted: {Error}")]
        public static partial void AcceptFailed(ILogger logger, string error);

        [LoggerMessage(4, LogLevel.Error, "Answering a query failed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
