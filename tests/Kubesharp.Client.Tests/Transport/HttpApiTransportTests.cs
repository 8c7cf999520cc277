using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Kubesharp.Api.Core.V1;
using Kubesharp.Client.Tests.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Client.Tests.Transport;

/// <summary>The transport against a real TLS server on the loopback interface.</summary>
public sealed class HttpApiTransportTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestCertificates _certificates = new();
    private readonly List<WebApplication> _servers = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        _certificates.Dispose();
    }

    [Theory]
    [InlineData("ec")]
    [InlineData("ec-pkcs8")]
    [InlineData("rsa")]
    [InlineData("rsa-pkcs8")]
    public async Task Send_ClientCertificate_IsKnownToTheServer(string keyForm)
    {
        var server = await StartAsync(_certificates.Server(), context => context.Response.WriteAsync(context.Connection.ClientCertificate?.Subject ?? "nobody"));
        var (certificate, key) = _certificates.Client("alice", keyForm);
        using var transport = Transport(server, new KubeUser { ClientCertificateData = Bytes(certificate), ClientKeyData = Bytes(key) });

        Assert.Equal("CN=alice", await BodyAsync(transport));
    }

    [Fact]
    public async Task Send_Tls_UsesHttp2WithHeadersAndBody()
    {
        var server = await StartAsync(_certificates.Server(), async context =>
        {
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            var headers = context.Request.Headers;
            await context.Response.WriteAsync(
                $"{context.Request.Protocol} {context.Request.Method} {context.Request.Path}{context.Request.QueryString} {headers.Authorization} {headers.Accept} {headers.UserAgent} {headers["Impersonate-User"]} {headers["Impersonate-Group"]} {headers["X-More"]} {headers.ContentType} {body}");
        });
        using var transport = Transport(server, new KubeUser { Token = "tok", ImpersonateUser = "ignored" }, path: "/prefix/");

        var text = await BodyAsync(transport, new ApiRequest
        {
            Method = "PATCH",
            PathAndQuery = "/api/v1/x%2Fy?a=b%20c",
            UserAgent = "agent/1",
            ImpersonateUser = "bob",
            ImpersonateGroups = ["g1"],
            Headers = [new("X-More", "m")],
            ContentType = MediaTypes.MergePatch,
            Body = Bytes("{}"),
        });

        Assert.Equal("HTTP/2 PATCH /prefix/api/v1/x%2Fy?a=b%20c Bearer tok application/json agent/1 bob g1 m application/merge-patch+json {}", text);
    }

    [Theory]
    [InlineData(true, "application/vnd.kubernetes.protobuf,application/json application/vnd.kubernetes.protobuf k8s")]
    [InlineData(false, "application/json application/json {")]
    public async Task Send_Record_IsProtobufWhereThatIsTaken(bool takesProtobuf, string expected)
    {
        var server = await StartAsync(_certificates.Server(), async context =>
        {
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await context.Response.WriteAsync($"{context.Request.Headers.Accept} {context.Request.ContentType} {body}");
        });
        using var transport = Transport(server, new KubeUser { Token = "tok" });

        var text = await BodyAsync(
            transport,
            new ApiRequest { Method = "POST", PathAndQuery = "/x", ContentType = MediaTypes.Json, Record = ConfigMap.Empty, TakesProtobuf = takesProtobuf });

        Assert.StartsWith(expected, text);
    }

    [Fact]
    public async Task Send_ImpersonatingConfig_IsInEveryRequest()
    {
        var server = await StartAsync(_certificates.Server(), context => context.Response.WriteAsync(
            $"{context.Request.Headers["Impersonate-User"]} {context.Request.Headers["Impersonate-Uid"]} {context.Request.Headers["Impersonate-Group"]} {context.Request.Headers["Impersonate-Extra-a%2Fb"]}"));
        using var transport = Transport(server, new KubeUser
        {
            ImpersonateUser = "bob",
            ImpersonateUid = "u",
            ImpersonateGroups = ["g"],
            ImpersonateExtra = new Dictionary<string, IReadOnlyList<string>> { ["a/b"] = ["x"] },
        });

        Assert.Equal("bob u g x", await BodyAsync(transport));
    }

    [Fact]
    public async Task Send_SeveralGroups_IsRefusedRatherThanSentAsOne()
    {
        using var transport = new HttpApiTransport(new Uri("http://127.0.0.1:1"), HttpApiTransport.CreateHandler());

        await Assert.ThrowsAsync<NotSupportedException>(() => transport.SendAsync(Get with { ImpersonateUser = "bob", ImpersonateGroups = ["a", "b"] }, None));
    }

    [Fact]
    public async Task Send_AuthorityOfAnother_IsRefused()
    {
        using var other = new TestCertificates("other-ca");
        var server = await StartAsync(other.Server(), context => context.Response.WriteAsync("hello"));
        using var transport = Transport(server, new KubeUser());

        await Assert.ThrowsAsync<HttpRequestException>(() => BodyAsync(transport));
    }

    [Fact]
    public async Task Send_CertificateForAnotherName_IsRefusedUnlessNamed()
    {
        var server = await StartAsync(_certificates.Server("kubernetes.example"), context => context.Response.WriteAsync("hello"));
        using var refused = Transport(server, new KubeUser());
        await Assert.ThrowsAsync<HttpRequestException>(() => BodyAsync(refused));

        using var named = Transport(server, new KubeUser(), cluster => cluster with { TlsServerName = "kubernetes.example" });
        Assert.Equal("hello", await BodyAsync(named));
    }

    [Fact]
    public async Task Send_SkipVerification_TakesAnyCertificate()
    {
        using var other = new TestCertificates("other-ca");
        var server = await StartAsync(other.Server("somewhere"), context => context.Response.WriteAsync("hello"));
        using var transport = Transport(server, new KubeUser(), cluster => cluster with { CertificateAuthorityData = null, InsecureSkipTlsVerify = true });

        Assert.Equal("hello", await BodyAsync(transport));
    }

    [Fact]
    public async Task Send_Rejected_AsksForAFreshCredential()
    {
        using var folder = new TestFolder();
        var server = await StartAsync(_certificates.Server(), context =>
        {
            context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer two" ? 200 : 401;
            return Task.CompletedTask;
        });
        using var transport = Transport(server, new KubeUser { TokenFile = folder.Write("token", "one") });

        await using (var first = await transport.SendAsync(Get, None)) Assert.Equal(401, first.StatusCode);
        folder.Write("token", "two");
        await using var second = await transport.SendAsync(Get, None);

        Assert.Equal(200, second.StatusCode);
    }

    [Fact]
    public async Task Watch_LongStream_ArrivesEventByEvent()
    {
        var next = new SemaphoreSlim(0);
        var server = await StartAsync(_certificates.Server(), async context =>
        {
            for (var i = 1; i <= 3; i++)
            {
                await context.Response.WriteAsync($$"""{"type":"ADDED","object":{{Json.ConfigMap($"m{i}", $"{i}")}}}""" + "\n");
                await context.Response.Body.FlushAsync();
                await next.WaitAsync(context.RequestAborted);
            }
        });
        using var transport = Transport(server, new KubeUser());
        var client = new KubernetesClient(transport, TimeProvider.System);
        var seen = new List<string>();

        await foreach (var change in client.For<ConfigMap>().WatchAsync("", new ListQuery(), None))
        {
            seen.Add(change.Object.Metadata.Name);
            next.Release();
        }

        Assert.Equal(["m1", "m2", "m3"], seen);
    }

    [Fact]
    public async Task Watch_ServerDies_IsAnIoError()
    {
        var server = await StartAsync(_certificates.Server(), async context =>
        {
            await context.Response.WriteAsync($$"""{"type":"ADDED","object":{{Json.ConfigMap("m", "1")}}}""" + "\n");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var transport = Transport(server, new KubeUser());
        var client = new KubernetesClient(transport, TimeProvider.System);

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var change in client.For<ConfigMap>().WatchAsync("", new ListQuery(), None)) Assert.Equal("m", change.Object.Metadata.Name);
        }).ContinueWith(task => Assert.True(task.Result is IOException or HttpRequestException, task.Result.ToString()), TaskScheduler.Default);
    }

    [Fact]
    public async Task Send_ManyAtOnce_ShareConnections()
    {
        var connections = new HashSet<string>();
        var server = await StartAsync(_certificates.Server(), context =>
        {
            lock (connections) connections.Add(context.Connection.Id);
            return context.Response.WriteAsync("x");
        });
        using var transport = Transport(server, new KubeUser());
        await BodyAsync(transport);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => BodyAsync(transport)));

        Assert.Single(connections);
    }

    [Fact]
    public async Task Send_NobodyListens_IsAnHttpRequestException()
    {
        using var transport = new HttpApiTransport(new Uri("http://127.0.0.1:1"), HttpApiTransport.CreateHandler());

        await Assert.ThrowsAsync<HttpRequestException>(() => transport.SendAsync(Get, None));
    }

    private static ApiRequest Get { get; } = new() { Method = "GET", PathAndQuery = "/version" };

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static async Task<string> BodyAsync(HttpApiTransport transport, ApiRequest? request = null)
    {
        await using var response = await transport.SendAsync(request ?? Get, None);
        return await new StreamReader(response.Body).ReadToEndAsync();
    }

    private HttpApiTransport Transport(Uri server, KubeUser user, Func<KubeCluster, KubeCluster>? change = null, string path = "")
    {
        var cluster = new KubeCluster { Server = server.GetLeftPart(UriPartial.Authority) + path, CertificateAuthorityData = Bytes(_certificates.AuthorityPem) };
        var config = new KubeConfig
        {
            CurrentContext = "x",
            Clusters = new Dictionary<string, KubeCluster> { ["c"] = change?.Invoke(cluster) ?? cluster },
            Users = new Dictionary<string, KubeUser> { ["u"] = user },
            Contexts = new Dictionary<string, KubeContext> { ["x"] = new("c", "u", "") },
        };
        return config.Resolve().CreateTransport(TimeProvider.System);
    }

    private async Task<Uri> StartAsync(X509Certificate2 certificate, RequestDelegate handle)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificate,
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            ClientCertificateValidation = (_, _, errors) => errors != SslPolicyErrors.RemoteCertificateNotAvailable,
        })));
        var application = builder.Build();
        application.Run(handle);
        await application.StartAsync();
        _servers.Add(application);
        return new Uri(application.Urls.Single());
    }
}
