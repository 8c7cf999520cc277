using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kubesharp.Bench.Load;

/// <summary>
/// One HTTPS connection that speaks HTTP/2 with one request at a time, or a fixed number of them. It does as little as can be done, because
/// it takes its processor time from the server that it measures: no header objects, no queues, one write and as few reads as answers need.
/// </summary>
internal sealed class LoadConnection : IAsyncDisposable
{
    /// <summary>The environment variable that lets .NET's sockets go on in the thread that hears of them.</summary>
    public const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private const int FrameHeader = 9;
    private const int Window = int.MaxValue;
    private const int Refill = 1 << 29;
    private static readonly byte[] SettingsAck = [0, 0, 0, 4, 1, 0, 0, 0, 0];

    private readonly SslStream _stream;
    private readonly RequestBuffer _request;
    private readonly byte[] _input = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _nextStream = 1;
    private int _unacknowledged;

    private LoadConnection(SslStream stream, string authority, string accept)
    {
        _stream = stream;
        _request = new RequestBuffer(authority, accept);
    }

    /// <summary>Called with each piece of a response body; null when nobody looks.</summary>
    public Action<ReadOnlySpan<byte>>? OnBody { get; set; }

    public static async Task<LoadConnection> OpenAsync(Target target, CancellationToken cancellationToken, string accept = "application/json")
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target.Endpoint, cancellationToken);
            var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
                    ApplicationProtocols = [SslApplicationProtocol.Http2],
                    ClientCertificates = target.Certificate is null ? null : [target.Certificate],
                    RemoteCertificateValidationCallback = static (_, _, _, _) => true,
                },
                cancellationToken);
            var connection = new LoadConnection(stream, target.Endpoint.ToString(), accept);
            await connection.GreetAsync(cancellationToken);
            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads its answer to the end.</summary>
    public async ValueTask<LoadResponse> SendAsync(string method, ReadOnlyMemory<byte> path, string contentType, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        _request.Clear();
        var stream = Add(method, path.Span, contentType, body.Span);
        await _stream.WriteAsync(_request.Written, cancellationToken);
        var status = 0;
        var length = 0L;
        while (true)
        {
            while (!HasFrame()) await FillAsync(cancellationToken);
            var (type, flags, frameStream, payload) = TakeFrame();
            if (frameStream != stream)
            {
                await HandleControlAsync(type, flags, payload, cancellationToken);
                continue;
            }

            switch (type)
            {
                case 0:
                    length += payload.Length;
                    OnBody?.Invoke(payload.Span);
                    if (AcknowledgeData(payload.Length)) await RefillAsync(cancellationToken);
                    break;
                case 1 when status == 0:
                    status = ReadStatus(payload.Span);
                    break;
                case 3:
                    throw new BenchException("the server reset a request");
            }

            if (type <= 1 && (flags & 1) != 0) return new LoadResponse(status, length);
        }
    }

    /// <summary>Keeps a number of requests under way until there are no more. Those that follow on answers read at once go out together.</summary>
    /// <param name="atATime">How many.</param>
    /// <param name="status">What each is to be answered with.</param>
    /// <param name="source">Makes the next request, whose arrays are not looked at any more afterwards; null when there is none.</param>
    /// <param name="cancellationToken">Ends the wait for answers.</param>
    public async Task SendManyAsync(int atATime, int status, Func<LoadRequest?> source, CancellationToken cancellationToken)
    {
        var open = 0;
        while (true)
        {
            _request.Clear();
            while (open < atATime && source() is { } next)
            {
                Add(next.Method, next.Path.Span, next.ContentType, next.Body.Span);
                open++;
            }

            if (open == 0) return;
            if (!_request.Written.IsEmpty) await _stream.WriteAsync(_request.Written, cancellationToken);
            do
            {
                while (!HasFrame()) await FillAsync(cancellationToken);
                if (await EndsRequestAsync(status, cancellationToken)) open--;
            }
            while (HasFrame());
        }
    }

    /// <summary>Sends a request and reads its answer as text.</summary>
    public async Task<(int Status, string Body)> SendTextAsync(string method, string path, string contentType, string body, CancellationToken cancellationToken)
    {
        var text = new MemoryStream();
        OnBody = text.Write;
        var response = await SendAsync(method, Encoding.ASCII.GetBytes(path), contentType, Encoding.UTF8.GetBytes(body), cancellationToken);
        OnBody = null;
        return (response.Status, Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
    }

    public async ValueTask DisposeAsync() => await _stream.DisposeAsync();

    /// <summary>The status code: the first field of a response, in the static table or as text.</summary>
    private static int ReadStatus(ReadOnlySpan<byte> headers)
    {
        // The table was sized to zero, which the server may note with a size update first.
        while (headers.Length > 1 && (headers[0] & 0xE0) == 0x20) headers = headers[1..];
        int[] indexed = [200, 204, 206, 304, 400, 404, 500];
        if ((headers[0] & 0x80) != 0) return indexed[(headers[0] & 0x7F) - 8];
        var text = headers.Slice(2, headers[1] & 0x7F);
        if ((headers[1] & 0x80) == 0) return int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        throw new BenchException("a status code came compressed");
    }

    private int Add(string method, ReadOnlySpan<byte> path, string contentType, ReadOnlySpan<byte> body)
    {
        var stream = _nextStream;
        _nextStream += 2;
        _request.Add(stream, method, path, contentType, body);
        return stream;
    }

    /// <summary>Takes a frame of any request, whose answer must have a status.</summary>
    private async ValueTask<bool> EndsRequestAsync(int status, CancellationToken cancellationToken)
    {
        var (type, flags, stream, payload) = TakeFrame();
        switch (type)
        {
            case 0:
                if (AcknowledgeData(payload.Length)) await RefillAsync(cancellationToken);
                break;
            case 1:
                if (ReadStatus(payload.Span) is var answered && answered != status) throw new BenchException($"a request was answered with {answered} and not {status}");
                break;
            case 3:
                throw new BenchException("the server reset a request");
            default:
                if (stream == 0) await HandleControlAsync(type, flags, payload, cancellationToken);
                return false;
        }

        return (flags & 1) != 0;
    }

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        var greeting = new MemoryStream();
        greeting.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        greeting.Write([0, 0, 18, 4, 0, 0, 0, 0, 0]);
        WriteSetting(greeting, 1, 0);
        WriteSetting(greeting, 2, 0);
        WriteSetting(greeting, 4, Window);
        greeting.Write([0, 0, 4, 8, 0, 0, 0, 0, 0]);
        WriteInt32(greeting, Window - 65535);
        await _stream.WriteAsync(greeting.GetBuffer().AsMemory(0, (int)greeting.Length), cancellationToken);
    }

    private static void WriteSetting(MemoryStream output, short name, int value)
    {
        output.Write([(byte)(name >> 8), (byte)name]);
        WriteInt32(output, value);
    }

    private static void WriteInt32(MemoryStream output, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        output.Write(bytes);
    }

    private bool HasFrame()
    {
        var available = _end - _start;
        return available >= FrameHeader && available >= FrameHeader + PayloadLength();
    }

    private int PayloadLength() => BinaryPrimitives.ReadInt32BigEndian(_input.AsSpan(_start)) >>> 8;

    private (byte Type, byte Flags, int Stream, ReadOnlyMemory<byte> Payload) TakeFrame()
    {
        var length = PayloadLength();
        var header = _input.AsSpan(_start, FrameHeader);
        var payload = _input.AsMemory(_start + FrameHeader, length);
        var frame = (header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header[5..]) & int.MaxValue, (ReadOnlyMemory<byte>)payload);
        _start += FrameHeader + length;
        return frame;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _input.AsSpan(_start, _end - _start).CopyTo(_input);
            _end -= _start;
            _start = 0;
        }

        cancellationToken.ThrowIfCancellationRequested(); // reads that find data at hand do not ask
        var read = await _stream.ReadAsync(_input.AsMemory(_end), cancellationToken);
        if (read == 0) throw new BenchException("the server closed a connection");
        _end += read;
    }

    private async ValueTask HandleControlAsync(byte type, byte flags, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        switch (type)
        {
            case 4 when (flags & 1) == 0:
                await _stream.WriteAsync(SettingsAck, cancellationToken);
                break;
            case 6 when (flags & 1) == 0:
                await _stream.WriteAsync((byte[])[0, 0, 8, 6, 1, 0, 0, 0, 0, .. payload.Span], cancellationToken);
                break;
            case 7:
                throw new BenchException("the server closes a connection");
        }
    }

    private bool AcknowledgeData(int length) => (_unacknowledged += length) >= Refill;

    /// <summary>Gives the server its room on the connection back, rarely. A stream has as much room as there can be.</summary>
    private async ValueTask RefillAsync(CancellationToken cancellationToken)
    {
        var frame = new MemoryStream();
        frame.Write([0, 0, 4, 8, 0, 0, 0, 0, 0]);
        WriteInt32(frame, _unacknowledged);
        _unacknowledged = 0;
        await _stream.WriteAsync(frame.GetBuffer().AsMemory(0, (int)frame.Length), cancellationToken);
    }
}

/// <summary>Where load goes, and as whom.</summary>
internal sealed record Target(IPEndPoint Endpoint, X509Certificate2? Certificate);

/// <summary>What came back: the status code and the length of the body.</summary>
internal readonly record struct LoadResponse(int Status, long Length);
