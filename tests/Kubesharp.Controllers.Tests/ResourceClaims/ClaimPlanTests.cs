using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Controllers.ResourceClaims;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Controllers.Tests.ResourceClaims;

public sealed class ClaimPlanTests
{
    private static readonly PodResourceClaim FromTemplate = PodResourceClaim.Empty with { Name = "gpu", ResourceClaimTemplateName = "template" };
    private static readonly PodResourceClaim ByName = PodResourceClaim.Empty with { Name = "shared", ResourceClaimName = "shared-claim" };

    [Fact]
    public void Make_FromTemplate_IsOwnedByThePodAndNamesItsEntry()
    {
        var template = new ResourceClaimTemplate
        {
            Spec = ResourceClaimTemplateSpec.Empty with { Metadata = ObjectMeta.Empty with { Labels = [new("a", "b")], Annotations = [new("c", "d")] } },
        };
        var claim = ClaimPlan.Make(PodWith(FromTemplate), FromTemplate, template);

        Assert.Equal("web-gpu-", claim.Metadata.GenerateName);
        Assert.Equal("b", claim.Metadata.Labels.Get("a"));
        Assert.Equal(("d", "gpu"), (claim.Metadata.Annotations.Get("c"), claim.Metadata.Annotations.Get(ClaimPlan.EntryAnnotation)));
        var owner = Assert.Single(claim.Metadata.OwnerReferences);
        Assert.Equal(("Pod", "web", "uid-web", true, true), (owner.Kind, owner.Name, owner.Uid, owner.Controller == true, owner.BlockOwnerDeletion == true));
    }

    [Fact]
    public void NeedsWork_TemplateWithoutClaim_UntilItIsRecordedAndThere()
    {
        var pod = PodWith(FromTemplate);
        Assert.True(ClaimPlan.NeedsWork(pod, _ => null));

        var recorded = pod with { Status = pod.Status with { ResourceClaimStatuses = ClaimPlan.Record([], "gpu", "web-gpu-abcde") } };
        Assert.False(ClaimPlan.NeedsWork(recorded, name => Claim(name)));
        Assert.True(ClaimPlan.NeedsWork(recorded, _ => null));
    }

    [Fact]
    public void NeedsWork_ClaimOfAnotherThatIsMissing_IsLeftToItsOwner() => Assert.False(ClaimPlan.NeedsWork(PodWith(ByName), _ => null));

    [Fact]
    public void NeedsWork_PodHasANodeButNoReservation_ReservationIsMissing()
    {
        var pod = PodWith(ByName);
        pod = pod with { Spec = pod.Spec with { NodeName = "n1" } };
        Assert.True(ClaimPlan.NeedsWork(pod, name => Claim(name) with { Status = Allocated() }));
        Assert.False(ClaimPlan.NeedsWork(pod, name => Claim(name) with { Status = Allocated(pod.Metadata.Uid) }));
        Assert.False(ClaimPlan.NeedsWork(pod, name => Claim(name)));
    }

    [Theory]
    [InlineData(PodPhase.Running, false, "n1", false)]
    [InlineData(PodPhase.Running, true, "n1", false)]
    [InlineData(PodPhase.Succeeded, false, "n1", true)]
    [InlineData(PodPhase.Pending, true, "", true)]
    [InlineData(PodPhase.Pending, false, "", false)]
    public void IsDone_ByPhaseAndDeletion(string phase, bool deleted, string node, bool expected)
    {
        var pod = PodWith();
        pod = pod with
        {
            Metadata = pod.Metadata with { DeletionTimestamp = deleted ? DateTimeOffset.UnixEpoch : null },
            Spec = pod.Spec with { NodeName = node },
            Status = pod.Status with { Phase = phase },
        };
        Assert.Equal(expected, ClaimPlan.IsDone(pod));
    }

    [Fact]
    public void Release_LastConsumerGone_GivesTheDevicesBack()
    {
        var status = Allocated("a", "b");
        Assert.NotNull(ClaimPlan.Release(status, [status.ReservedFor[0]]).Allocation);
        Assert.Null(ClaimPlan.Release(status, []).Allocation);
    }

    [Fact]
    public void FindMade_ClaimsOfOthers_OnlyItsOwnForThisEntry()
    {
        var pod = PodWith(FromTemplate);
        var made = ClaimPlan.Make(pod, FromTemplate, new ResourceClaimTemplate());
        var other = ClaimPlan.Make(pod, FromTemplate with { Name = "nic" }, new ResourceClaimTemplate());
        var foreign = ClaimPlan.Make(pod with { Metadata = pod.Metadata with { Uid = "else" } }, FromTemplate, new ResourceClaimTemplate());
        Assert.Same(made, ClaimPlan.FindMade(pod, FromTemplate, [foreign, other, made]));
        Assert.Null(ClaimPlan.FindMade(pod, FromTemplate, [foreign, other]));
    }

    private static Pod PodWith(params PodResourceClaim[] entries) => new()
    {
        Metadata = ObjectMeta.Empty with { Namespace = "default", Name = "web", Uid = "uid-web" },
        Spec = PodSpec.Empty with { ResourceClaims = ValueList.Wrap(entries) },
    };

    private static ResourceClaim Claim(string name) => new() { Metadata = ObjectMeta.Empty with { Namespace = "default", Name = name } };

    private static ResourceClaimStatus Allocated(params string[] uids) => ResourceClaimStatus.Empty with
    {
        Allocation = AllocationResult.Empty,
        ReservedFor = uids.Select(uid => ResourceClaimConsumerReference.Empty with { Resource = "pods", Uid = uid }).ToValueList(),
    };
}
