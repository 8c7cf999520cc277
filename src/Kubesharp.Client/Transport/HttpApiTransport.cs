using System.Net;

namespace Kubesharp.Client;

/// <summary>Talks HTTP/2 or HTTP/1.1 to an API server at an address.</summary>
public sealed class HttpApiTransport : IApiTransport, IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly Uri _server;
    private readonly string _prefix;
    private readonly ApiCredential? _credential;

    /// <param name="server">Base address; a path in it stands in front of every request's path.</param>
    /// <param name="handler">Makes the connections; disposed with the transport.</param>
    /// <param name="credential">Gives the Authorization header of each request; null for none.</param>
    public HttpApiTransport(Uri server, HttpMessageHandler handler, ApiCredential? credential = null)
    {
        _server = server;
        _prefix = server.GetLeftPart(UriPartial.Authority) + server.AbsolutePath.TrimEnd('/');
        _credential = credential;
        _invoker = new HttpMessageInvoker(handler);
    }

    public Uri Server => _server;

    /// <summary>Whether requests that allow it are sent and answered as protobuf.</summary>
    public bool SpeaksProtobuf { get; init; } = true;

    /// <summary>Headers of every request that does not impersonate by itself.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> DefaultHeaders { get; init; } = [];

    /// <summary>A handler set up for API traffic: many streams on few connections, kept alive by pings, no time limit on a response body.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        UseCookies = false,
        UseProxy = false,
    };

    public async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var message = await BuildAsync(request, cancellationToken);
        try
        {
            var response = await _invoker.SendAsync(message, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Unauthorized) _credential?.Rejected(message.Headers.Authorization);
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return new HttpApiResponse(message, response, body);
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    public void Dispose() => _invoker.Dispose();

    private async ValueTask<HttpRequestMessage> BuildAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(HttpMethod.Parse(request.Method), new Uri(_prefix + request.PathAndQuery, UriKind.Absolute))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        var isProtobuf = SpeaksProtobuf && request.TakesProtobuf;
        var headers = message.Headers;
        headers.TryAddWithoutValidation("Accept", isProtobuf && request.Accept == MediaTypes.Json ? MediaTypes.ProtobufOrJson : request.Accept);
        if (request.UserAgent.Length > 0) headers.TryAddWithoutValidation("User-Agent", request.UserAgent);
        if (request.ImpersonateUser.Length > 0) headers.TryAddWithoutValidation("Impersonate-User", request.ImpersonateUser);
        // HttpClient joins the values of a header with commas, which the server would take for one group of a strange name.
        if (request.ImpersonateGroups.Count > 1) throw new NotSupportedException("a request over HTTP can impersonate one group at most");
        foreach (var group in request.ImpersonateGroups) headers.TryAddWithoutValidation("Impersonate-Group", group);
        if (request.ImpersonateUser.Length == 0)
        {
            foreach (var (name, value) in DefaultHeaders) headers.TryAddWithoutValidation(name, value);
        }

        foreach (var (name, value) in request.Headers) headers.TryAddWithoutValidation(name, value);
        if (_credential is not null) headers.Authorization = await _credential.GetAsync(cancellationToken);
        if (request.ContentType.Length > 0)
        {
            var record = isProtobuf && request.ContentType == MediaTypes.Json ? request.Record : null;
            message.Content = record is null ? new ReadOnlyMemoryContent(request.Body) : new ByteArrayContent(record.ToProtobuf());
            message.Content.Headers.TryAddWithoutValidation("Content-Type", record is null ? request.ContentType : MediaTypes.Protobuf);
        }

        return message;
    }

    private sealed class HttpApiResponse(HttpRequestMessage request, HttpResponseMessage response, Stream body)
        : ApiResponse((int)response.StatusCode, body)
    {
        /// <summary>Collected when asked for, which few do.</summary>
        public override IReadOnlyDictionary<string, string> Headers => field ??= Collect(response);

        public override bool IsProtobuf =>
            response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type) && MediaTypes.IsProtobuf(type.ToString());

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            response.Dispose();
            request.Dispose();
        }

        private static Dictionary<string, string> Collect(HttpResponseMessage response)
        {
            var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, values) in response.Headers.NonValidated) pairs[name] = values.ToString();
            foreach (var (name, values) in response.Content.Headers.NonValidated) pairs[name] = values.ToString();
            return pairs;
        }
    }
}
