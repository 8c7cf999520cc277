using System.Net;
using Kubesharp.Server.Allocation;
using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Allocation;

[Collection(ServerTests.Name)]
public sealed class ServiceAllocationTests(RunningServer server)
{
    private const string Ports = "\"ports\":[{\"port\":80}]";

    [Fact]
    public async Task Create_ClusterIP_GetsAnAddressThatIsFreeAgainAfterDeletion()
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/services";
        var service = await server.CreateAsync(path, $$$"""{"metadata":{"name":"a"},"spec":{{{{Ports}}}}}""");
        var address = service.GetProperty("spec").GetProperty("clusterIP").GetString()!;
        Assert.StartsWith("10.96.", address);
        Assert.Equal(address, service.GetProperty("spec").GetProperty("clusterIPs")[0].GetString());
        var taken = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, path, $$$"""{"metadata":{"name":"b"},"spec":{"clusterIP":"{{{address}}}",{{{Ports}}}}}""", "application/json", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("provided IP is already allocated", taken.GetProperty("message").GetString());
        await server.DeleteAsync(path + "/a");
        await server.CreateAsync(path, $$$"""{"metadata":{"name":"b"},"spec":{"clusterIP":"{{{address}}}",{{{Ports}}}}}""");
    }

    [Fact]
    public async Task Create_AddressOfAFurtherRange_IsGivenWhileTheRangeIsReady()
    {
        const string Ranges = "/apis/networking.k8s.io/v1/servicecidrs";
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/services";
        Assert.Equal(
            "Service \"far\" is invalid: spec.clusterIPs: Invalid value: []string{\"10.250.0.7\"}: failed to allocate IP 10.250.0.7: the provided network does not match the current range",
            await RefusedAsync(path, "far", "10.250.0.7"));
        await server.CreateAsync(Ranges, """{"metadata":{"name":"further"},"spec":{"cidrs":["10.250.0.0/28"]}}""");
        Assert.Contains("the provided network does not match the current range", await RefusedAsync(path, "far", "10.250.0.15"));
        await server.CreateAsync(path, $$$"""{"metadata":{"name":"far"},"spec":{"clusterIP":"10.250.0.7",{{{Ports}}}}}""");
        Assert.Contains("provided IP is already allocated", await RefusedAsync(path, "again", "10.250.0.7"));
        await server.PatchAsync(Ranges + "/further/status", """{"status":{"conditions":[{"type":"Ready","status":"False","reason":"Terminating","message":"m","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}""");
        Assert.Contains("the provided network does not match the current range", await RefusedAsync(path, "other", "10.250.0.8"));
        await server.DeleteAsync(Ranges + "/further");
    }

    [Fact]
    public async Task Create_AddressThatSomebodyElseHas_IsRefused()
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/services";
        await server.CreateAsync("/apis/networking.k8s.io/v1/ipaddresses", """{"metadata":{"name":"10.96.7.7"},"spec":{"parentRef":{"group":"example.com","resource":"gateways","name":"g"}}}""");
        Assert.Contains("provided IP is already allocated", await RefusedAsync(path, "a", "10.96.7.7"));
        await server.DeleteAsync("/apis/networking.k8s.io/v1/ipaddresses/10.96.7.7");
        await server.CreateAsync(path, $$$"""{"metadata":{"name":"a"},"spec":{"clusterIP":"10.96.7.7",{{{Ports}}}}}""");
    }

    [Fact]
    public async Task Create_Headless_GetsNoAddress()
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/services";
        var service = await server.CreateAsync(path, """{"metadata":{"name":"a"},"spec":{"clusterIP":"None","selector":{"a":"b"}}}""");
        Assert.Equal("None", service.GetProperty("spec").GetProperty("clusterIP").GetString());
    }

    [Theory]
    [InlineData("\"ipFamilyPolicy\":\"RequireDualStack\"", "spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this cluster is not configured for dual-stack services")]
    [InlineData("\"ipFamilies\":[\"IPv6\"]", "spec.ipFamilies[0]: Invalid value: \"IPv6\": not configured on this cluster")]
    [InlineData("\"ipFamilyPolicy\":\"PreferDualStack\",\"ipFamilies\":[\"IPv4\",\"IPv6\"]", "spec.ipFamilies[1]: Invalid value: \"IPv6\": not configured on this cluster")]
    public async Task Create_FamilyTheClusterDoesNotHave_IsInvalid(string fields, string message)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/services";
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, path, $$$"""{"metadata":{"name":"a"},"spec":{{{{fields}}},{{{Ports}}}}}""", "application/json", HttpStatusCode.UnprocessableEntity);
        Assert.Contains(message, status.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("\"ipFamilyPolicy\":\"PreferDualStack\"", "PreferDualStack", "IPv4")]
    [InlineData("\"clusterIP\":\"None\"", "RequireDualStack", "IPv4,IPv6")]
    [InlineData("\"clusterIP\":\"None\",\"ipFamilyPolicy\":\"SingleStack\"", "SingleStack", "IPv4")]
    [InlineData("\"clusterIP\":\"None\",\"selector\":{\"a\":\"b\"}", "SingleStack", "IPv4")]
    public async Task Create_Families_AreWhatTheServiceCanHave(string fields, string policy, string families)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/services";
        var spec = (await server.CreateAsync(path, $$$"""{"metadata":{"name":"a"},"spec":{{{{fields}}},{{{Ports}}}}}""")).GetProperty("spec");
        Assert.Equal(policy, spec.GetProperty("ipFamilyPolicy").GetString());
        Assert.Equal(families, string.Join(',', spec.GetProperty("ipFamilies").EnumerateArray().Select(family => family.GetString())));
    }

    [Fact]
    public async Task Create_NodePortOutsideTheRange_IsInvalid()
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/services";
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, path, """{"metadata":{"name":"a"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":80}]}}""", "application/json", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("provided port is not in the valid range. The range of valid ports is 30000-32767", status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Update_ToNodePortAndBack_TakesAndReturnsThePort()
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/services";
        await server.CreateAsync(path, $$$"""{"metadata":{"name":"a"},"spec":{{{{Ports}}}}}""");
        var opened = await server.PatchAsync(path + "/a", """{"spec":{"type":"NodePort"}}""");
        var port = opened.GetProperty("spec").GetProperty("ports")[0].GetProperty("nodePort").GetInt32();
        Assert.InRange(port, 30000, 32767);
        await server.PatchAsync(path + "/a", """{"spec":{"type":"ClusterIP"}}""");
        await server.CreateAsync(path, $$$"""{"metadata":{"name":"b"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":{{{port}}}}]}}""");
    }

    [Fact]
    public void TakeAny_RangeIsFull_IsNull()
    {
        var pool = new NumberPool(1, 3, 1);
        var taken = new HashSet<long?> { pool.TakeAny((low, _) => low), pool.TakeAny((low, _) => low), pool.TakeAny((low, _) => low) };
        Assert.Equal([1, 2, 3], taken.Order());
        Assert.Null(pool.TakeAny((low, _) => low));
        pool.Release(2);
        Assert.Equal(2, pool.TakeAny((low, _) => low));
    }

    private async Task<string> RefusedAsync(string path, string name, string address)
    {
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Post, path, $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"clusterIP":"{{{address}}}",{{{Ports}}}}}""", "application/json", HttpStatusCode.UnprocessableEntity);
        return status.GetProperty("message").GetString()!;
    }
}
