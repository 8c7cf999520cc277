using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Tests.Apply;

public sealed class ServerSideApplyTests
{
    private static AppliedState Deployments() => new(Deployment.Schema, "apps/v1");

    private static AppliedState Pods() => new(Pod.Schema, "v1");

    private static string DeploymentWith(string spec, string metadata = "'name':'d'") =>
        $"{{'apiVersion':'apps/v1','kind':'Deployment','metadata':{{{metadata}}},'spec':{{{spec}}}}}";

    private static string PodWith(string spec, string metadata = "'name':'p'") => $"{{'apiVersion':'v1','kind':'Pod','metadata':{{{metadata}}},'spec':{{{spec}}}}}";

    [Fact]
    public void Apply_NewObject_OwnsTheFieldsOfTheConfiguration()
    {
        var state = Deployments().Apply("me", DeploymentWith("'replicas':3,'template':{'spec':{'containers':[{'name':'c','image':'i','ports':[{'containerPort':80}]}]}}", "'name':'d','labels':{'a':'b'}"));
        Assert.Equal(
            ["me Apply {'f:metadata':{'f:labels':{'f:a':{}}},'f:spec':{'f:replicas':{},'f:template':{'f:spec':{'f:containers':{'k:{\"name\":\"c\"}':{'.':{},'f:image':{},'f:name':{},'f:ports':{'k:{\"containerPort\":80,\"protocol\":\"TCP\"}':{'.':{},'f:containerPort':{}}}}}}}}}"],
            state.Owners);
        Assert.Contains("'replicas':3", state.Json);
    }

    [Fact]
    public void Apply_FieldAnotherApplierOwns_ConflictsAndChangesNothing()
    {
        var state = Deployments().Apply("first", DeploymentWith("'replicas':3"));
        var before = state.Json;
        var error = state.Conflict("second", DeploymentWith("'replicas':5"));
        Assert.Equal(409, error.Code);
        Assert.Equal("Conflict", error.Reason);
        Assert.Equal("Apply failed with 1 conflict: conflict with \"first\": .spec.replicas", error.Message);
        var cause = Assert.Single(error.Status.Details!.Causes.AsSpan().ToArray());
        Assert.Equal(("FieldManagerConflict", "conflict with \"first\"", ".spec.replicas"), (cause.Reason, cause.Message, cause.Field));
        Assert.Equal(before, state.Json);
    }

    [Fact]
    public void Apply_FieldAnUpdateWrote_ConflictNamesTheVersion()
    {
        var state = Deployments().Update("kubectl-client-side-apply", DeploymentWith("'replicas':3"));
        Assert.Equal(
            "Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using apps/v1: .spec.replicas",
            state.Conflict("me", DeploymentWith("'replicas':5")).Message);
    }

    [Fact]
    public void Apply_SeveralConflicts_AreListedByManager()
    {
        var state = Deployments().Apply("b", DeploymentWith("'replicas':3")).Apply("a", DeploymentWith("'paused':true,'minReadySeconds':4"));
        Assert.Equal(
            "Apply failed with 3 conflicts: conflicts with \"a\":\n- .spec.minReadySeconds\n- .spec.paused\nconflicts with \"b\":\n- .spec.replicas",
            state.Conflict("c", DeploymentWith("'replicas':5,'paused':false,'minReadySeconds':5")).Message);
    }

    [Fact]
    public void Apply_ConflictInAListItem_ShowsItsKey()
    {
        var state = Pods().Apply("a", PodWith("'containers':[{'name':'web','image':'x'}]"));
        Assert.Equal(
            "Apply failed with 1 conflict: conflict with \"a\": .spec.containers[name=\"web\"].image",
            state.Conflict("b", PodWith("'containers':[{'name':'web','image':'y'}]")).Message);
    }

    [Fact]
    public void Apply_Forced_TakesTheFieldOver()
    {
        var state = Deployments().Apply("first", DeploymentWith("'replicas':3,'paused':true")).Apply("second", DeploymentWith("'replicas':5"), force: true);
        Assert.Equal(["first Apply {'f:spec':{'f:paused':{}}}", "second Apply {'f:spec':{'f:replicas':{}}}"], state.Owners);
        Assert.Contains("'replicas':5", state.Json);
    }

    [Fact]
    public void Apply_SameValue_IsShared()
    {
        var state = Deployments().Apply("first", DeploymentWith("'replicas':3")).Apply("second", DeploymentWith("'replicas':3"));
        Assert.Equal(["first Apply {'f:spec':{'f:replicas':{}}}", "second Apply {'f:spec':{'f:replicas':{}}}"], state.Owners);
    }

    [Fact]
    public void Apply_FieldLeftOut_IsRemovedWhenNobodyElseOwnsIt()
    {
        var state = Deployments().Apply("me", DeploymentWith("'replicas':3,'paused':true")).Apply("me", DeploymentWith("'replicas':3"));
        Assert.Equal(DeploymentWith("'replicas':3"), state.Json);
        Assert.Equal(["me Apply {'f:spec':{'f:replicas':{}}}"], state.Owners);
    }

    [Fact]
    public void Apply_FieldLeftOutThatAnotherOwns_Stays()
    {
        var state = Deployments().Apply("me", DeploymentWith("'replicas':3,'paused':true")).Apply("other", DeploymentWith("'paused':true"))
            .Apply("me", DeploymentWith("'replicas':3"));
        Assert.Contains("'paused':true", state.Json);
    }

    [Fact]
    public void Apply_FieldTheServerDefaulted_StaysWhenAnotherFieldGoes()
    {
        var state = Pods().Apply("me", PodWith("'containers':[{'name':'a','image':'x','tty':true}]"));
        state.Update("defaults", state.Json.Replace("'tty':true", "'tty':true,'imagePullPolicy':'Always'"));
        state.Apply("me", PodWith("'containers':[{'name':'a','image':'x'}]"));
        Assert.Equal(PodWith("'containers':[{'name':'a','image':'x','imagePullPolicy':'Always'}]"), state.Json);
    }

    [Fact]
    public void Apply_ListItemLeftOut_IsRemovedAndOthersStay()
    {
        var state = Pods().Apply("me", PodWith("'containers':[{'name':'a','image':'x'},{'name':'b','image':'y'}]"))
            .Apply("side", PodWith("'containers':[{'name':'s','image':'z'}]"))
            .Apply("me", PodWith("'containers':[{'name':'b','image':'y'}]"));
        Assert.Equal(PodWith("'containers':[{'name':'b','image':'y'},{'name':'s','image':'z'}]"), state.Json);
    }

    [Fact]
    public void Apply_ListItemAnotherOwnsPartOf_StaysWithThatPart()
    {
        var state = Pods().Apply("me", PodWith("'containers':[{'name':'a','image':'x','tty':true}]"))
            .Apply("other", PodWith("'containers':[{'name':'a','stdin':true}]"))
            .Apply("me", PodWith("'hostNetwork':true"));
        Assert.Equal(PodWith("'containers':[{'name':'a','stdin':true}],'hostNetwork':true"), state.Json);
    }

    [Fact]
    public void Apply_AppliedOrder_WinsForSharedItems()
    {
        var state = Pods().Update("u", PodWith("'containers':[{'name':'a'},{'name':'l'},{'name':'b'}]"))
            .Apply("me", PodWith("'containers':[{'name':'b'},{'name':'n'},{'name':'a'}]"));
        Assert.Equal(PodWith("'containers':[{'name':'l'},{'name':'b'},{'name':'n'},{'name':'a'}]"), state.Json);
    }

    [Fact]
    public void Apply_SetList_OwnsEachValue()
    {
        var state = Pods().Apply("a", PodWith("", "'name':'p','finalizers':['x/a','x/b']")).Apply("b", PodWith("", "'name':'p','finalizers':['x/c']"))
            .Apply("a", PodWith("", "'name':'p','finalizers':['x/b']"));
        Assert.Equal(PodWith("", "'name':'p','finalizers':['x/b','x/c']"), state.Json);
        Assert.Equal(
            ["a Apply {'f:metadata':{'f:finalizers':{'v:\"x/b\"':{}}}}", "b Apply {'f:metadata':{'f:finalizers':{'v:\"x/c\"':{}}}}"],
            [.. state.Owners.Select(line => line.Replace(",'f:spec':{}", ""))]);
    }

    [Fact]
    public void Apply_AtomicList_IsOwnedWholeAndConflictsWhole()
    {
        var state = Pods().Apply("a", PodWith("'containers':[{'name':'c','args':['1','2']}]"));
        Assert.Equal(
            "Apply failed with 1 conflict: conflict with \"a\": .spec.containers[name=\"c\"].args",
            state.Conflict("b", PodWith("'containers':[{'name':'c','args':['3']}]")).Message);
        state.Apply("b", PodWith("'containers':[{'name':'c','args':['3']}]"), force: true);
        Assert.Contains("'args':['3']", state.Json);
    }

    [Fact]
    public void Apply_AtomicStruct_IsOwnedWhole()
    {
        var state = Deployments().Apply("a", DeploymentWith("'selector':{'matchLabels':{'x':'1'}}"));
        Assert.Equal(["a Apply {'f:spec':{'f:selector':{}}}"], state.Owners);
        Assert.Contains(".spec.selector", state.Conflict("b", DeploymentWith("'selector':{'matchLabels':{'y':'1'}}")).Message);
    }

    [Fact]
    public void Apply_MapKeys_AreOwnedOneByOne()
    {
        var state = Pods().Apply("a", PodWith("'hostIPC':true", "'name':'p','labels':{'x':'1'}")).Apply("b", PodWith("'hostPID':true", "'name':'p','labels':{'y':'2'}"))
            .Apply("a", PodWith("'hostIPC':true", "'name':'p'"));
        Assert.Equal(PodWith("'hostIPC':true,'hostPID':true", "'name':'p','labels':{'y':'2'}"), state.Json);
    }

    [Fact]
    public void Apply_LastFieldOfMetadataLeftOut_KeepsTheName()
    {
        var state = Pods().Apply("a", PodWith("'hostIPC':true", "'name':'p','labels':{'x':'1'}")).Apply("a", PodWith("'hostIPC':true"));
        Assert.Equal(PodWith("'hostIPC':true"), state.Json);
    }

    [Fact]
    public void Apply_EmptiedObjectThatIsStillApplied_StaysEmpty()
    {
        var state = Pods().Apply("a", PodWith("'volumes':[{'name':'v','emptyDir':{'medium':'Memory'}}]")).Apply("a", PodWith("'volumes':[{'name':'v','emptyDir':{}}]"));
        Assert.Equal(PodWith("'volumes':[{'name':'v','emptyDir':{}}]"), state.Json);
    }

    [Fact]
    public void Apply_NothingNew_KeepsTheTime()
    {
        var state = Deployments().Apply("me", DeploymentWith("'replicas':3"));
        var before = state.Managers;
        state.Now += TimeSpan.FromHours(1);
        state.Apply("me", DeploymentWith("'replicas':3"));
        Assert.Equal(before, state.Managers);
        state.Apply("me", DeploymentWith("'replicas':4"));
        Assert.Equal(state.Now, state.Managers[0].Time);
    }

    [Fact]
    public void Apply_StatusSubresource_OwnsOnlyTheStatus()
    {
        var state = Deployments().Apply("me", DeploymentWith("'replicas':3"));
        state.Apply("controller", "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'d'},'spec':{'replicas':9},'status':{'replicas':2}}", subresource: "status");
        Assert.Equal(["controller/status Apply {'f:status':{'f:replicas':{}}}", "me Apply {'f:spec':{'f:replicas':{}}}"], state.Owners);
    }

    [Fact]
    public void Apply_StatusThroughTheObject_IsNotOwned() =>
        Assert.Equal(["me Apply {'f:spec':{'f:replicas':{}}}"], Deployments().Apply("me", DeploymentWith("'replicas':3},'status':{'replicas':1")).Owners);

    [Fact]
    public void Apply_UntrackedObject_GivesTheRestToBeforeFirstApply()
    {
        var state = Deployments().Untracked(DeploymentWith("'replicas':3,'paused':true"));
        Assert.Equal(
            "Apply failed with 1 conflict: conflict with \"before-first-apply\" using apps/v1: .spec.replicas",
            state.Conflict("me", DeploymentWith("'replicas':4")).Message);
        state.Apply("me", DeploymentWith("'replicas':4"), force: true);
        Assert.Equal(["me Apply {'f:spec':{'f:replicas':{}}}", "before-first-apply Update {'f:spec':{'f:paused':{}}}"], state.Owners);
    }

    [Fact]
    public void Apply_ByTheCommandLine_TakesOverWhatClientSideApplyWrote()
    {
        const string last = "'name':'d','annotations':{'kubectl.kubernetes.io/last-applied-configuration':'{\\'apiVersion\\':\\'apps/v1\\',\\'kind\\':\\'Deployment\\',\\'metadata\\':{\\'name\\':\\'d\\'},\\'spec\\':{\\'replicas\\':3}}'}";
        var state = Deployments().Update("kubectl-client-side-apply", DeploymentWith("'replicas':3", last));
        Assert.Equal(409, state.Conflict("other", DeploymentWith("'replicas':4")).Code);
        state.Apply("kubectl", DeploymentWith("'replicas':4"));
        Assert.Contains("'replicas':4", state.Json);
        Assert.Contains("\\'spec\\':{\\'replicas\\':4}", state.Json);
    }

    [Fact]
    public void Apply_WithoutSchema_DeducesMapsAndKeepsListsWhole()
    {
        var state = new AppliedState(null, "example.com/v1").Apply("a", "{'apiVersion':'example.com/v1','kind':'T','metadata':{'name':'t'},'spec':{'m':{'x':1},'l':[{'name':'a'}]}}");
        Assert.Equal(["a Apply {'f:spec':{'.':{},'f:l':{},'f:m':{'.':{},'f:x':{}}}}"], state.Owners);
        state.Apply("b", "{'apiVersion':'example.com/v1','kind':'T','metadata':{'name':'t'},'spec':{'m':{'y':2}}}");
        Assert.Contains("'m':{'x':1,'y':2}", state.Json);
    }

    [Theory]
    [InlineData("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'d','managedFields':[]}}", 400, "metadata.managedFields must be nil")]
    [InlineData("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'d'}}", 400, "invalid object type: v1, Kind=Pod")]
    [InlineData("{'apiVersion':'apps/v1beta1','kind':'Deployment','metadata':{'name':'d'}}", 400, "invalid object type: apps/v1beta1, Kind=Deployment")]
    [InlineData("[]", 400, "error decoding YAML: json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'d','namespace':'n'},'spec':{'foo':1}}", 500,
        "failed to create typed patch object (n/d; apps/v1, Kind=Deployment): .spec.foo: field not declared in schema")]
    [InlineData(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'d'},'spec':{'replicas':'x','foo':1}}", 500,
        "failed to create typed patch object (/d; apps/v1, Kind=Deployment): errors:\n  .spec.replicas: expected numeric (int or float), got string\n  .spec.foo: field not declared in schema")]
    [InlineData(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'d'},'spec':{'template':{'spec':{'containers':[{'name':'c','env':[{'name':'E','value':8080}]}]}}}}", 500,
        "failed to create typed patch object (/d; apps/v1, Kind=Deployment): .spec.template.spec.containers[name=\"c\"].env[name=\"E\"].value: expected string, got &value.valueUnstructured{Value:8080}")]
    [InlineData(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'d'},'spec':{'template':{'spec':{'containers':[{'image':'c'}]}}}}", 500,
        "failed to create typed patch object (/d; apps/v1, Kind=Deployment): .spec.template.spec.containers: element 0: associative list with keys has an element that omits key field \"name\" (and doesn't have default value)")]
    [InlineData(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'d'},'spec':{'template':{'spec':{'containers':[{'name':'c'},{'name':'c'}]}}}}", 500,
        "failed to create typed patch object (/d; apps/v1, Kind=Deployment): .spec.template.spec.containers: duplicate entries for key [name=\"c\"]")]
    [InlineData(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'d'},'spec':{'template':[1]}}", 500,
        "failed to create typed patch object (/d; apps/v1, Kind=Deployment): .spec.template: expected map, got &{[1]}")]
    public void Apply_BadConfiguration_FailsWithUpstreamsText(string config, int code, string message)
    {
        var error = Deployments().Conflict("me", config);
        Assert.Equal(message, error.Message);
        Assert.Equal(code, error.Code);
    }
}
