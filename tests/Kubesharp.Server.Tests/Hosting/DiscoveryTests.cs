using System.Text.Json;
using Kubesharp.Server.Registry;

namespace Kubesharp.Server.Tests.Hosting;

[Collection(ServerTests.Name)]
public sealed class DiscoveryTests(RunningServer server)
{
    private static readonly string[] StoredInAnOlderVersionUpstream = ["mutatingadmissionpolicies", "mutatingadmissionpolicybindings", "customresourcedefinitions"];

    [Fact]
    public async Task Resources_StorageVersionHash_IsOfGroupVersionAndKind()
    {
        var pods = (await server.GetAsync("/api/v1")).GetProperty("resources").EnumerateArray().Single(r => r.GetProperty("name").GetString() == "pods");
        Assert.Equal("xPOwRZ+Yhw8=", pods.GetProperty("storageVersionHash").GetString());
    }

    [Fact]
    public async Task Apis_PlainForm_ListsGroupsWithPreferredVersion()
    {
        var groups = (await server.GetAsync("/apis")).GetProperty("groups").EnumerateArray().ToDictionary(g => g.GetProperty("name").GetString()!);
        Assert.Equal("apps/v1", groups["apps"].GetProperty("preferredVersion").GetProperty("groupVersion").GetString());
        Assert.Equal("autoscaling/v2", groups["autoscaling"].GetProperty("preferredVersion").GetProperty("groupVersion").GetString());
    }

    [Fact]
    public async Task Apis_AggregatedForm_HoldsAllResources()
    {
        const string Accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, "/apis", accept: Accept);
        Assert.Equal("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", answer.Content.Headers.ContentType!.ToString().Replace(" ", "", StringComparison.Ordinal));
        var list = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var count = list.GetProperty("items").EnumerateArray().SelectMany(g => g.GetProperty("versions").EnumerateArray()).Sum(v => v.GetProperty("resources").GetArrayLength());
        Assert.Equal(BuiltInResources.Create().Count(r => r.Info.Gvr.Group.Length > 0), count);
    }

    [SkippableFact]
    public async Task Resources_OfEveryVersion_AreUpstreams()
    {
        var facts = Path.Combine(FindRoot(), "../shared/reference/api/resources.json");
        Skip.IfNot(File.Exists(facts), "the reference facts are not beside the repository");
        using var reference = JsonDocument.Parse(await File.ReadAllBytesAsync(facts));
        foreach (var version in reference.RootElement.GetProperty("resources").EnumerateArray()
            .Where(r => r.GetProperty("default").GetBoolean())
            .GroupBy(r => (Group: r.GetProperty("group").GetString()!, Version: r.GetProperty("version").GetString()!)))
        {
            var path = version.Key.Group.Length == 0 ? $"/api/{version.Key.Version}" : $"/apis/{version.Key.Group}/{version.Key.Version}";
            var served = (await server.GetAsync(path)).GetProperty("resources").EnumerateArray().ToDictionary(r => r.GetProperty("name").GetString()!);
            foreach (var expected in version)
            {
                var actual = served[expected.GetProperty("resource").GetString()!];
                Assert.Equal(expected.GetProperty("kind").GetString(), actual.GetProperty("kind").GetString());
                Assert.Equal(expected.GetProperty("singular").GetString(), actual.GetProperty("singularName").GetString());
                Assert.Equal(expected.GetProperty("verbs").EnumerateArray().Select(v => v.GetString()), actual.GetProperty("verbs").EnumerateArray().Select(v => v.GetString()));
                Assert.Equal(Texts(expected, "shortNames"), Texts(actual, "shortNames"));
                Assert.Equal(Texts(expected, "categories"), Texts(actual, "categories"));
                if (expected.TryGetProperty("storageVersionHash", out var hash) && !StoredInAnOlderVersionUpstream.Contains(actual.GetProperty("name").GetString()))
                    Assert.Equal(hash.GetString(), actual.GetProperty("storageVersionHash").GetString());
                foreach (var subresource in expected.GetProperty("subresources").EnumerateArray())
                {
                    var name = $"{expected.GetProperty("resource").GetString()}/{subresource.GetProperty("name").GetString()}";
                    Assert.Equal(subresource.GetProperty("kind").GetString(), served[name].GetProperty("kind").GetString());
                    Assert.Equal(
                        subresource.GetProperty("verbs").EnumerateArray().Select(v => v.GetString()), served[name].GetProperty("verbs").EnumerateArray().Select(v => v.GetString()));
                }
            }
        }
    }

    [Fact]
    public async Task Readyz_Verbose_NamesTheChecks()
    {
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Get, "/readyz?verbose");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("[+]etcd ok\n", text);
        Assert.EndsWith("readyz check passed\n", text);
    }

    [Fact]
    public async Task Version_IsKubernetes136()
    {
        var version = await server.GetAsync("/version");
        Assert.Equal("1", version.GetProperty("major").GetString());
        Assert.Equal("36", version.GetProperty("minor").GetString());
    }

    private static IEnumerable<string?> Texts(JsonElement resource, string name) =>
        resource.TryGetProperty(name, out var values) ? values.EnumerateArray().Select(value => value.GetString()) : [];

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Kubesharp.slnx"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("repository root");
        return folder;
    }
}
