using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kubesharp.EndToEnd.Tests.Scheduler;

/// <summary>
/// Six nodes in three zones, and a scheduler with three profiles and an extender. The extender looks after licenses, which it sees on
/// sim-4 and sim-5, and prefers the latter.
/// </summary>
public sealed class SchedulerCluster : SimulatedCluster
{
    private WebApplication? _extender;

    /// <summary>Names of the pods that the extender was asked about, by verb.</summary>
    public ConcurrentQueue<(string Verb, string Pod)> Asked { get; } = new();

    protected override int NodeCount => 6;

    protected override IReadOnlyList<string> MoreArguments => ["--scheduler-config", Path.Combine(Folder, "scheduler.yaml")];

    /// <summary>Zone of a node: a, b or c.</summary>
    public static string ZoneOf(string node) => "abc"[(node[^1] - '0') % 3].ToString();

    public override async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _extender = builder.Build();
        _extender.MapPost("/licenses/{verb}", AnswerAsync);
        await _extender.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(Folder, "scheduler.yaml"), """
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            profiles:
            - schedulerName: default-scheduler
            - schedulerName: packing
              pluginConfig:
              - name: NodeResourcesFit
                args: {scoringStrategy: {type: MostAllocated}}
              plugins:
                score: {enabled: [{name: NodeResourcesFit, weight: 1}], disabled: [{name: "*"}]}
            - schedulerName: zone-c-only
              pluginConfig:
              - name: NodeAffinity
                args:
                  addedAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                      nodeSelectorTerms: [{matchExpressions: [{key: topology.kubernetes.io/zone, operator: In, values: [c]}]}]
            extenders:
            - urlPrefix: EXTENDER/licenses
              filterVerb: filter
              prioritizeVerb: prioritize
              weight: 100
              nodeCacheCapable: true
              managedResources: [{name: example.com/license, ignoredByScheduler: true}]
            """.Replace("EXTENDER", _extender.Urls.Single()));
        await base.InitializeAsync();
        for (var i = 0; i < NodeCount; i++) await Kubectl.RunAsync("label", "node", $"sim-{i}", "--overwrite", $"topology.kubernetes.io/zone={ZoneOf($"sim-{i}")}");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_extender is not null) await _extender.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var verb = (string)http.Request.RouteValues["verb"]!;
        using var request = await JsonDocument.ParseAsync(http.Request.Body);
        Asked.Enqueue((verb, request.RootElement.GetProperty("Pod").GetProperty("metadata").GetProperty("name").GetString()!));
        var nodes = request.RootElement.GetProperty("NodeNames").EnumerateArray().Select(name => name.GetString()!).ToList();
        if (verb == "prioritize")
        {
            await http.Response.WriteAsJsonAsync(nodes.Select(name => new Dictionary<string, object> { ["Host"] = name, ["Score"] = name == "sim-5" ? 10 : 0 }));
            return;
        }

        await http.Response.WriteAsJsonAsync(new Dictionary<string, object>
        {
            ["NodeNames"] = nodes.Where(name => name is "sim-4" or "sim-5"),
            ["FailedNodes"] = nodes.Where(name => name is not ("sim-4" or "sim-5")).ToDictionary(name => name, _ => "node(s) had no license"),
        });
    }
}

[CollectionDefinition(Name)]
public sealed class SchedulerClusterCollection : ICollectionFixture<SchedulerCluster>
{
    public const string Name = "scheduler cluster";
}
