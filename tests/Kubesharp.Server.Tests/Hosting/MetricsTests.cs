using System.Net;

namespace Kubesharp.Server.Tests.Hosting;

[Collection(ServerTests.Name)]
public sealed class MetricsTests(RunningServer server)
{
    [Fact]
    public async Task Metrics_OfRequests_CountThemByVerbAndCode()
    {
        var path = $"/apis/storage.k8s.io/v1/namespaces/{await server.NewNamespaceAsync()}/csistoragecapacities";
        await server.CreateAsync(path, """{"metadata":{"name":"a"},"storageClassName":"fast"}""");
        await server.GetAsync(path + "/a");
        (await RunningServer.SendAsync(server.Admin, HttpMethod.Get, path + "/missing")).Dispose();
        (await RunningServer.SendAsync(server.Admin, HttpMethod.Get, "/api/v1/namespaces/default/endpoints")).Dispose();
        var lines = await ReadAsync();
        const string Capacities = "component=\"apiserver\",dry_run=\"\",group=\"storage.k8s.io\",resource=\"csistoragecapacities\",scope=";
        Assert.Contains($$"""apiserver_request_total{{{Capacities}}"namespace",subresource="",verb="POST",version="v1",code="201",system_client=""} 1""", lines);
        Assert.Contains($$"""apiserver_request_total{{{Capacities}}"resource",subresource="",verb="GET",version="v1",code="200",system_client=""} 1""", lines);
        Assert.Contains($$"""apiserver_request_total{{{Capacities}}"resource",subresource="",verb="GET",version="v1",code="404",system_client=""} 1""", lines);
        Assert.Contains($$"""apiserver_request_duration_seconds_bucket{{{Capacities}}"resource",subresource="",verb="GET",version="v1",le="+Inf"} 2""", lines);
        Assert.Contains($$"""apiserver_request_duration_seconds_count{{{Capacities}}"resource",subresource="",verb="GET",version="v1"} 2""", lines);
        Assert.Contains("""apiserver_requested_deprecated_apis{group="",resource="endpoints",subresource="",version="v1",removed_release=""} 1""", lines);
        Assert.Contains("# TYPE apiserver_request_total counter", lines);
        Assert.Contains("# TYPE apiserver_storage_objects gauge", lines);
        Assert.Contains(lines, line => line.StartsWith("apiserver_storage_objects{resource=\"csistoragecapacities.storage.k8s.io\"} ", StringComparison.Ordinal));
        Assert.Contains("""apiserver_current_inflight_requests{request_kind="mutating"} 0""", lines);
    }

    [Fact]
    public async Task Metrics_OpenWatch_IsLongRunningUntilItEnds()
    {
        const string Open = "apiserver_longrunning_requests{group=\"discovery.k8s.io\",resource=\"endpointslices\",subresource=\"\",version=\"v1\",component=\"apiserver\",scope=\"namespace\",verb=\"WATCH\"} ";
        var path = $"/apis/discovery.k8s.io/v1/namespaces/{await server.NewNamespaceAsync()}/endpointslices?watch=1&timeoutSeconds=30";
        using (await server.Admin.GetAsync(path, HttpCompletionOption.ResponseHeadersRead)) Assert.Contains(Open + "1", await ReadAsync());
    }

    [Fact]
    public async Task Metrics_WithoutRights_AreForbidden()
    {
        using var answer = await RunningServer.SendAsync(server.Nobody, HttpMethod.Get, "/metrics");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private async Task<string[]> ReadAsync()
    {
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, "/metrics");
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        return (await answer.Content.ReadAsStringAsync()).Split('\n');
    }
}
