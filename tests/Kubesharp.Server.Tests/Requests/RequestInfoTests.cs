using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Tests.Requests;

public sealed class RequestInfoTests
{
    [Theory]
    [InlineData("GET", "/api/v1/pods", false, "list", "", "v1", "", "pods", "", "")]
    [InlineData("GET", "/api/v1/pods", true, "watch", "", "v1", "", "pods", "", "")]
    [InlineData("GET", "/api/v1/namespaces/a/pods/b", false, "get", "", "v1", "a", "pods", "b", "")]
    [InlineData("GET", "/api/v1/namespaces/a/pods/b/log", false, "get", "", "v1", "a", "pods", "b", "log")]
    [InlineData("PATCH", "/apis/apps/v1/namespaces/a/deployments/b/scale", false, "patch", "apps", "v1", "a", "deployments", "b", "scale")]
    [InlineData("GET", "/api/v1/namespaces/a", false, "get", "", "v1", "a", "namespaces", "a", "")]
    [InlineData("PUT", "/api/v1/namespaces/a/finalize", false, "update", "", "v1", "a", "namespaces", "a", "finalize")]
    [InlineData("DELETE", "/api/v1/namespaces/a/pods", false, "deletecollection", "", "v1", "a", "pods", "", "")]
    [InlineData("GET", "/api/v1/watch/namespaces/a/pods", false, "watch", "", "v1", "a", "pods", "", "")]
    public void Parse_ResourcePath_FindsItsParts(
        string method, string path, bool watch, string verb, string group, string version, string ns, string resource, string name, string subresource)
    {
        var info = RequestInfo.Parse(method, path, watch, "");
        Assert.True(info.IsResourceRequest);
        Assert.Equal((verb, group, version, ns), (info.Verb, info.Group, info.Version, info.Namespace));
        Assert.Equal((resource, name, subresource), (info.Resource, info.Name, info.Subresource));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/healthz")]
    [InlineData("/api")]
    [InlineData("/api/v1")]
    [InlineData("/apis/apps")]
    [InlineData("/apis/apps/v1")]
    public void Parse_OtherPath_IsNoResource(string path) => Assert.False(RequestInfo.Parse("GET", path, false, "").IsResourceRequest);

    [Fact]
    public void Parse_ProxyPath_KeepsTheRest() =>
        Assert.Equal("/a/b", RequestInfo.Parse("GET", "/api/v1/namespaces/n/services/s/proxy/a/b", false, "").Rest);
}
