using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Kubesharp.Server.Proxy;
using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Proxy;

/// <summary>Logs and upgraded connections, with the test in the place of a node's agent.</summary>
[Collection(ServerTests.Name)]
public sealed class ProxyTests(RunningServer server)
{
    [Fact]
    public async Task Log_OfAPod_IsWhatTheNodeSends()
    {
        var (path, node) = await PodAsync();
        using var agent = new Agent(server.Nodes, node);
        var answering = agent.AnswerAsync("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nhello\n");
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, path + "/log?tailLines=5");
        Assert.Equal("hello\n", await answer.Content.ReadAsStringAsync());
        Assert.StartsWith("GET /containerLogs/", await answering);
    }

    [Theory]
    [InlineData("binary.k8s.io", "820568656c6c6f")]
    [InlineData("base64.binary.k8s.io", "8108614756736247383d")]
    public async Task Log_OverAWebSocket_ComesInMessages(string protocol, string message)
    {
        var (path, node) = await PodAsync();
        using var agent = new Agent(server.Nodes, node);
        var answering = agent.AnswerAsync("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
        await using var client = await ConnectAsync();
        await client.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {path}/log HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: {protocol}\r\n\r\n"));
        var head = await ReadHeadAsync(client);
        Assert.StartsWith("HTTP/1.1 101 ", head);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Sec-WebSocket-Protocol: " + protocol, head, StringComparison.OrdinalIgnoreCase);
        const string Close = "880203e8";
        var frames = new byte[(message.Length + Close.Length) / 2];
        await client.ReadExactlyAsync(frames);
        Assert.Equal(message + Close, Convert.ToHexStringLower(frames));
        Assert.StartsWith("GET /containerLogs/", await answering);
    }

    [Fact]
    public async Task Log_NodeRefuses_IsItsMessage()
    {
        var (path, node) = await PodAsync();
        using var agent = new Agent(server.Nodes, node);
        var answering = agent.AnswerAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nno!");
        var status = await RunningServer.JsonAsync(server.Admin, HttpMethod.Get, path + "/log", null, null, HttpStatusCode.BadRequest);
        Assert.Equal("no!", status.GetProperty("message").GetString());
        await answering;
    }

    [Theory]
    [InlineData("/log?container=other", "container other is not valid for pod p")]
    [InlineData("/log?container=other&container=second", "container other is not valid for pod p")]
    [InlineData("/exec?container=c", "you must specify at least 1 command for the container")]
    [InlineData("/exec?command=ls", "Upgrade request required")]
    public async Task Request_Unusable_IsBadRequest(string request, string message)
    {
        var (path, _) = await PodAsync();
        var status = await RunningServer.JsonAsync(server.Admin, HttpMethod.Get, path + request, null, null, HttpStatusCode.BadRequest);
        Assert.Equal(message, status.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("GET", HttpStatusCode.MovedPermanently)]
    [InlineData("HEAD", HttpStatusCode.MovedPermanently)]
    public async Task Proxy_RootWithoutASlash_LeadsToTheOneWith(string method, HttpStatusCode code)
    {
        var (path, _) = await PodAsync();
        using var answer = await RunningServer.SendAsync(server.Admin, new HttpMethod(method), path + "/proxy?a=b");
        Assert.Equal((code, path + "/proxy/?a=b"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("OPTIONS")]
    [InlineData("PUT")]
    public async Task Proxy_ToANode_PassesEveryMethodAndKeepsRedirectsUnderItsPath(string method)
    {
        var (_, node) = await PodAsync();
        await server.CreateAsync("/api/v1/nodes", $$$"""{"metadata":{"name":"{{{node}}}"}}""");
        using var agent = new Agent(server.Nodes, node);
        var answering = agent.AnswerAsync("HTTP/1.1 302 Found\r\nLocation: /logs/\r\nContent-Length: 0\r\n\r\n");
        using var answer = await RunningServer.SendAsync(server.Admin, new HttpMethod(method), $"/api/v1/nodes/{node}/proxy/logs?x=1");
        Assert.Equal((HttpStatusCode.Found, $"/api/v1/nodes/{node}/proxy/logs/"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.StartsWith($"{method} /logs?x=1 ", await answering);
    }

    [Theory]
    [InlineData("10.0.0.1", "/d/", "/p/proxy/d/")]
    [InlineData("10.0.0.1", "/", "/p/proxy/")]
    [InlineData("10.0.0.1", "http://10.0.0.1:80/d?x#y", "/p/proxy/d?x#y")]
    [InlineData("10.0.0.1:80", "http://10.0.0.1/d", "/p/proxy/d")]
    [InlineData("10.0.0.1:443", "https://10.0.0.1/d", "/p/proxy/d")]
    [InlineData("10.0.0.1:8080", "http://10.0.0.1:8080/d", "/p/proxy/d")]
    [InlineData("10.0.0.1:8080", "//10.0.0.1:8080/d", "/p/proxy/d")]
    [InlineData("10.0.0.1:8080", "HTTP://10.0.0.1:8080/p/proxy/d", "/p/proxy/d")]
    [InlineData("10.0.0.1:8080", "http://10.0.0.1:8080?x", "/p/proxy/?x")]
    [InlineData("10.0.0.1:8080", "http://10.0.0.1/d", "http://10.0.0.1/d")]
    [InlineData("10.0.0.1", "https://api.test:6443/d/?x", "https://api.test:6443/p/proxy/d/?x")]
    [InlineData("10.0.0.1", "https://api.test:6443/p/proxy/d", "https://api.test:6443/p/proxy/d")]
    [InlineData("10.0.0.1", "http://example.com/d", "http://example.com/d")]
    [InlineData("10.0.0.1", "//example.com/d", "//example.com/d")]
    [InlineData("10.0.0.1", "mailto:a@10.0.0.1", "mailto:a@10.0.0.1")]
    [InlineData("10.0.0.1", "d", "d")]
    [InlineData("10.0.0.1", "#d", "#d")]
    [InlineData("10.0.0.1", "/p/proxy/d", "/p/proxy/d")]
    [InlineData("10.0.0.1", "", "")]
    public void Link_WithinTheTarget_IsToldUnderItsPath(string authority, string link, string expected) =>
        Assert.Equal(expected, HttpForwarder.Relocate(link, authority, "api.test:6443", "/p/proxy"));

    [Theory]
    [InlineData("text/html; charset=utf-8", "<a href=\"PREFIX/rewriteme\">test</a>")]
    [InlineData("text/plain", "<a href=\"/rewriteme\">test</a>")]
    public async Task Proxy_Page_HasLinksUnderThePathItWasAskedBy(string contentType, string expected)
    {
        const string Page = "<a href=\"/rewriteme\">test</a>";
        var (prefix, agent) = await ProxiedAsync();
        using var _ = agent;
        var answering = agent.AnswerAsync($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nContent-Length: {Page.Length}\r\n\r\n{Page}");
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, prefix + "/page");
        Assert.Equal(expected.Replace("PREFIX", prefix, StringComparison.Ordinal), await answer.Content.ReadAsStringAsync());
        Assert.StartsWith("GET /page ", await answering);
    }

    [Fact]
    public async Task Proxy_PathWithAQuote_EndsNoAttribute()
    {
        var (prefix, agent) = await ProxiedAsync();
        using var _ = agent;
        var answering = agent.AnswerAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<a href='/x'>");
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, prefix.Replace("1080", "'a=b", StringComparison.Ordinal) + "/page");
        Assert.Equal($"<a href='{prefix.Replace("1080", "%27a=b", StringComparison.Ordinal)}/x'>", await answer.Content.ReadAsStringAsync());
        await answering;
    }

    [Fact]
    public async Task Proxy_CompressedPage_IsRewrittenAndCompressed()
    {
        var (prefix, agent) = await ProxiedAsync();
        using var _ = agent;
        var answering = agent.AnswerAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n", Zip("<a href='/x'>"));
        using var request = new HttpRequestMessage(HttpMethod.Get, prefix + "/page");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "deflate, gzip;q=0.8, br");
        using var answer = await server.Admin.SendAsync(request);
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        await using var body = new GZipStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var text = new StreamReader(body);
        Assert.Equal($"<a href='{prefix}/x'>", await text.ReadToEndAsync());
        Assert.Contains("\r\nAccept-Encoding: gzip;q=0.8\r\n", await answering, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEAD", "200 OK")]
    [InlineData("GET", "304 Not Modified")]
    public async Task Proxy_PageWithoutABody_IsPassedOn(string method, string status)
    {
        var (prefix, agent) = await ProxiedAsync();
        using var _ = agent;
        var answering = agent.AnswerAsync($"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n");
        using var answer = await RunningServer.SendAsync(server.Admin, new HttpMethod(method), prefix + "/page");
        Assert.StartsWith(((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture), status);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        await answering;
    }

    [Fact]
    public async Task Proxy_PartOfAPage_StaysAsItIs()
    {
        var (prefix, agent) = await ProxiedAsync();
        using var _ = agent;
        var answering = agent.AnswerAsync("HTTP/1.1 206 Partial Content\r\nContent-Type: text/html\r\nContent-Range: bytes 0-12/40\r\nContent-Length: 13\r\n\r\n<a href=\"/x\">");
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, prefix + "/page");
        Assert.Equal("<a href=\"/x\">", await answer.Content.ReadAsStringAsync());
        await answering;
    }

    [Fact]
    public async Task Exec_Upgrade_JoinsBothSides()
    {
        var (path, node) = await PodAsync();
        using var agent = new Agent(server.Nodes, node);
        var serving = agent.EchoAfterUpgradeAsync();
        await using var client = await ConnectAsync();
        await client.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {path}/exec?command=cat&stdin=true&stdout=true HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\n\r\n"));
        var head = await ReadHeadAsync(client);
        Assert.StartsWith("HTTP/1.1 101 ", head);
        Assert.Contains("X-Stream-Protocol-Version: v4.channel.k8s.io", head, StringComparison.OrdinalIgnoreCase);
        await client.WriteAsync("ping"u8.ToArray());
        var echo = new byte[4];
        await client.ReadExactlyAsync(echo);
        Assert.Equal("ping", Encoding.ASCII.GetString(echo));
        await client.DisposeAsync();
        Assert.Contains("/exec/", await serving);
    }

    [Theory]
    [InlineData("Content-Length: 22\r\n\r\ncontainer not found!!!")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n9\r\ncontainer\r\nD\r\n not found!!!\r\n0\r\n\r\n")]
    public async Task Exec_NodeRefuses_IsPassedOnAsItIs(string answer)
    {
        var (path, node) = await PodAsync();
        using var agent = new Agent(server.Nodes, node);
        var answering = agent.AnswerAsync("HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\n" + answer);
        await using var client = await ConnectAsync();
        await client.WriteAsync(Encoding.ASCII.GetBytes($"GET {path}/exec?command=cat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n"));
        var head = await ReadHeadAsync(client);
        Assert.StartsWith("HTTP/1.1 404 ", head);
        Assert.Contains("Content-Type: text/plain; charset=utf-8", head, StringComparison.OrdinalIgnoreCase);
        var body = new byte[22];
        await client.ReadExactlyAsync(body);
        Assert.Equal("container not found!!!", Encoding.ASCII.GetString(body));
        await answering;
    }

    private static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0) break;
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private async Task<Stream> ConnectAsync()
    {
        var folder = Path.GetDirectoryName(server.Server.AdminKubeconfig)!;
        var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(
            Path.Combine(folder, "pki/admin.client.crt"), Path.Combine(folder, "pki/admin.client.key"));
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Server.Endpoint.Port);
        var tls = new System.Net.Security.SslStream(client.GetStream(), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(new System.Net.Security.SslClientAuthenticationOptions { TargetHost = "127.0.0.1", ClientCertificates = [certificate] });
        return tls;
    }

    private static byte[] Zip(string text)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest)) zip.Write(Encoding.UTF8.GetBytes(text));
        return zipped.ToArray();
    }

    /// <summary>A node that can be asked by proxy, with the path to it, and its agent.</summary>
    private async Task<(string Prefix, Agent Agent)> ProxiedAsync()
    {
        var (_, node) = await PodAsync();
        await server.CreateAsync("/api/v1/nodes", $$$"""{"metadata":{"name":"{{{node}}}"}}""");
        return ($"/api/v1/nodes/http:{node}:1080/proxy", new Agent(server.Nodes, node));
    }

    private async Task<(string Path, string Node)> PodAsync()
    {
        var ns = await server.NewNamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/pods";
        await server.CreateAsync(path, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, path + "/p/binding", $$$"""{"target":{"kind":"Node","name":"proxy-{{{ns}}}"}}""", "application/json", HttpStatusCode.Created);
        return (path + "/p", $"proxy-{ns}");
    }

    /// <summary>The other end of the connection that the server opens to a node.</summary>
    private sealed class Agent : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Agent(FakeNodes nodes, string name)
        {
            _listener.Start();
            nodes.Add(name, () =>
            {
                var client = new TcpClient();
                client.Connect((IPEndPoint)_listener.LocalEndpoint);
                return client.GetStream();
            });
        }

        public async Task<string> AnswerAsync(string answer, byte[]? body = null)
        {
            using var connection = await _listener.AcceptTcpClientAsync();
            var stream = connection.GetStream();
            var head = await ReadHeadAsync(stream);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
            if (body is not null) await stream.WriteAsync(body);
            return head;
        }

        public async Task<string> EchoAfterUpgradeAsync()
        {
            using var connection = await _listener.AcceptTcpClientAsync();
            var stream = connection.GetStream();
            var head = await ReadHeadAsync(stream);
            await stream.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\n\r\n"u8.ToArray());
            var buffer = new byte[1024];
            int read;
            while ((read = await stream.ReadAsync(buffer)) > 0) await stream.WriteAsync(buffer.AsMemory(0, read));
            return head;
        }

        public void Dispose() => _listener.Dispose();
    }
}
