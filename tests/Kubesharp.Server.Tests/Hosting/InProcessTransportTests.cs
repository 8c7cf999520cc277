using System.Text;
using System.Text.Json;
using Kubesharp.Api.Core.V1;
using Kubesharp.Client;

namespace Kubesharp.Server.Tests.Hosting;

[Collection(ServerTests.Name)]
public sealed class InProcessTransportTests(RunningServer server)
{
    [Fact]
    public async Task Send_CreateAndGet_IsWhatHttpsShows()
    {
        var ns = await server.NewNamespaceAsync();
        var transport = server.Server.ConnectAs("system:kube-controller-manager", "system:masters");
        var body = Encoding.UTF8.GetBytes("""{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        await using var created = await transport.SendAsync(
            new ApiRequest { Method = "POST", PathAndQuery = $"/api/v1/namespaces/{ns}/configmaps", Body = body, ContentType = "application/json", UserAgent = "tester/1" },
            CancellationToken.None);
        Assert.Equal(201, created.StatusCode);
        using var text = new StreamReader(created.Body);
        Assert.Equal((await server.GetAsync($"/api/v1/namespaces/{ns}/configmaps/a")).GetRawText() + "\n", await text.ReadToEndAsync());
    }

    [Fact]
    public async Task Send_ForbiddenRequest_IsForbidden()
    {
        var transport = server.Server.ConnectAs("nobody-special");
        await using var answer = await transport.SendAsync(new ApiRequest { Method = "GET", PathAndQuery = "/api/v1/secrets" }, CancellationToken.None);
        Assert.Equal(403, answer.StatusCode);
    }

    [Fact]
    public async Task Client_Watch_SeesChangesUntilDisposed()
    {
        var ns = await server.NewNamespaceAsync();
        var client = new KubernetesClient(server.Server.ConnectAs("tester", "system:masters"), TimeProvider.System).For<ConfigMap>();
        var list = await client.ListAsync(ns, null, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var seen = new List<string>();
        var watching = Task.Run(async () =>
        {
            await foreach (var change in client.WatchAsync(ns, new ListQuery { ResourceVersion = list.ResourceVersion }, stop.Token))
            {
                seen.Add($"{change.Type} {change.Object!.Metadata.Name}");
                if (seen.Count == 2) return;
            }
        });
        await client.CreateAsync(new ConfigMap { Metadata = new() { Name = "a", Namespace = ns } }, CancellationToken.None);
        await client.DeleteAsync(ns, "a", CancellationToken.None);
        await watching.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["Added a", "Deleted a"], seen);
    }

    [Fact]
    public async Task Send_CancelledWatch_Ends()
    {
        var transport = server.Server.ConnectAs("tester", "system:masters");
        using var stop = new CancellationTokenSource();
        var answer = await transport.SendAsync(new ApiRequest { Method = "GET", PathAndQuery = "/api/v1/namespaces/default/configmaps?watch=1&resourceVersion=0" }, stop.Token);
        Assert.Equal(200, answer.StatusCode);
        await answer.DisposeAsync();
    }

    [Fact]
    public async Task Send_List_IsJson()
    {
        var transport = server.Server.ConnectAs("tester", "system:masters");
        await using var answer = await transport.SendAsync(new ApiRequest { Method = "GET", PathAndQuery = "/api/v1/namespaces" }, CancellationToken.None);
        using var document = await JsonDocument.ParseAsync(answer.Body);
        Assert.Equal("NamespaceList", document.RootElement.GetProperty("kind").GetString());
    }
}
