using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Tests;

public sealed class PodTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", "", "BestEffort")]
    [InlineData("cpu=0", "", "BestEffort")]
    [InlineData("example.com/gpu=1", "example.com/gpu=1", "BestEffort")]
    [InlineData("cpu=1", "", "Burstable")]
    [InlineData("cpu=1", "cpu=1", "Burstable")]
    [InlineData("cpu=1 memory=1Gi", "cpu=1 memory=1Gi", "Guaranteed")]
    [InlineData("cpu=1000m memory=1024Mi", "cpu=1 memory=1Gi", "Guaranteed")]
    [InlineData("cpu=1 memory=1Gi", "cpu=2 memory=1Gi", "Burstable")]
    [InlineData("cpu=1", "cpu=1 memory=1Gi", "Burstable")]
    public void GetQosClass_OfContainers_FollowsTheirResources(string requests, string limits, string expected)
    {
        var container = Container("a", requests, limits);
        Assert.Equal(expected, new PodSpec { Containers = [container] }.GetQosClass());
        Assert.Equal(expected, new PodSpec { Containers = [container], InitContainers = [container] }.GetQosClass());
    }

    [Fact]
    public void GetQosClass_OneContainerWithoutLimits_IsBurstable()
    {
        var spec = new PodSpec { Containers = [Container("a", "cpu=1 memory=1Gi", "cpu=1 memory=1Gi"), Container("b")] };
        Assert.Equal("Burstable", spec.GetQosClass());
    }

    [Theory]
    [InlineData("cpu=1 memory=1Gi", "cpu=1 memory=1Gi", "Guaranteed")]
    [InlineData("cpu=1", "", "Burstable")]
    [InlineData("cpu=1", "cpu=1", "Burstable")]
    public void GetQosClass_PodLevelResources_CountInsteadOfTheContainers(string requests, string limits, string expected)
    {
        var spec = new PodSpec { Containers = [Container("a", "cpu=500m")], Resources = Resources(requests, limits) };
        Assert.Equal(expected, spec.GetQosClass());
    }

    [Fact]
    public void Requests_Containers_AddUp()
    {
        var pod = PodOf(new() { Containers = [Container("a", "cpu=100m memory=1Gi"), Container("b", "cpu=200m example.com/gpu=1")] });
        Assert.Equal(Map("cpu=300m memory=1Gi example.com/gpu=1"), pod.GetResourceRequests());
    }

    [Fact]
    public void Requests_InitContainers_CountWhereTheyNeedMore()
    {
        var pod = PodOf(new()
        {
            Containers = [Container("a", "cpu=100m memory=1Gi")],
            InitContainers = [Container("i", "cpu=2 memory=100Mi"), Container("j", "cpu=1")],
        });
        Assert.Equal(Map("cpu=2 memory=1Gi"), pod.GetResourceRequests());
    }

    [Fact]
    public void Requests_Sidecars_AddToContainersAndToLaterInitContainers()
    {
        var pod = PodOf(new()
        {
            Containers = [Container("a", "cpu=1")],
            InitContainers = [Container("early", "cpu=2"), Container("side", "cpu=500m") with { RestartPolicy = "Always" }, Container("late", "cpu=3")],
        });
        Assert.Equal(Map("cpu=3500m"), pod.GetResourceRequests());
        var small = PodOf(pod.Spec with { InitContainers = [pod.Spec.InitContainers[1]] });
        Assert.Equal(Map("cpu=1500m"), small.GetResourceRequests());
    }

    [Fact]
    public void Requests_PodLevel_ReplaceTheSumAndOverheadComesOnTop()
    {
        var pod = PodOf(new()
        {
            Containers = [Container("a", "cpu=1 example.com/gpu=2")],
            Resources = Resources("cpu=4 memory=2Gi", "cpu=8"),
            Overhead = Map("cpu=100m pods=1"),
        });
        Assert.Equal(Map("cpu=4100m memory=2Gi example.com/gpu=2 pods=1"), pod.GetResourceRequests());
        Assert.Equal(Map("cpu=4 memory=2Gi example.com/gpu=2"), pod.GetResourceRequests(new() { ExcludeOverhead = true }));
        Assert.Equal(Map("cpu=1100m example.com/gpu=2 pods=1"), pod.GetResourceRequests(new() { SkipPodLevelResources = true }));
        Assert.Equal(Map("cpu=4100m memory=2Gi pods=1"), pod.GetResourceRequests(new() { SkipContainerLevelResources = true }));
        Assert.Equal(Map("cpu=8100m"), pod.GetResourceLimits());
    }

    [Fact]
    public void Requests_NonMissing_FillGapsOnly()
    {
        var pod = PodOf(new() { Containers = [Container("a", "cpu=1"), Container("b")] });
        Assert.Equal(Map("cpu=1100m memory=400Mi"), pod.GetResourceRequests(new() { NonMissingContainerRequests = Map("cpu=100m memory=200Mi") }));
    }

    [Fact]
    public void Requests_DuringResize_TakeTheGreatest()
    {
        var pod = PodOf(new() { Containers = [Container("a", "cpu=1")] }) with
        {
            Status = new() { ContainerStatuses = [new() { Name = "a", AllocatedResources = Map("cpu=2"), Resources = Resources("cpu=3", "cpu=5") }] },
        };
        Assert.Equal(Map("cpu=1"), pod.GetResourceRequests());
        Assert.Equal(Map("cpu=3"), pod.GetResourceRequests(new() { UseStatusResources = true }));
        Assert.Equal(Map("cpu=5"), pod.GetResourceLimits(new() { UseStatusResources = true }));

        var wanted = pod with { Spec = new() { Containers = [Container("a", "cpu=9")] } };
        Assert.Equal(Map("cpu=9"), wanted.GetResourceRequests(new() { UseStatusResources = true }));
        var infeasible = wanted with
        {
            Status = wanted.Status with { Conditions = [new() { Type = PodConditionType.PodResizePending, Status = "True", Reason = "Infeasible" }] },
        };
        Assert.Equal(Map("cpu=3"), infeasible.GetResourceRequests(new() { UseStatusResources = true }));
    }

    [Theory]
    [InlineData("cpu", true, false)]
    [InlineData("example.com/gpu", false, true)]
    [InlineData("requests.example.com/gpu", false, false)]
    [InlineData("pod-resources.kubernetes.io/x", true, false)]
    public void ResourceNames_AreNativeOrExtended(string name, bool native, bool extended)
    {
        Assert.Equal(native, PodResourceExtensions.IsNativeResource(name));
        Assert.Equal(extended, PodResourceExtensions.IsExtendedResource(name));
    }

    [Fact]
    public void WithCondition_KeepsTheTransitionTimeWhileTheStatusStays()
    {
        var status = PodStatus.Empty.WithCondition(new() { Type = "Ready", Status = "True" }, Now);
        Assert.Equal(Now, status.GetCondition("Ready")!.LastTransitionTime);
        status = status.WithCondition(new() { Type = "Ready", Status = "True", Reason = "again" }, Now.AddHours(1));
        Assert.Equal(Now, status.GetCondition("Ready")!.LastTransitionTime);
        Assert.Equal("again", status.GetCondition("Ready")!.Reason);
        status = status.WithCondition(new() { Type = "Ready", Status = "False" }, Now.AddHours(2));
        Assert.Equal(Now.AddHours(2), status.GetCondition("Ready")!.LastTransitionTime);
        Assert.Single(status.Conditions);
    }

    [Fact]
    public void IsAvailable_WaitsForMinReadySeconds()
    {
        var pod = Pod.Empty with { Status = PodStatus.Empty.WithCondition(new() { Type = "Ready", Status = "True" }, Now) };
        Assert.True(pod.IsReady());
        Assert.True(pod.IsAvailable(0, Now));
        Assert.False(pod.IsAvailable(10, Now.AddSeconds(9)));
        Assert.True(pod.IsAvailable(10, Now.AddSeconds(10)));
        Assert.False(Pod.Empty.IsAvailable(0, Now));
    }

    [Fact]
    public void States_FollowPhaseAndDeletion()
    {
        Assert.True(Pod.Empty.IsActive());
        Assert.False((Pod.Empty with { Status = new() { Phase = "Succeeded" } }).IsActive());
        var deleted = Pod.Empty with { Metadata = new() { DeletionTimestamp = Now } };
        Assert.True(deleted.IsTerminating());
        Assert.False(deleted.IsActive());
        Assert.False(Pod.Empty.IsScheduled());
        Assert.Equal(0, Pod.Empty.GetPriority());
    }

    [Fact]
    public void GetContainerStatus_SearchesAllLists()
    {
        var status = new PodStatus { InitContainerStatuses = [new() { Name = "i" }], EphemeralContainerStatuses = [new() { Name = "e" }] };
        Assert.Equal("i", status.GetContainerStatus("i")!.Name);
        Assert.Equal("e", status.GetContainerStatus("e")!.Name);
        Assert.Null(status.GetContainerStatus("x"));
    }

    private static Pod PodOf(PodSpec spec) => Pod.Empty with { Spec = spec };

    private static Container Container(string name, string requests = "", string limits = "") => new() { Name = name, Resources = Resources(requests, limits) };

    private static ResourceRequirements Resources(string requests, string limits) => new() { Requests = Map(requests), Limits = Map(limits) };

    private static ValueMap<Quantity> Map(string text) => text
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('='))
        .Select(pair => KeyValuePair.Create(pair[0], Quantity.Parse(pair[1])))
        .ToValueMap();
}
