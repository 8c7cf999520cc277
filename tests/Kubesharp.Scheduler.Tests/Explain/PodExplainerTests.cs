using System.Text;
using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Explain;
using Kubesharp.Scheduler.Snapshots;

namespace Kubesharp.Scheduler.Tests.Explain;

public sealed class PodExplainerTests
{
    private static readonly Taint Reserved = Taint.Empty with { Key = "team", Value = "a", Effect = TaintEffect.NoSchedule };

    [Fact]
    public void Explain_PendingPod_TellsPerNodeWhichPluginsRefuse()
    {
        var snapshot = new ClusterSnapshot { Nodes = [Build.Node("n1", taints: Reserved), Build.Node("n2"), Build.Node("n3", "1", taints: Reserved)], Pods = [Build.Pod("other", "3", "n2")] };
        var about = Explain(snapshot, Build.Pod("web", "2"));

        Assert.Equal(("Pending", 3, 0), (about.State, about.AllNodes, about.FeasibleNodes));
        Assert.StartsWith("0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint(s).", about.Message);
        Assert.Equal(["n1: TaintToleration", "n2: NodeResourcesFit", "n3: TaintToleration NodeResourcesFit"], about.Nodes.Select(node => $"{node.Name}: {string.Join(' ', node.RefusedBy!.Select(refusal => refusal.Plugin))}"));
        Assert.True(about.Nodes[1].RefusedBy![0].PreemptionMayHelp);
    }

    [Fact]
    public void Explain_PendingPod_FindsTheSmallestChanges()
    {
        var snapshot = new ClusterSnapshot
        {
            Nodes = [Build.Node("n1", taints: Reserved), Build.Node("n2"), Build.Node("n3", "1", taints: Reserved)],
            Pods = [Build.Pod("other", "3", "n2")],
        };
        var changes = Explain(snapshot, Build.Pod("web", "2")).Changes.Select(change => $"{string.Join(' ', change.NodeNames)}: {string.Join(", ", change.Steps.Select(step => step.Text))}");

        Assert.Equal(
            [
                "n1: tolerate the taint team=a:NoSchedule",
                "n2: 1 more cpu on node n2",
                "n2: remove pod default/other (priority 0) from node n2",
                "n3: tolerate the taint team=a:NoSchedule, 1 more cpu on node n3",
            ],
            changes);
    }

    [Theory]
    [InlineData("{\"schedulingGroup\":{\"podGroupName\":\"g\"}}", "needs 3 pods")]
    [InlineData("{}", "")]
    public void Explain_PodThatWouldFit_SaysWhatItsGroupWaitsFor(string spec, string message)
    {
        var pod = Build.Pod("web", spec: spec);
        pod = pod with { Status = PodStatus.Empty with { Conditions = [PodCondition.Empty with { Type = PodConditionType.PodScheduled, Status = "False", Reason = "Unschedulable", Message = "needs 3 pods" }] } };
        var about = Explain(new ClusterSnapshot { Nodes = [Build.Node("n1")] }, pod);
        Assert.Equal(("n1", message), (about.Choice?.NodeName, about.Message));
    }

    [Fact]
    public void Explain_NodeSelectorThatNoNodeHas_SuggestsTheLabel()
    {
        var about = Explain(new ClusterSnapshot { Nodes = [Build.Node("n1")] }, Build.Pod("web", spec: """{"nodeSelector":{"disk":"ssd"}}"""));
        var step = Assert.Single(Assert.Single(about.Changes).Steps);
        Assert.Equal(("Label", "disk", "ssd", "label node n1 with disk=ssd"), (step.Action, step.Name, step.Value, step.Text));
    }

    [Fact]
    public void Explain_SameChangeForSeveralNodes_IsToldOnce()
    {
        var about = Explain(new ClusterSnapshot { Nodes = [Build.Node("n1"), Build.Node("n2")] }, Build.Pod("web", spec: """{"nodeSelector":{"disk":"ssd"}}"""));
        var change = Assert.Single(about.Changes);
        Assert.Equal(["n1", "n2"], change.NodeNames);
        Assert.Equal("label one of these nodes with disk=ssd", Assert.Single(change.Steps).Text);
    }

    [Fact]
    public void Explain_CordonedNode_SuggestsToUncordon()
    {
        var node = Build.Node("n1", taints: Taint.Empty with { Key = "node.kubernetes.io/unschedulable", Effect = TaintEffect.NoSchedule });
        var about = Explain(new ClusterSnapshot { Nodes = [node with { Spec = node.Spec with { Unschedulable = true } }] }, Build.Pod("web"));
        Assert.Equal("uncordon node n1", Assert.Single(Assert.Single(about.Changes).Steps).Text);
    }

    [Fact]
    public void Explain_AntiAffinity_NamesThePodInTheWay()
    {
        const string apart = """
            {"affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"db"}}}]}}}
            """;
        var other = Build.Pod("db", "1", "n1");
        other = other with { Metadata = other.Metadata with { Labels = [new("app", "db")] } };
        var about = Explain(new ClusterSnapshot { Nodes = [Build.Node("n1")], Pods = [other, Build.Pod("bystander", "1", "n1")] }, Build.Pod("web", spec: apart));
        Assert.Equal("default/db", Assert.Single(Assert.Single(about.Changes).Steps).Name);
    }

    [Fact]
    public void Explain_MoreImportantPod_TellsWhoWouldBePreempted()
    {
        var about = Explain(new ClusterSnapshot { Nodes = [Build.Node("n1")], Pods = [Build.Pod("low", "4", "n1")] }, Build.Pod("web", priority: 10));
        Assert.Equal("n1", about.Preemption!.NodeName);
        Assert.Equal(["default/low"], about.Preemption.Victims);
    }

    [Fact]
    public void Explain_PlacedPod_ScoresEveryNodeAndTellsTheMargin()
    {
        var pod = Build.Pod("web", "1", "n1");
        var about = Explain(new ClusterSnapshot { Nodes = [Build.Node("n1", "8"), Build.Node("n2", "4")], Pods = [pod, Build.Pod("other", "2", "n2")] }, pod);

        Assert.Equal(("Scheduled", "n1", 2), (about.State, about.NodeName, about.FeasibleNodes));
        Assert.Equal("n1", about.Choice!.NodeName);
        Assert.Equal(about.Nodes[0].Total - about.Nodes[1].Total, about.Choice.Margin);
        Assert.All(about.Nodes, node => Assert.Equal(node.Total, node.Scores!.Values.Sum()));
        Assert.True(about.Nodes[0].Scores!["NodeResourcesFit"] > about.Nodes[1].Scores!["NodeResourcesFit"]);
        Assert.Empty(about.Changes);
    }

    [Fact]
    public void Explain_EqualNodes_AreTied() =>
        Assert.Equal(["n2"], Explain(new ClusterSnapshot { Nodes = [Build.Node("n1"), Build.Node("n2")] }, Build.Pod("web")).Choice!.TiedWith);

    [Fact]
    public void Explain_GatedPod_NamesTheGates()
    {
        var about = Explain(new ClusterSnapshot { Nodes = [Build.Node("n1")] }, Build.Pod("web", spec: """{"schedulingGates":[{"name":"example.com/wait"}]}"""));
        Assert.Equal(("Gated", "SchedulingGates"), (about.State, about.Refused!.Plugin));
        Assert.Equal("example.com/wait", Assert.Single(Assert.Single(about.Changes).Steps).Name);
        Assert.Equal(1, about.FeasibleNodes);
    }

    [Fact]
    public void Explain_VolumeClaimMissing_TellsWhoRefusedBeforeAnyNode()
    {
        var about = Explain(new ClusterSnapshot { Nodes = [Build.Node("n1")] }, Build.Pod("web", spec: """{"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"data"}}]}"""));
        Assert.Equal("persistentvolumeclaim \"data\" not found", Assert.Single(about.Refused!.Reasons));
    }

    [Fact]
    public void Explain_PodOfAnotherScheduler_IsNoneOfItsBusiness()
    {
        var pod = Build.Pod("web");
        Assert.Equal("NotResponsible", Explain(new ClusterSnapshot(), pod with { Spec = pod.Spec with { SchedulerName = "other" } }).State);
    }

    [Fact]
    public void ToJson_Explanation_HasTheDocumentedFields()
    {
        var json = Encoding.UTF8.GetString(PodExplainer.ToJson(Explain(new ClusterSnapshot { Nodes = [Build.Node("n1", taints: Reserved)] }, Build.Pod("web"))));
        foreach (var field in new[] { "\"kind\": \"PodExplanation\"", "\"apiVersion\": \"kubesharp.io/v1\"", "\"state\": \"Pending\"", "\"refusedBy\"", "\"preemptionMayHelp\": false", "\"changes\"" }) Assert.Contains(field, json);
    }

    private static PodExplanation Explain(ClusterSnapshot snapshot, Pod pod) => new PodExplainer(new SchedulerOptions()).Explain(snapshot, pod, CancellationToken.None);
}
