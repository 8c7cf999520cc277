using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;
using Kubesharp.Scheduler.Plugins;
using Kubesharp.Scheduler.Queue;

namespace Kubesharp.Scheduler.Tests.Queue;

public sealed class SchedulingQueueTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly ClusterState _cluster = new();
    private readonly SchedulingQueue _queue;

    public SchedulingQueueTests()
    {
        var framework = new SchedulingFramework(_cluster, DefaultPlugins.Create(_cluster, new SchedulerOptions(), null, new Random(1)), 0, new Random(1));
        _queue = new SchedulingQueue(_time, new PrioritySortPlugin().Compare, _ => framework, new SchedulerOptions());
    }

    [Fact]
    public void Pop_SeveralPods_HighestPriorityThenOldestFirst()
    {
        Add("a", 0);
        _time.Advance(TimeSpan.FromSeconds(1));
        Add("b", 5);
        Add("c", 0);

        Assert.Equal("b a c", $"{Pop()} {Pop()} {Pop()}");
        Assert.Null(_queue.Pop());
    }

    [Fact]
    public void PutBackFailed_RepeatedErrors_BackoffDoublesUpToTenSeconds()
    {
        Add("a", 0);
        foreach (var seconds in new[] { 1, 2, 4, 8, 10, 10 })
        {
            _queue.PutBackFailed(_queue.Pop()!);
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Null(_queue.Pop());
            Assert.Equal(TimeSpan.FromMilliseconds(1), _queue.TimeToNext());
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(1, _queue.BackoffCount);
            _queue.Flush();
            Assert.Equal(1, _queue.ActiveCount);
        }
    }

    [Fact]
    public void PutBackRefused_NothingHappens_TriedAgainAfterFiveMinutes()
    {
        Add("a", 0);
        _queue.PutBackRefused(_queue.Pop()!, [PluginNames.NodeResourcesFit]);
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Null(_queue.Pop());
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("a", Pop());
    }

    [Fact]
    public void PutBackRefused_SomethingHappenedMeanwhile_TriedAgainAfterItsBackoff()
    {
        Add("a", 0);
        var pod = _queue.Pop()!;
        _queue.Apply(new(ChangeTarget.Node, ChangeAction.Deleted, Node.Empty, null));
        _queue.PutBackRefused(pod, [PluginNames.NodeResourcesFit]);
        Assert.Equal((0, 1), (_queue.UnschedulableCount, _queue.BackoffCount));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a", Pop());
    }

    [Fact]
    public void PutBackRefused_TakenAfterAnEarlierChange_WaitsForTheNextOne()
    {
        Add("a", 0);
        _queue.Apply(new(ChangeTarget.Node, ChangeAction.Deleted, Node.Empty, null));
        var pod = _queue.Find("default/a")!;
        Assert.True(_queue.Take(pod));
        _queue.PutBackRefused(pod, [PluginNames.NodeResourcesFit]);
        Assert.Equal((1, 0), (_queue.UnschedulableCount, _queue.BackoffCount));
    }

    [Fact]
    public void Apply_ConcernsOnlySome_LeavesTheOthers()
    {
        Add("a", 0);
        Add("b", 0);
        for (var i = 0; i < 2; i++) _queue.PutBackRefused(_queue.Pop()!, [PluginNames.NodeResourcesFit]);
        Assert.Equal(1, _queue.Apply(new(ChangeTarget.AssignedPod, ChangeAction.Deleted, Make("gone", 0, "1"), null), pod => pod.Key == "default/b"));
        Assert.Equal("b", Pop());
        Assert.Null(Pop());
    }

    [Theory]
    [InlineData(PluginNames.NodeResourcesFit, "1", true)]
    [InlineData(PluginNames.NodeResourcesFit, "100m", false)]
    [InlineData(PluginNames.NodePorts, "100m", true)]
    [InlineData(PluginNames.SchedulingGates, "1", false)]
    public void Apply_NodeAdded_MovesWhomItMayHelp(string plugin, string cpu, bool moves)
    {
        Add("a", 0, "500m");
        _queue.PutBackRefused(_queue.Pop()!, [plugin]);
        var node = new Node
        {
            Metadata = ObjectMeta.Empty with { Name = "n" },
            Status = NodeStatus.Empty with { Allocatable = [new(ResourceName.Cpu, Kubesharp.Api.Quantity.Parse(cpu))] },
        };

        Assert.Equal(moves ? 1 : 0, _queue.Apply(new(ChangeTarget.Node, ChangeAction.Added, null, node)));
        Assert.Equal(moves ? "a" : null, _queue.Pop()?.Info.Pod.Metadata.Name);
    }

    [Fact]
    public void Add_PodWithGate_WaitsUntilTheGateIsGone()
    {
        var pod = Make("a", 0, "1");
        var gated = pod with { Spec = pod.Spec with { SchedulingGates = [PodSchedulingGate.Empty with { Name = "example.com/wait" }] } };
        Assert.Equal("Scheduling is blocked due to non-empty scheduling gates", _queue.Add(_cluster.NewPod(gated))!.Message);
        Assert.Null(_queue.Pop());

        Assert.Null(_queue.Update(_cluster.NewPod(pod), new(ChangeTarget.WaitingPod, ChangeAction.Updated, gated, pod)));
        Assert.Equal("a", Pop());
    }

    [Fact]
    public void Remove_PodInFlight_IsNotPutBack()
    {
        Add("a", 0);
        var pod = _queue.Pop()!;
        _queue.Remove("default/a");
        _queue.PutBackFailed(pod);
        Assert.Equal((0, 0), (_queue.Count, _queue.BackoffCount));
    }

    private static Pod Make(string name, int priority, string cpu) => new()
    {
        Metadata = ObjectMeta.Empty with { Namespace = "default", Name = name },
        Spec = PodSpec.Empty with
        {
            Priority = priority,
            Containers = [Container.Empty with { Name = "c", Resources = ResourceRequirements.Empty with { Requests = [new(ResourceName.Cpu, Kubesharp.Api.Quantity.Parse(cpu))] } }],
        },
    };

    private void Add(string name, int priority, string cpu = "100m") => _queue.Add(_cluster.NewPod(Make(name, priority, cpu)));

    private string? Pop() => _queue.Pop()?.Info.Pod.Metadata.Name;
}
