using System.Net;
using System.Net.Sockets;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;
using Kubesharp.Node.Probes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Kubesharp.Node.Tests.Probes;

public sealed class ProbeRunnerTests : IAsyncLifetime, IDisposable
{
    private static readonly PodAddresses Addresses = new(["127.0.0.1"], []);
    private readonly HttpActions _http = new();
    private readonly List<string> _requests = [];
    private WebApplication _server = null!;
    private int _port;
    private byte _health = 1;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync();
        _port = new Uri(_server.Urls.First()).Port;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("/ok", ProbeResult.Success, "")]
    [InlineData("/redirect", ProbeResult.Success, "")]
    [InlineData("/away", ProbeResult.Success, "")]
    [InlineData("/broken", ProbeResult.Failure, "HTTP probe failed with statuscode: 500")]
    [InlineData("/missing", ProbeResult.Failure, "HTTP probe failed with statuscode: 404")]
    public async Task HttpGet_Answers_AreJudgedByStatus(string path, ProbeResult result, string output)
    {
        var outcome = await RunAsync(new ProbeHandler { HttpGet = new HTTPGetAction { Path = path, Port = "web" } });

        Assert.Equal((result, output), (outcome.Result, outcome.Output));
    }

    [Fact]
    public async Task HttpGet_Headers_AreSentWithTheKubeletsOwn()
    {
        await RunAsync(new ProbeHandler
        {
            HttpGet = new HTTPGetAction { Path = "/ok?x=1", Port = _port, HttpHeaders = [new HTTPHeader { Name = "Host", Value = "example.com" }, new HTTPHeader { Name = "X-A", Value = "b" }] },
        });

        Assert.Equal(["/ok?x=1 example.com kube-probe/1.36 b"], _requests);
    }

    [Fact]
    public async Task Probes_NothingListens_SayConnectionRefused()
    {
        var closed = FreePort();

        var http = await RunAsync(new ProbeHandler { HttpGet = new HTTPGetAction { Path = "/", Port = closed } });
        var tcp = await RunAsync(new ProbeHandler { TcpSocket = new TCPSocketAction { Port = closed } });
        var grpc = await RunAsync(new ProbeHandler { Grpc = new GRPCAction { Port = closed } });

        Assert.Equal($"Get \"http://127.0.0.1:{closed}/\": dial tcp 127.0.0.1:{closed}: connect: connection refused", http.Output);
        Assert.Equal($"dial tcp 127.0.0.1:{closed}: connect: connection refused", tcp.Output);
        Assert.StartsWith($"timeout: failed to connect service \"127.0.0.1:{closed}\" within 5s", grpc.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://10.0.0.1:80/x?y=1", "http://10.0.0.1:80/x?y=1")]
    [InlineData("https://[fd00::1]:443/", "https://[fd00::1]:443/")]
    [InlineData("http://web:8080/a", "http://web:8080/a")]
    public void Url_OfAnAction_AlwaysShowsItsPort(string url, string expected) => Assert.Equal(expected, HttpActions.TextOf(new Uri(url)));

    [Fact]
    public async Task TcpSocket_SomethingListens_Succeeds() =>
        Assert.Equal(ProbeResult.Success, (await RunAsync(new ProbeHandler { TcpSocket = new TCPSocketAction { Port = _port } })).Result);

    [Fact]
    public async Task Grpc_State_IsTheResult()
    {
        var port = new Uri(_server.Urls.Last()).Port;
        Assert.Equal(ProbeResult.Success, (await RunAsync(new ProbeHandler { Grpc = new GRPCAction { Port = port, Service = "a" } })).Result);

        _health = 2;
        var outcome = await RunAsync(new ProbeHandler { Grpc = new GRPCAction { Port = port } });
        Assert.Equal((ProbeResult.Failure, "service unhealthy (responded with \"NOT_SERVING\")"), (outcome.Result, outcome.Output));
    }

    [Fact]
    public async Task Probe_PortWithoutANumber_CannotBeRun()
    {
        var outcome = await RunAsync(new ProbeHandler { HttpGet = new HTTPGetAction { Path = "/", Port = "none" } });

        Assert.Equal((ProbeResult.Unknown, "invalid port: none"), (outcome.Result, outcome.Output));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task<ProbeOutcome> RunAsync(ProbeHandler handler) => new ProbeRunner(null!, _http, TimeProvider.System).RunAsync(
        new Probe { Handler = handler, TimeoutSeconds = 5 },
        new Container { Name = "main", Ports = [new ContainerPort { Name = "web", Port = _port }] },
        "c1",
        Addresses,
        CancellationToken.None);

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        switch (request.Path.Value)
        {
            case "/ok":
                lock (_requests) _requests.Add($"{request.Path}{request.QueryString} {request.Host} {request.Headers.UserAgent} {request.Headers["X-A"]}");
                return;
            case "/redirect":
                context.Response.Redirect("/ok");
                return;
            case "/away":
                context.Response.Redirect("http://other.invalid/");
                return;
            case "/broken":
                context.Response.StatusCode = 500;
                return;
            case "/grpc.health.v1.Health/Check":
                context.Response.ContentType = "application/grpc";
                await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 8, _health });
                context.Response.AppendTrailer("grpc-status", "0");
                return;
            default:
                context.Response.StatusCode = 404;
                return;
        }
    }
}
