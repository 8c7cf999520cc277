using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Scheduler.Simulation;
using Kubesharp.Scheduler.Snapshots;

namespace Kubesharp.Scheduler.Tests.Simulation;

public sealed class WhatIfTests
{
    [Fact]
    public void Run_NothingChanges_NothingHappens()
    {
        var report = Run(Cluster(Owned("a", "n1"), Owned("b", "n2")), new());
        Assert.Equal((2, 2), (report.Nodes, report.Unchanged));
        Assert.Empty(report.Placed.Concat(report.Moved).Concat(report.Pending).Concat(report.Lost));
    }

    [Fact]
    public void Run_NodeDrained_PodsMoveAndThoseWithoutOwnerAreLost()
    {
        var daemon = Owned("daemon", "n1", kind: "DaemonSet");
        var report = Run(Cluster(Owned("a", "n1"), Build.Pod("bare", "1", "n1"), daemon, Owned("b", "n2")), new() { Drained = ["n1"] });

        Assert.Equal([new SimulatedPod("default/a", "n1", "n2")], report.Moved);
        Assert.Equal([new SimulatedPod("default/bare", "n1", null, "nobody makes it again")], report.Lost);
        Assert.Equal(2, report.Unchanged);
    }

    [Fact]
    public void Run_NodeRemovedAndRestFull_PodIsPendingWithTheSchedulersMessage()
    {
        var report = Run(Cluster(Owned("a", "n1", "3"), Owned("b", "n2", "3")), new() { RemovedNodes = ["n1"] });
        var pending = Assert.Single(report.Pending);
        Assert.Equal(("default/a", "n1"), (pending.Pod, pending.From));
        Assert.StartsWith("0/1 nodes are available: 1 Insufficient cpu.", pending.Message);
    }

    [Fact]
    public void Run_NodesAddedLikeAnother_PendingPodsAreTriedFirst()
    {
        var report = Run(Cluster(Owned("a", "n1", "3"), Owned("b", "n2", "3"), Build.Pod("waiting", "3")), new() { NodeCopies = [("n1", 1)] });
        Assert.Equal([new SimulatedPod("default/waiting", null, "n1-copy-1")], report.Placed);
    }

    [Fact]
    public void Run_WorkloadAdded_ItsPodsArePlacedAsFarAsTheyFit()
    {
        var objects = ManifestReader.Read("""
            # a comment
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: default}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - {name: c, image: example.test/c, resources: {limits: {cpu: "3"}}}
            ---
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: other}}
            """);
        var report = Run(Cluster(), new() { Objects = objects });
        Assert.Equal(["default/web-0", "default/web-1"], report.Placed.Select(pod => pod.Pod));
        Assert.Equal("default/web-2", Assert.Single(report.Pending).Pod);
    }

    [Fact]
    public void Run_ImportantPodAdded_PreemptedPodMovesOrWaits()
    {
        var important = Build.Pod("important", "4", priority: 100, spec: """{"nodeSelector":{"kubernetes.io/hostname":"n1"}}""");
        var report = Run(Cluster(Owned("a", "n1", "3"), Owned("b", "n2", "2")), new() { Objects = [important] });
        Assert.Equal([new SimulatedPod("default/important", null, "n1")], report.Placed);
        var victim = Assert.Single(report.Pending);
        Assert.Equal(("default/a", "n1", "default/important"), (victim.Pod, victim.From, victim.PreemptedBy));
        Assert.Equal(1, report.Unchanged);
    }

    [Fact]
    public void Run_NoExecuteTaint_OnlyPodsThatTolerateItStay()
    {
        var taint = Taint.Empty with { Key = "broken", Effect = TaintEffect.NoExecute };
        var tolerant = Build.Pod("tolerant", "1", "n1", spec: """{"tolerations":[{"key":"broken","operator":"Exists"}]}""");
        var report = Run(Cluster(Owned("a", "n1"), tolerant), new() { Taints = [("n1", taint)] });
        Assert.Equal(("default/a", "n2"), (Assert.Single(report.Moved).Pod, report.Moved[0].Node));
        Assert.Equal(1, report.Unchanged);
    }

    [Fact]
    public void Run_BudgetForbidsTheDrain_WarnsAboutIt()
    {
        var budget = Build.Object<Kubesharp.Api.Policy.V1.PodDisruptionBudget>(
            """{"metadata":{"namespace":"default","name":"web"},"spec":{"selector":{"matchLabels":{"app":"web"}}},"status":{"disruptionsAllowed":1}}""");
        var pods = new[] { Owned("a", "n1"), Owned("b", "n1") }.Select(pod => pod with { Metadata = pod.Metadata with { Labels = [new("app", "web")] } }).ToArray();
        var report = Run(Cluster(pods) with { DisruptionBudgets = [budget] }, new() { Drained = ["n1"] });
        Assert.Equal(["disruption budget default/web allows 1 of 2 evictions at once"], report.Warnings);
    }

    [Fact]
    public void Run_UnknownNode_IsAnError() => Assert.Throws<InvalidOperationException>(() => Run(Cluster(), new() { Drained = ["none"] }));

    [Fact]
    public void Run_Twice_GivesTheSameReport()
    {
        var pods = Enumerable.Range(0, 30).Select(i => Build.Pod($"p{i}", "200m")).ToArray();
        Assert.Equal(Run(Cluster(pods), new()).ToText(), Run(Cluster(pods), new()).ToText());
    }

    [Fact]
    public void Report_Written_IsReadableAndJson()
    {
        var report = Run(Cluster(Owned("a", "n1", "3"), Owned("b", "n2", "1"), Owned("c", "n2", "3")), new() { Drained = ["n1"] });
        Assert.StartsWith("0 placed, 0 moved, 1 pending, 0 lost, 2 unchanged on 2 nodes\n\nPENDING\n  default/a  n1 -> nowhere: 0/2 nodes are available:", report.ToText());
        Assert.Contains("\"kind\": \"SimulationReport\"", Encoding.UTF8.GetString(report.ToJson()));
    }

    private static SimulationReport Run(ClusterSnapshot snapshot, SimulatedChanges changes) => WhatIf.Run(snapshot, changes, new SchedulerOptions(), 1, CancellationToken.None);

    private static ClusterSnapshot Cluster(params Pod[] pods) => new() { Nodes = [Build.Node("n1"), Build.Node("n2")], Pods = pods };

    private static Pod Owned(string name, string node, string cpu = "1", string kind = "ReplicaSet")
    {
        var pod = Build.Pod(name, cpu, node);
        return pod with { Metadata = pod.Metadata with { OwnerReferences = ValueList.Create<OwnerReference>([OwnerReference.Empty with { Kind = kind, Name = "owner", Uid = "owner", Controller = true }]) } };
    }
}
