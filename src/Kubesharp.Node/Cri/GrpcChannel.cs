using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace Kubesharp.Node.Cri;

/// <summary>
/// A gRPC client for one server on a Unix socket: unary and server-streaming calls over HTTP/2 without TLS. It reconnects by
/// itself; a call made while the server is away fails with <see cref="GrpcStatusCode.Unavailable"/>.
/// </summary>
public sealed class GrpcChannel : IDisposable
{
    private const int PrefixLength = 5;

    /// <summary>The largest message accepted, in bytes: what the kubelet allows a runtime to answer.</summary>
    private const int MaxMessageBytes = 16 * 1024 * 1024;

    private static readonly MediaTypeHeaderValue GrpcMediaType = new("application/grpc");
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;

    /// <summary>Makes a channel to a socket; nothing connects before the first call.</summary>
    /// <param name="socketPath">File name of the socket, or an address of the form <c>unix:///run/x.sock</c>.</param>
    /// <param name="time">The clock that deadlines run on.</param>
    public GrpcChannel(string socketPath, TimeProvider time)
    {
        SocketPath = socketPath.StartsWith("unix://", StringComparison.Ordinal) ? socketPath["unix://".Length..] : socketPath;
        _time = time;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
        });
    }

    public string SocketPath { get; }

    /// <summary>Makes a call with one answer.</summary>
    /// <param name="method">Path of the method, as in <c>/runtime.v1.RuntimeService/Version</c>.</param>
    /// <param name="request">The request message.</param>
    /// <param name="parser">Reads the answer.</param>
    /// <param name="timeout">How long the call may take in all; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancel">Gives the call up.</param>
    /// <exception cref="GrpcException">The server refused, could not be reached, or the time ran out.</exception>
    public async Task<TResponse> CallAsync<TResponse>(
        string method, IMessage request, MessageParser<TResponse> parser, TimeSpan timeout, CancellationToken cancel)
        where TResponse : IMessage<TResponse>
    {
        using var deadline = timeout == Timeout.InfiniteTimeSpan ? null : new CancellationTokenSource(timeout, _time);
        using var linked = deadline is null
            ? CancellationTokenSource.CreateLinkedTokenSource(cancel)
            : CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            using var message = CreateRequest(method, request, timeout);
            using var response = await _http.SendAsync(message, linked.Token);
            ThrowOnError(response, trailersOnly: true);
            await using var body = await response.Content.ReadAsStreamAsync(linked.Token);
            var answer = await ReadMessageAsync(body, parser, linked.Token);
            if (answer is not null && await ReadMessageAsync(body, parser, linked.Token) is not null)
                throw new GrpcException(GrpcStatusCode.Internal, $"{method} answered more than one message");
            ThrowOnError(response, trailersOnly: false);
            return answer ?? throw new GrpcException(GrpcStatusCode.Internal, $"{method} answered without a message");
        }
        catch (Exception e) when (Translate(e, cancel, deadline) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Makes a call whose answer is a stream of messages; the stream ends when the server closes it or the token is cancelled.</summary>
    /// <exception cref="GrpcException">The server refused, could not be reached, or ended the stream with an error.</exception>
    public async IAsyncEnumerable<TResponse> StreamAsync<TResponse>(
        string method, IMessage request, MessageParser<TResponse> parser, [EnumeratorCancellation] CancellationToken cancel)
        where TResponse : class, IMessage<TResponse>
    {
        using var message = CreateRequest(method, request, Timeout.InfiniteTimeSpan);
        HttpResponseMessage? response = null;
        Stream? body = null;
        try
        {
            try
            {
                response = await _http.SendAsync(message, cancel);
                ThrowOnError(response, trailersOnly: true);
                body = await response.Content.ReadAsStreamAsync(cancel);
            }
            catch (Exception e) when (Translate(e, cancel, null) is { } translated)
            {
                throw translated;
            }

            while (true)
            {
                TResponse? next;
                try
                {
                    next = await ReadMessageAsync(body, parser, cancel);
                    if (next is null) ThrowOnError(response, trailersOnly: false);
                }
                catch (Exception e) when (Translate(e, cancel, null) is { } translated)
                {
                    throw translated;
                }

                if (next is null) yield break;
                yield return next;
            }
        }
        finally
        {
            if (body is not null) await body.DisposeAsync();
            response?.Dispose();
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage CreateRequest(string method, IMessage request, TimeSpan timeout)
    {
        var size = request.CalculateSize();
        var bytes = new byte[PrefixLength + size];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), size);
        request.WriteTo(bytes.AsSpan(PrefixLength));

        var message = new HttpRequestMessage(HttpMethod.Post, new Uri("http://localhost" + method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(bytes) { Headers = { ContentType = GrpcMediaType } },
        };
        message.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            // The wire allows eight digits; milliseconds reach 27 hours.
            var milliseconds = Math.Clamp((long)Math.Ceiling(timeout.TotalMilliseconds), 1, 99_999_999);
            message.Headers.TryAddWithoutValidation("grpc-timeout", milliseconds.ToString(CultureInfo.InvariantCulture) + "m");
        }

        return message;
    }

    private static async ValueTask<TResponse?> ReadMessageAsync<TResponse>(
        Stream body, MessageParser<TResponse> parser, CancellationToken cancel)
        where TResponse : IMessage<TResponse>
    {
        var prefix = ArrayPool<byte>.Shared.Rent(PrefixLength);
        try
        {
            var read = await body.ReadAtLeastAsync(prefix.AsMemory(0, PrefixLength), PrefixLength, throwOnEndOfStream: false, cancel);
            if (read == 0) return default;
            if (read < PrefixLength) throw new GrpcException(GrpcStatusCode.Internal, "stream ended inside a message header");
            if (prefix[0] != 0) throw new GrpcException(GrpcStatusCode.Unimplemented, "compressed messages are not supported");
            var length = BinaryPrimitives.ReadUInt32BigEndian(prefix.AsSpan(1));
            if (length > MaxMessageBytes)
            {
                throw new GrpcException(
                    GrpcStatusCode.ResourceExhausted, $"grpc: received message larger than max ({length} vs. {MaxMessageBytes})");
            }

            var buffer = ArrayPool<byte>.Shared.Rent((int)length);
            try
            {
                await body.ReadExactlyAsync(buffer.AsMemory(0, (int)length), cancel);
                return parser.ParseFrom(buffer.AsSpan(0, (int)length));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(prefix);
        }
    }

    /// <summary>The status comes as trailers, or as headers when the answer has no body at all.</summary>
    private static void ThrowOnError(HttpResponseMessage response, bool trailersOnly)
    {
        if (trailersOnly && response.StatusCode != HttpStatusCode.OK)
            throw new GrpcException(GrpcStatusCode.Unknown, $"unexpected HTTP status code received from server: {(int)response.StatusCode}");
        var headers = trailersOnly ? response.Headers : response.TrailingHeaders;
        if (Header(headers, "grpc-status") is not { } status)
        {
            if (trailersOnly || Header(response.Headers, "grpc-status") is not null) return;
            throw new GrpcException(GrpcStatusCode.Internal, "server closed the stream without sending trailers");
        }

        var code = int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 16
            ? (GrpcStatusCode)number
            : GrpcStatusCode.Unknown;
        if (code == GrpcStatusCode.Ok) return;
        throw new GrpcException(code, Uri.UnescapeDataString(Header(headers, "grpc-message") ?? ""));
    }

    private static string? Header(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static GrpcException? Translate(Exception e, CancellationToken cancel, CancellationTokenSource? deadline) => e switch
    {
        GrpcException => null,
        OperationCanceledException when cancel.IsCancellationRequested => null,
        OperationCanceledException when deadline is { IsCancellationRequested: true } =>
            new GrpcException(GrpcStatusCode.DeadlineExceeded, "context deadline exceeded", e),
        InvalidProtocolBufferException => new GrpcException(GrpcStatusCode.Internal, e.Message, e),
        HttpRequestException or IOException or SocketException =>
            new GrpcException(GrpcStatusCode.Unavailable, (e.InnerException ?? e).Message, e),
        _ => null,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
