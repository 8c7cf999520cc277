using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.StatefulSets;

namespace Kubesharp.Controllers.Tests.StatefulSets;

public sealed class StatefulPodsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("db-0", 0)]
    [InlineData("db-12", 12)]
    [InlineData("db-", null)]
    [InlineData("db-x", null)]
    [InlineData("db-1-2", null)]
    [InlineData("dbx-1", null)]
    [InlineData("other-1", null)]
    public void Ordinal_Name_IsItsLastNumber(string name, int? expected) => Assert.Equal(expected, StatefulPods.Ordinal(Set(), new Pod { Metadata = new ObjectMeta { Name = name } }));

    [Fact]
    public void Make_ClaimTemplate_TakesThePlaceOfTheVolume()
    {
        var set = Set();
        var template = set.Spec.Template with { Spec = set.Spec.Template.Spec with { Volumes = [new Volume { Name = "data" }, new Volume { Name = "tmp" }] } };
        var pod = StatefulPods.Make(set, template, "db-rev", 3);
        Assert.Equal(("db-3", "db-3", "db", "db-rev"), (pod.Metadata.Name, pod.Spec.Hostname, pod.Spec.Subdomain, StatefulPods.Revision(pod)));
        Assert.Equal("db-3", pod.Metadata.GetLabel(WellKnownLabels.StatefulSetPodName));
        Assert.Equal("3", pod.Metadata.GetLabel(WellKnownLabels.PodIndex));
        Assert.Equal(["data", "tmp"], pod.Spec.Volumes.Select(volume => volume.Name));
        Assert.Equal("data-db-3", pod.Spec.Volumes[0].Source.PersistentVolumeClaim!.ClaimName);
        Assert.True(StatefulPods.HasStorage(set, pod, 3));
        Assert.False(StatefulPods.HasStorage(set, pod, 4));
        var (_, claim) = Assert.Single(StatefulPods.Claims(set, 3));
        Assert.Equal(("data-db-3", "ns", "db"), (claim.Metadata.Name, claim.Metadata.Namespace, claim.Metadata.GetLabel("app")));
    }

    [Theory]
    [InlineData("Retain", "Retain", false, "")]
    [InlineData("Retain", "Retain", true, "")]
    [InlineData("Delete", "Retain", false, "StatefulSet")]
    [InlineData("Delete", "Retain", true, "StatefulSet")]
    [InlineData("Retain", "Delete", false, "")]
    [InlineData("Retain", "Delete", true, "Pod")]
    [InlineData("Delete", "Delete", false, "StatefulSet")]
    [InlineData("Delete", "Delete", true, "Pod")]
    public void Owners_RetentionPolicy_DecidesWhoTakesTheClaimAlong(string whenDeleted, string whenScaled, bool condemned, string expected)
    {
        var set = Set();
        set = set with { Spec = set.Spec with { PersistentVolumeClaimRetentionPolicy = new() { WhenDeleted = whenDeleted, WhenScaled = whenScaled } } };
        var pod = new Pod { Metadata = new ObjectMeta { Name = "db-0", Uid = "pod" } };
        var foreign = new OwnerReference { ApiVersion = "v1", Kind = "ConfigMap", Name = "c", Uid = "c" };
        var claim = new PersistentVolumeClaim { Metadata = new ObjectMeta { OwnerReferences = [foreign, pod.ToControllerReference(), set.ToControllerReference()] } };
        var owners = ClaimRetention.Owners(set, pod, condemned, claim);
        Assert.Equal(foreign, owners[0]);
        Assert.Equal(expected, string.Join(' ', owners.Skip(1).Select(owner => owner.Kind)));
    }

    [Fact]
    public void IsStale_ClaimOfAFormerPod_IsToBeWaitedFor()
    {
        var before = new Pod { Metadata = new ObjectMeta { Name = "db-0", Uid = "old" } };
        var claim = new PersistentVolumeClaim { Metadata = new ObjectMeta { OwnerReferences = [before.ToControllerReference()] } };
        Assert.True(ClaimRetention.IsStale(claim, new Pod { Metadata = new ObjectMeta { Name = "db-0" } }));
        Assert.False(ClaimRetention.IsStale(claim, before));
        Assert.False(ClaimRetention.IsStale(claim, new Pod { Metadata = new ObjectMeta { Name = "db-1" } }));
    }

    [Fact]
    public void Status_RolloutDone_MakesTheUpdateCurrent()
    {
        var set = Set() with { Status = new StatefulSetStatus { CurrentRevision = "a" } };
        var pair = new StatefulSetRevisions.Pair(Revision("a"), Revision("b"), 0);
        var half = StatefulSetStatusCalculator.Calculate(set, pair, [Pod("db-0", "a"), Pod("db-1", "b")], 0, Now);
        Assert.Equal((2, 2, 1, 1, "a", "b"), (half.Replicas, half.ReadyReplicas, half.CurrentReplicas, half.UpdatedReplicas, half.CurrentRevision, half.UpdateRevision));
        var done = StatefulSetStatusCalculator.Calculate(set, pair, [Pod("db-0", "b"), Pod("db-1", "b")], 0, Now);
        Assert.Equal((2, 2, "b", "b"), (done.CurrentReplicas, done.UpdatedReplicas, done.CurrentRevision, done.UpdateRevision));
    }

    [Fact]
    public void Template_OfARevision_IsTheOneThatWasKept() =>
        Assert.Equal("main", StatefulSetRevisions.Template(Revision("a") with { Data = RawJson.FromText("""{"spec":{"template":{"$patch":"replace","spec":{"containers":[{"name":"main"}]}}}}""") }).Spec.Containers[0].Name);

    private static ControllerRevision Revision(string name) => new() { Metadata = new ObjectMeta { Name = name } };

    private static Pod Pod(string name, string revision) => new()
    {
        Metadata = new ObjectMeta { Name = name, Labels = ValueMap.Of(WellKnownLabels.ControllerRevisionHash, revision) },
        Status = new PodStatus { Phase = PodPhase.Running, Conditions = [new PodCondition { Type = PodConditionType.Ready, Status = "True" }] },
    };

    private static StatefulSet Set() => new()
    {
        Metadata = new ObjectMeta { Name = "db", Namespace = "ns", Uid = "set" },
        Spec = new StatefulSetSpec
        {
            Replicas = 2,
            ServiceName = "db",
            Selector = new LabelSelector { MatchLabels = ValueMap.Of("app", "db") },
            UpdateStrategy = new StatefulSetUpdateStrategy { Type = StatefulSetUpdateStrategyType.RollingUpdate },
            VolumeClaimTemplates = [new PersistentVolumeClaim { Metadata = new ObjectMeta { Name = "data" } }],
        },
    };
}
