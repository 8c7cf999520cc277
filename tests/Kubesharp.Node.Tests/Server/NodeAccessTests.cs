using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kubesharp.Api.Authentication.V1;
using Kubesharp.Node.Server;
using Kubesharp.Tests;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Node.Tests.Server;

public sealed class NodeAccessTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly FakeAccessReviews _reviews = new();
    private readonly X509Certificate2 _authority = Authority();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("/metrics", "metrics")]
    [InlineData("/metrics/resource", "metrics")]
    [InlineData("/metricsx", "proxy")]
    [InlineData("/stats/summary", "stats")]
    [InlineData("/logs/", "log")]
    [InlineData("/checkpoint/ns/pod/c", "checkpoint")]
    [InlineData("/pods", "pods proxy")]
    [InlineData("/runningpods/", "pods proxy")]
    [InlineData("/healthz/ping", "healthz proxy")]
    [InlineData("/configz", "configz proxy")]
    [InlineData("/containerLogs/ns/pod/c", "proxy")]
    [InlineData("/exec/ns/pod/c", "proxy")]
    [InlineData("//pods", "proxy")]
    public void Subresources_OfAPath_AreTheKubelets(string path, string expected) => Assert.Equal(expected, string.Join(' ', NodeSubresources.Of(path)));

    [Fact]
    public async Task Request_WithoutCredentials_IsUnauthorized()
    {
        var refused = await RefusalAsync(Access(), "/pods", null);

        Assert.Equal((401, "Unauthorized"), (refused.Status, refused.Message));
        Assert.Empty(_reviews.Asked);
    }

    [Fact]
    public async Task Request_WithAnUnknownToken_IsUnauthorized()
    {
        Assert.Equal(401, (await RefusalAsync(Access(), "/pods", "stolen")).Status);
        Assert.Equal(["stolen"], _reviews.Asked);
    }

    [Fact]
    public async Task Request_Anonymous_IsAskedAboutWhereThatIsOn()
    {
        var refused = await RefusalAsync(Access(anonymous: true), "/metrics", null);

        Assert.Equal("Forbidden (user=system:anonymous, verb=get, resource=nodes, subresource(s)=[metrics])", refused.Message);
        _reviews.Allowed.Add("system:anonymous get healthz");
        await Access(anonymous: true).RequireAsync(Request("/healthz", null), null, CancellationToken.None);
    }

    [Fact]
    public async Task Request_OfAllowedToken_PassesAndIsRememberedForItsTime()
    {
        _reviews.Tokens["t"] = new UserInfo { Username = "scraper" };
        _reviews.Allowed.Add("scraper get metrics");
        var access = Access();

        await PassAsync(access, "/metrics/resource", "t");
        await PassAsync(access, "/metrics", "t");
        Assert.Equal(["t", "scraper get metrics"], _reviews.Asked);

        _time.Advance(TimeSpan.FromMinutes(2));
        await PassAsync(access, "/metrics", "t");
        Assert.Equal(["t", "scraper get metrics", "t"], _reviews.Asked);

        _time.Advance(TimeSpan.FromMinutes(3));
        await PassAsync(access, "/metrics", "t");
        Assert.Equal(["t", "scraper get metrics", "t", "t", "scraper get metrics"], _reviews.Asked);
    }

    [Fact]
    public async Task Request_OfForbiddenToken_IsToldWhatItLacksAndAskedAnewAfterHalfAMinute()
    {
        _reviews.Tokens["t"] = new UserInfo { Username = "scraper" };
        var access = Access();

        var refused = await RefusalAsync(access, "/pods", "t");
        Assert.Equal((403, "Forbidden (user=scraper, verb=get, resource=nodes, subresource(s)=[pods proxy])"), (refused.Status, refused.Message));
        _reviews.Allowed.Add("scraper get proxy");
        await RefusalAsync(access, "/pods", "t");
        Assert.Equal(3, _reviews.Asked.Count);

        _time.Advance(TimeSpan.FromSeconds(30));
        await PassAsync(access, "/pods", "t");
    }

    [Fact]
    public async Task Request_WhileTheApiServerIsAway_IsRefusedAndNothingIsRemembered()
    {
        _reviews.Tokens["t"] = new UserInfo { Username = "scraper" };
        _reviews.Allowed.Add("scraper get metrics");
        _reviews.Failure = new HttpRequestException("away");
        var access = Access();
        Assert.Equal(401, (await RefusalAsync(access, "/metrics", "t")).Status);

        _reviews.Failure = null;
        await RefusalAsync(access, "/stats/summary", "t");
        _reviews.Failure = new HttpRequestException("away");
        var refused = await RefusalAsync(access, "/metrics", "t");
        Assert.Equal((500, "Authorization error (user=scraper, verb=get, resource=nodes, subresource=metrics)"), (refused.Status, refused.Message));

        _reviews.Failure = null;
        await PassAsync(access, "/metrics", "t");
    }

    [Fact]
    public async Task Request_WithACertificateOfTheCluster_IsAskedAboutUnlessItsGroupMayDoAll()
    {
        using var masters = Client(_authority, "CN=api, O=system:masters");
        await Access().RequireAsync(Request("/exec/a/b/c", null, "POST"), masters, CancellationToken.None);
        Assert.Empty(_reviews.Asked);

        using var node = Client(_authority, "CN=somebody, O=others");
        var refused = await Assert.ThrowsAsync<HttpStatusException>(() => Access().RequireAsync(Request("/exec/a/b/c", null, "POST"), node, CancellationToken.None));
        Assert.Equal("Forbidden (user=somebody, verb=create, resource=nodes, subresource(s)=[proxy])", refused.Message);
    }

    [Fact]
    public async Task Request_WithACertificateOfSomebodyElse_IsUnauthorized()
    {
        using var other = Authority();
        using var stranger = Client(other, "CN=api, O=system:masters");

        Assert.Equal(401, (await Assert.ThrowsAsync<HttpStatusException>(() => Access().RequireAsync(Request("/pods", null), stranger, CancellationToken.None))).Status);
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
    }

    private static X509Certificate2 Client(X509Certificate2 authority, string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        return request.Create(authority, DateTimeOffset.UtcNow.AddMinutes(-30), DateTimeOffset.UtcNow.AddMinutes(30), [1]);
    }

    private static HttpRequest Request(string path, string? token, string method = "GET")
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        request.Path = path;
        if (token is not null) request.Headers.Authorization = "Bearer " + token;
        return request;
    }

    private static Task PassAsync(NodeAccess access, string path, string? token) => access.RequireAsync(Request(path, token), null, CancellationToken.None);

    private static Task<HttpStatusException> RefusalAsync(NodeAccess access, string path, string? token) =>
        Assert.ThrowsAsync<HttpStatusException>(() => PassAsync(access, path, token));

    private NodeAccess Access(bool anonymous = false) =>
        new(new NodeServerOptions { ClientAuthority = _authority, AllowsAnonymous = anonymous }, "node-1", _reviews, _time);
}
