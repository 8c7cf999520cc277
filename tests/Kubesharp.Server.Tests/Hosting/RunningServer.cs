using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Kubesharp.Server.Hosting;
using Kubesharp.Server.Proxy;
using Kubesharp.Store.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Server.Tests.Hosting;

/// <summary>An API server on a free loopback port with an empty store in memory, and clients that reach it over HTTPS.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubesharp-server").FullName;
    private readonly InMemoryStore _store = new();
    private int _namespaces;

    public Store.IKeyValueStore Store => _store;

    public ApiServer Server { get; private set; } = null!;

    /// <summary>A client of the administrator.</summary>
    public HttpClient Admin { get; private set; } = null!;

    /// <summary>A client without any credentials.</summary>
    public HttpClient Nobody { get; private set; } = null!;

    /// <summary>Stands in for node agents.</summary>
    public FakeNodes Nodes { get; } = new();

    public async Task InitializeAsync()
    {
        var options = new ApiServerOptions { DataDirectory = _folder, Listen = new IPEndPoint(IPAddress.Loopback, 0), Seed = 1, NodeDialers = [Nodes] };
        Server = await ApiServer.CreateAsync(options, _store, TimeProvider.System, NullLoggerFactory.Instance);
        await Server.StartAsync(CancellationToken.None);
        Admin = NewClient(X509Certificate2.CreateFromPemFile(Path.Combine(_folder, "pki/admin.client.crt"), Path.Combine(_folder, "pki/admin.client.key")));
        Nobody = NewClient(null);
    }

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        Nobody.Dispose();
        await Server.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public HttpClient NewClient(X509Certificate2? certificate, Version? version = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = certificate is null ? null : [certificate],
                RemoteCertificateValidationCallback = (_, presented, _, _) => IsOurs(presented),
            },
            UseProxy = false,
        };
        return new HttpClient(handler)
        {
            BaseAddress = new Uri(Server.Url),
            DefaultRequestVersion = version ?? HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <summary>A namespace no other test uses.</summary>
    public async Task<string> NewNamespaceAsync()
    {
        var name = $"ns-{Interlocked.Increment(ref _namespaces)}";
        await CreateAsync("/api/v1/namespaces", $$$$$$"""{"metadata":{"name":"{{{{{{name}}}}}}"}}""");

        // No controller runs here that would make it, and pods are not taken without it.
        await CreateAsync($"/api/v1/namespaces/{name}/serviceaccounts", """{"metadata":{"name":"default"}}""");
        return name;
    }

    public Task<JsonElement> GetAsync(string path) => JsonAsync(Admin, HttpMethod.Get, path, null, null, HttpStatusCode.OK);

    public Task<JsonElement> CreateAsync(string path, string body) => JsonAsync(Admin, HttpMethod.Post, path, body, "application/json", HttpStatusCode.Created);

    public Task<JsonElement> PutAsync(string path, string body) => JsonAsync(Admin, HttpMethod.Put, path, body, "application/json", HttpStatusCode.OK);

    public Task<JsonElement> DeleteAsync(string path, string? options = null) =>
        JsonAsync(Admin, HttpMethod.Delete, path, options, "application/json", HttpStatusCode.OK);

    public Task<JsonElement> PatchAsync(string path, string body, string type = "application/merge-patch+json") =>
        JsonAsync(Admin, HttpMethod.Patch, path, body, type, HttpStatusCode.OK);

    /// <summary>Sends a request and checks the status code of the answer.</summary>
    public static async Task<JsonElement> JsonAsync(HttpClient client, HttpMethod method, string path, string? body, string? type, HttpStatusCode expected)
    {
        using var answer = await SendAsync(client, method, path, body, type);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    public static Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string? body = null, string? type = null, string? accept = null)
    {
        var request = new HttpRequestMessage(method, path) { Version = client.DefaultRequestVersion, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (type is not null) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private bool IsOurs(X509Certificate? presented)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Server.Authority.Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var certificate = new X509Certificate2(presented!);
        return chain.Build(certificate) && certificate.MatchesHostname("127.0.0.1");
    }
}

/// <summary>Gives connections of the test's making to the server when it calls a node.</summary>
public sealed class FakeNodes : INodeDialer
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Func<Stream>> _nodes = new();

    public void Add(string node, Func<Stream> connect) => _nodes[node] = connect;

    public ValueTask<Stream?> DialAsync(string nodeName, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_nodes.TryGetValue(nodeName, out var connect) ? connect() : null);
}

/// <summary>Tests that share one server; each works in a namespace of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ServerTests : ICollectionFixture<RunningServer>
{
    public const string Name = "server";
}
