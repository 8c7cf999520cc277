using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Apply;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Tests.Apply;

public sealed class ManagedFieldsUpdateTests
{
    private const string Metadata = "'metadata':{'name':'p','namespace':'n','uid':'u','resourceVersion':'1','creationTimestamp':'2026-01-01T00:00:00Z','labels':{'run':'x'}}";

    private static AppliedState Pods() => new(Pod.Schema, "v1");

    private static string PodWith(string spec) => $"{{'kind':'Pod','apiVersion':'v1',{Metadata},'spec':{{{spec}}}}}";

    [Fact]
    public void Update_Creation_OwnsWhatTheKindsEmptyObjectDoesNotHave()
    {
        // The documented example of a pod made by "kubectl run", as upstream records it.
        var state = Pods().Update("kubectl-run", PodWith(
            "'containers':[{'name':'test','image':'i','resources':{},'ports':[{'containerPort':80,'protocol':'TCP'},{'containerPort':443,'protocol':'TCP'}],'terminationMessagePath':'/dev/termination-log'}],"
            + "'dnsPolicy':'ClusterFirst','securityContext':{},'volumes':[{'name':'v','emptyDir':{}}],'tolerations':[{'key':'a'}]},'status':{'phase':'Pending'"));
        Assert.Equal(
            ["kubectl-run Update {'f:metadata':{'f:labels':{'.':{},'f:run':{}}},'f:spec':{'f:containers':{'k:{\"name\":\"test\"}':{'.':{},'f:image':{},'f:name':{},"
            + "'f:ports':{'.':{},'k:{\"containerPort\":80,\"protocol\":\"TCP\"}':{'.':{},'f:containerPort':{},'f:protocol':{}},'k:{\"containerPort\":443,\"protocol\":\"TCP\"}':{'.':{},'f:containerPort':{},'f:protocol':{}}},"
            + "'f:resources':{},'f:terminationMessagePath':{}}},'f:dnsPolicy':{},'f:securityContext':{},'f:tolerations':{},'f:volumes':{'.':{},'k:{\"name\":\"v\"}':{'.':{},'f:emptyDir':{},'f:name':{}}}}}"],
            state.Owners);
        Assert.Equal(("FieldsV1", "v1", state.Now), (state.Managers[0].FieldsType, state.Managers[0].ApiVersion, state.Managers[0].Time));
    }

    [Fact]
    public void Update_OwnValue_KeepsTheFieldsAndMovesTheTime()
    {
        var state = Pods().Update("a", PodWith("'containers':[{'name':'c','image':'x'}]"));
        var before = state.Managers[0];
        state.Now += TimeSpan.FromMinutes(1);
        state.Update("a", PodWith("'containers':[{'name':'c','image':'y'}]"));
        Assert.Equal(before with { Time = state.Now }, Assert.Single(state.Managers.AsSpan().ToArray()));
    }

    [Fact]
    public void Update_NothingButServerFields_ChangesNothing()
    {
        var state = Pods().Update("a", PodWith("'hostIPC':true"));
        var before = state.Managers;
        state.Now += TimeSpan.FromMinutes(1);
        state.Update("b", PodWith("'hostIPC':true").Replace("'resourceVersion':'1'", "'resourceVersion':'2'"));
        Assert.Equal(before, state.Managers);
    }

    [Fact]
    public void Update_AnothersValue_MovesTheField()
    {
        var state = Pods().Update("a", PodWith("'containers':[{'name':'c','image':'x'}]"));
        state.Now += TimeSpan.FromMinutes(1);
        state.Update("b", PodWith("'containers':[{'name':'c','image':'y'}]"));
        Assert.Equal(
            ["a Update {'f:metadata':{'f:labels':{'.':{},'f:run':{}}},'f:spec':{'f:containers':{'k:{\"name\":\"c\"}':{'.':{},'f:name':{}}}}}",
             "b Update {'f:spec':{'f:containers':{'k:{\"name\":\"c\"}':{'f:image':{}}}}}"],
            state.Owners);
    }

    [Fact]
    public void Update_RemovedField_LeavesEveryOwner()
    {
        var state = Pods().Update("a", PodWith("'hostIPC':true,'containers':[{'name':'c','image':'x'}]")).Update("b", PodWith("'hostIPC':true"));
        Assert.Equal(["a Update {'f:metadata':{'f:labels':{'.':{},'f:run':{}}},'f:spec':{'f:hostIPC':{}}}"], state.Owners);
    }

    [Fact]
    public void Update_OfAnApplier_IsAnEntryOfItsOwn()
    {
        var state = Pods().Apply("a", PodWith("'hostIPC':true")).Update("a", PodWith("'hostIPC':false"));
        Assert.Equal(["a Apply {'f:metadata':{'f:labels':{'f:run':{}}}}", "a Update {'f:spec':{'f:hostIPC':{}}}"], state.Owners);
    }

    [Fact]
    public void Update_OfTheStatus_IsKeptApartFromTheObject()
    {
        var state = Pods().Update("kubelet", PodWith("'hostIPC':true")).Update("kubelet", PodWith("'hostIPC':false},'status':{'phase':'Running'"), "status");
        Assert.Equal(
            ["kubelet Update {'f:metadata':{'f:labels':{'.':{},'f:run':{}}},'f:spec':{'f:hostIPC':{}}}", "kubelet/status Update {'f:status':{'.':{},'f:phase':{}}}"],
            state.Owners);
    }

    [Fact]
    public void Update_UntrackedObject_StaysUntracked() =>
        Assert.Empty(Pods().Untracked(PodWith("'hostIPC':true")).Update("a", PodWith("'hostIPC':false")).Managers);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Update_ThatSendsNoEntries_ResetsOwnership(bool oneEmptyEntry)
    {
        var state = Pods().Update("a", PodWith("'hostIPC':true"));
        ValueList<ManagedFieldsEntry> sent = oneEmptyEntry ? [ManagedFieldsEntry.Empty] : [];
        Assert.Empty(state.Update("b", PodWith("'hostIPC':true"), sent: sent).Managers);
    }

    [Fact]
    public void Update_ThatSendsEntries_ReplacesThem()
    {
        var state = Pods().Update("a", PodWith("'hostIPC':true"));
        var sent = state.Managers[0] with { Manager = "renamed" };
        Assert.Equal("renamed", state.Update("b", PodWith("'hostIPC':true"), sent: [sent]).Managers[0].Manager);
    }

    [Theory]
    [InlineData("Merge", "v1", "FieldsV1", "{}")]
    [InlineData("Update", "", "FieldsV1", "{}")]
    [InlineData("Update", "v1", "", "{}")]
    [InlineData("Update", "v1", "FieldsV2", "{}")]
    [InlineData("Update", "v1", "FieldsV1", "[]")]
    [InlineData("Update", "v1", "FieldsV1", "{'f:a':1}")]
    public void Update_ThatSendsMalformedEntries_KeepsTheStoredOnes(string operation, string apiVersion, string type, string fields)
    {
        var state = Pods().Update("a", PodWith("'hostIPC':true"));
        var sent = new ManagedFieldsEntry { Manager = "x", Operation = operation, ApiVersion = apiVersion, FieldsType = type, FieldsV1 = RawJson.FromText(fields.Replace('\'', '"')) };
        var before = state.Managers;
        Assert.Equal(before, state.Update("b", PodWith("'hostIPC':true"), sent: [sent]).Managers);
    }

    [Fact]
    public void Update_ByAnEleventhManager_MergesTheOldest()
    {
        var state = Pods().Update("creator", PodWith("'hostIPC':true"));
        for (var i = 0; i < 12; i++)
        {
            state.Now += TimeSpan.FromMinutes(1);
            state.Update($"m{i:00}", state.Json.Replace("'labels':{", $"'labels':{{'l{i}':'x',"));
        }

        Assert.Equal(FieldOwners.MaxUpdateManagers, state.Managers.Count);
        Assert.Equal("ancient-changes", state.Managers[0].Manager);
        Assert.StartsWith("ancient-changes Update {'f:metadata':{'f:labels':{'.':{},'f:l0':{},'f:l1':{},'f:l2':{},'f:run':{}}},'f:spec':{'f:hostIPC':{}}}", state.Owners[0]);
        Assert.Equal("m11", state.Managers[^1].Manager);
    }

    [Fact]
    public void Update_Deployment_MarksWhatTheEmptyObjectAlreadyHas() => Assert.Equal(
        ["c Update {'f:spec':{'f:replicas':{},'f:selector':{},'f:strategy':{'f:rollingUpdate':{'.':{},'f:maxSurge':{}},'f:type':{}},'f:template':{'f:metadata':{'f:labels':{'.':{},'f:a':{}}},'f:spec':{'f:containers':{'k:{\"name\":\"n\"}':{'.':{},'f:name':{}}}}}}}"],
        new AppliedState(Deployment.Schema, "apps/v1").Update("c",
            "{'kind':'Deployment','apiVersion':'apps/v1','metadata':{'name':'d'},'spec':{'replicas':1,'selector':{'matchLabels':{'a':'b'}},'strategy':{'type':'RollingUpdate','rollingUpdate':{'maxSurge':1}},'template':{'metadata':{'labels':{'a':'b'}},'spec':{'containers':[{'name':'n'}]}}},'status':{}}").Owners);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void FieldSets_RandomObjects_FollowTheLawsOfSets(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var (a, b) = (RandomSet(random), RandomSet(random));
            var union = FieldSet.Union(a, b);
            var both = FieldSet.Intersection(a, b);
            var left = FieldSet.Difference(a, b);
            Assert.True(FieldSet.Contains(union, a) && FieldSet.Contains(union, b), $"seed {seed}, round {i}");
            Assert.True(FieldSet.Contains(a, both) && FieldSet.Contains(b, both), $"seed {seed}, round {i}");
            Assert.Null(FieldSet.Intersection(left, b));
            Assert.Equal(both is not null, FieldSet.Overlap(a, b));
            Assert.Equal(Json(a), Json(FieldSet.Union(left, both)));
            Assert.Equal(Json(union), Json(FieldSet.Union(b, a)));
            using var tape = JsonTape.Parse((a ?? FieldSet.Empty).ToJson());
            Assert.Equal(Json(a), Json(FieldSet.Parse(tape, 0, out _)));
        }
    }

    private static FieldSet? RandomSet(Random random)
    {
        using var tape = JsonTape.Parse(Encoding.UTF8.GetBytes(Patch.RandomJson.Object(random, 3).ToJsonString()));
        return new FieldCollector(tape).Everything(FieldShape.Deduced, 0);
    }

    private static string Json(FieldSet? set) => Encoding.UTF8.GetString((set ?? FieldSet.Empty).ToJson());
}
