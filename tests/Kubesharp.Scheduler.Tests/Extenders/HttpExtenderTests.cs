using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Extenders;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Tests.Configuration;

namespace Kubesharp.Scheduler.Tests.Extenders;

public sealed class HttpExtenderTests : IAsyncLifetime
{
    private ExtenderServer _server = null!;

    public async Task InitializeAsync() => _server = await ExtenderServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public void Filter_ByObjects_LeavesTheNodesOfTheAnswer()
    {
        _server.On("filter", _ => """{"Nodes":{"items":[{"metadata":{"name":"b"}}]},"FailedNodes":{"a":"too noisy"}}""");
        var cluster = Cluster("filterVerb: filter").AddNode("a").AddNode("b");

        Assert.Equal("b", cluster.Schedule().Node!.Name);
        var (verb, body) = Assert.Single(_server.Requests);
        Assert.Equal("filter", verb);
        Assert.Equal("pod", body.GetProperty("Pod").GetProperty("metadata").GetProperty("name").GetString());
        Assert.Equal(["a", "b"], body.GetProperty("Nodes").GetProperty("items").EnumerateArray().Select(node => node.GetProperty("metadata").GetProperty("name").GetString()!).Order());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, body.GetProperty("NodeNames").ValueKind);
    }

    [Fact]
    public void Filter_ByNames_LeavesTheNodesOfTheAnswer()
    {
        _server.On("filter", _ => """{"nodenames":["a"]}""");
        var cluster = Cluster("filterVerb: filter", "nodeCacheCapable: true").AddNode("a").AddNode("b");

        Assert.Equal("a", cluster.Schedule().Node!.Name);
        var body = Assert.Single(_server.Requests).Body;
        Assert.Equal(["a", "b"], body.GetProperty("NodeNames").EnumerateArray().Select(name => name.GetString()!).Order());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, body.GetProperty("Nodes").ValueKind);
    }

    [Fact]
    public void Filter_NoNodeLeft_TellsTheReasonsAndWaitsForAnyChange()
    {
        _server.On("filter", _ => """{"NodeNames":[],"FailedNodes":{"a":"too noisy","b":"x"},"FailedAndUnresolvableNodes":{"b":"no license"}}""");
        var cluster = Cluster("filterVerb: filter", "nodeCacheCapable: true").AddNode("a").AddNode("b");
        var diagnosis = cluster.Schedule().Diagnosis!;

        Assert.StartsWith("0/2 nodes are available: 1 no license, 1 too noisy.", diagnosis.ToMessage());
        Assert.Contains(ExtenderChain.PluginName, diagnosis.Plugins);
        Assert.Equal(VerdictCode.Unresolvable, diagnosis.For(cluster.State.FindNode("b")!)!.Code);
        Assert.Equal(VerdictCode.Unschedulable, diagnosis.For(cluster.State.FindNode("a")!)!.Code);
    }

    [Theory]
    [InlineData("""{"NodeNames":["elsewhere"]}""", "extender \"{url}/scheduler/\" claims a filtered node \"elsewhere\" which is not found in the input node list")]
    [InlineData("""{"Error":"out of order"}""", "out of order")]
    [InlineData(null, "failed filter with extender at URL {url}/scheduler/filter, code 500")]
    public void Filter_BadAnswer_IsAnErrorUnlessIgnorable(string? answer, string expected)
    {
        _server.On("filter", _ => answer);
        Assert.Equal(expected.Replace("{url}", _server.Url), Cluster("filterVerb: filter", "nodeCacheCapable: true").AddNode("a").Schedule().Error!.Message);
        Assert.Equal("a", Cluster("filterVerb: filter", "nodeCacheCapable: true", "ignorable: true").AddNode("a").Schedule().Node!.Name);
    }

    [Fact]
    public async Task Filter_NobodyListens_IsAnErrorUnlessIgnorable()
    {
        var cluster = Cluster("filterVerb: filter").AddNode("a");
        var ignoring = Cluster("filterVerb: filter", "ignorable: true").AddNode("a");
        var url = _server.Url;
        await _server.DisposeAsync();

        Assert.StartsWith($"Post \"{url}/scheduler/filter\": ", cluster.Schedule().Error!.Message);
        Assert.Equal("a", ignoring.Schedule().Node!.Name);
    }

    [Fact]
    public async Task Filter_NoAnswerInTime_IsAnError()
    {
        using var end = new ManualResetEventSlim();
        _server.On("filter", _ =>
        {
            end.Wait();
            return "{}";
        });
        var cluster = Cluster("filterVerb: filter", "httpTimeout: 200ms").AddNode("a");
        var result = await Task.Run(() => cluster.Schedule());
        end.Set();
        Assert.Equal($"Post \"{_server.Url}/scheduler/filter\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)", result.Error!.Message);
    }

    [Fact]
    public void Prioritize_AddsToTheScores()
    {
        _server.On("rank", _ => """[{"Host":"a","Score":1},{"Host":"b","Score":3}]""");
        var cluster = Cluster("prioritizeVerb: rank", "weight: 2").AddNode("a").AddNode("b");
        cluster.Place("other", "b", SmallCluster.Cpu("1"));
        Assert.Equal("b", cluster.Schedule().Node!.Name);
        Assert.Equal("a", new SmallCluster().AddNode("a").Schedule().Node!.Name);

        var totals = new long[2];
        cluster.Options.Extenders[0].Prioritize(cluster.State.NewPod(SmallCluster.NewPod("pod")), cluster.State.Nodes, totals);
        Assert.Equal([20, 60], totals.Order());
    }

    [Fact]
    public void Prioritize_Failing_HasNoOpinion()
    {
        var cluster = Cluster("prioritizeVerb: rank", "weight: 2").AddNode("a").AddNode("b");
        cluster.Place("other", "b", SmallCluster.Cpu("1"));
        Assert.Equal("a", cluster.Schedule().Node!.Name);
    }

    [Fact]
    public void ManagedResources_OnlyPodsThatAskForThem_AreItsBusiness()
    {
        _server.On("filter", _ => """{"NodeNames":[]}""");
        var cluster = Cluster("filterVerb: filter", "nodeCacheCapable: true", "managedResources: [{name: example.com/gpu}]").AddNode("a", more: "\"example.com/gpu\":\"4\"");

        Assert.NotNull(cluster.Schedule().Node);
        Assert.Empty(_server.Requests);
        Assert.Null(cluster.Schedule(SmallCluster.Resource("example.com/gpu")).Node);
    }

    [Fact]
    public void Preempt_AnotherVictimThanTheSchedulers_IsTaken()
    {
        _server.On("preempt", body =>
        {
            var nodes = body.GetProperty("NodeNameToMetaVictims").EnumerateObject().Select(node => node.Name).Order().ToList();
            Assert.Equal(["a", "b"], nodes);
            return """{"NodeNameToMetaVictims":{"b":{"Pods":[{"UID":"uid-second"}],"NumPDBViolations":1}}}""";
        });
        var cluster = Cluster("preemptVerb: preempt", "nodeCacheCapable: true").AddNode("a", cpu: "1").AddNode("b", cpu: "1");
        cluster.Place("first", "a");
        cluster.Place("second", "b");
        var result = Preempt(cluster, out var postFilter);

        Assert.Null(result.Node);
        Assert.Equal(("b", "second"), (postFilter!.NominatedNode, Assert.Single(postFilter.Victims).Pod.Metadata.Name));
    }

    [Fact]
    public void Preempt_ByObjects_SendsThePods()
    {
        _server.On("preempt", body =>
        {
            var pods = body.GetProperty("NodeNameToVictims").GetProperty("a").GetProperty("Pods");
            var uid = pods[0].GetProperty("metadata").GetProperty("uid").GetString();
            return """{"NodeNameToMetaVictims":{"a":{"Pods":[{"UID":"_"}]}}}""".Replace("_", uid);
        });
        var cluster = Cluster("preemptVerb: preempt").AddNode("a", cpu: "1");
        cluster.Place("first", "a");
        Preempt(cluster, out var postFilter);

        Assert.Equal("first", Assert.Single(postFilter!.Victims).Pod.Metadata.Name);
    }

    [Theory]
    [InlineData("""{"NodeNameToMetaVictims":{"a":{"Pods":[{"UID":"stranger"}]}}}""", "claims to preempt pod (UID: stranger) on node: a, but the pod is not found on that node")]
    [InlineData("""{"NodeNameToMetaVictims":{"a":{"Pods":[]}}}""", "expected at least one victim pod on node \"a\"")]
    public void Preempt_BadAnswer_IsTold(string answer, string expected)
    {
        _server.On("preempt", _ => answer);
        var cluster = Cluster("preemptVerb: preempt").AddNode("a", cpu: "1");
        cluster.Place("first", "a");
        var result = Preempt(cluster, out var postFilter);

        Assert.Empty(postFilter!.Victims);
        Assert.Contains(expected, result.Diagnosis!.ToMessage());
    }

    [Fact]
    public async Task Bind_SendsWhatToBind()
    {
        _server.On("bind", _ => "{}");
        var cluster = Cluster("bindVerb: bind").AddNode("a");
        await cluster.Options.Extenders[0].BindAsync(cluster.State.NewPod(SmallCluster.NewPod("pod")), "a", CancellationToken.None);

        var body = Assert.Single(_server.Requests).Body;
        Assert.Equal("""{"PodName":"pod","PodNamespace":"default","PodUID":"uid-pod","Node":"a"}""", body.GetRawText());
    }

    [Fact]
    public async Task Bind_Refused_IsAFailure()
    {
        _server.On("bind", _ => """{"Error":"no"}""");
        var cluster = Cluster("bindVerb: bind").AddNode("a");
        var pod = cluster.State.NewPod(SmallCluster.NewPod("pod"));
        Assert.Equal("no", (await Assert.ThrowsAsync<ExtenderException>(() => cluster.Options.Extenders[0].BindAsync(pod, "a", CancellationToken.None))).Message);
    }

    private static ScheduleResult Preempt(SmallCluster cluster, out PostFilterResult? postFilter)
    {
        var pod = cluster.State.NewPod(SmallCluster.NewPod("important", "\"priority\":100," + SmallCluster.Cpu("1")));
        return cluster.Schedule(pod, 0, out postFilter);
    }

    private SmallCluster Cluster(params string[] settings) => new($"extenders:\n- urlPrefix: {_server.Url}/scheduler/\n  {string.Join("\n  ", settings)}\n");
}
