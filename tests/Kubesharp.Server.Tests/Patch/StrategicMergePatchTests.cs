using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Tests.Patch;

public sealed class StrategicMergePatchTests
{
    [Theory]
    // A list with a merge key: matching items merge, new ones come first because the patch's order wins.
    [InlineData(
        "{'spec':{'containers':[{'name':'a','image':'x'},{'name':'b','image':'y'}]}}",
        "{'spec':{'containers':[{'name':'b','image':'z'}]}}",
        "{'spec':{'containers':[{'name':'a','image':'x'},{'name':'b','image':'z'}]}}")]
    [InlineData(
        "{'spec':{'containers':[{'name':'a','image':'x'}]}}",
        "{'spec':{'containers':[{'name':'b','image':'z'}]}}",
        "{'spec':{'containers':[{'name':'b','image':'z'},{'name':'a','image':'x'}]}}")]
    [InlineData(
        "{'spec':{'containers':[{'name':'a','ports':[{'containerPort':80,'protocol':'TCP'}]}]}}",
        "{'spec':{'containers':[{'name':'a','ports':[{'containerPort':80,'name':'web'}]}]}}",
        "{'spec':{'containers':[{'name':'a','ports':[{'containerPort':80,'protocol':'TCP','name':'web'}]}]}}")]
    // A list without a merge strategy is replaced.
    [InlineData("{'spec':{'tolerations':[{'key':'a'},{'key':'b'}]}}", "{'spec':{'tolerations':[{'key':'c'}]}}", "{'spec':{'tolerations':[{'key':'c'}]}}")]
    [InlineData("{'spec':{'containers':[{'name':'a','args':['1','2']}]}}", "{'spec':{'containers':[{'name':'a','args':['3']}]}}", "{'spec':{'containers':[{'name':'a','args':['3']}]}}")]
    // Directives.
    [InlineData(
        "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}",
        "{'spec':{'containers':[{'$patch':'delete','name':'a'}]}}",
        "{'spec':{'containers':[{'name':'b'}]}}")]
    [InlineData(
        "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}",
        "{'spec':{'containers':[{'name':'c'},{'$patch':'replace'}]}}",
        "{'spec':{'containers':[{'name':'c'}]}}")]
    [InlineData("{'spec':{'nodeSelector':{'a':'1'}}}", "{'spec':{'nodeSelector':{'$patch':'replace','b':'2'}}}", "{'spec':{'nodeSelector':{'b':'2'}}}")]
    [InlineData("{'spec':{'nodeSelector':{'a':'1'}}}", "{'spec':{'nodeSelector':{'$patch':'delete'}}}", "{'spec':{'nodeSelector':{}}}")]
    [InlineData("{'metadata':{'labels':{'a':'1','b':'2'}}}", "{'metadata':{'labels':{'a':null,'c':'3','d':null}}}", "{'metadata':{'labels':{'b':'2','c':'3'}}}")]
    [InlineData(
        "{'metadata':{'finalizers':['a','b','c']}}",
        "{'metadata':{'$deleteFromPrimitiveList/finalizers':['b']}}",
        "{'metadata':{'finalizers':['a','c']}}")]
    [InlineData("{'metadata':{'finalizers':['a','b']}}", "{'metadata':{'finalizers':['c','b']}}", "{'metadata':{'finalizers':['c','a','b']}}")]
    [InlineData(
        "{'metadata':{'finalizers':['a','b','c']}}",
        "{'metadata':{'$setElementOrder/finalizers':['c','d','a'],'finalizers':['d']}}",
        "{'metadata':{'finalizers':['b','c','d','a']}}")]
    [InlineData(
        "{'spec':{'containers':[{'name':'a'},{'name':'s'},{'name':'b'}]}}",
        "{'spec':{'$setElementOrder/containers':[{'name':'b'},{'name':'a'}],'containers':[{'name':'a','image':'x'}]}}",
        "{'spec':{'containers':[{'name':'s'},{'name':'b'},{'name':'a','image':'x'}]}}")]
    [InlineData(
        "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}",
        "{'spec':{'$setElementOrder/containers':[{'name':'b'},{'name':'a'}]}}",
        "{'spec':{'containers':[{'name':'b'},{'name':'a'}]}}")]
    [InlineData(
        "{'spec':{}}",
        "{'spec':{'$setElementOrder/containers':[{'name':'a'}],'containers':[{'name':'a','image':'x','stdin':null}]}}",
        "{'spec':{'containers':[{'name':'a','image':'x'}]}}")]
    [InlineData(
        "{'spec':{'volumes':[{'name':'v','emptyDir':{}}]}}",
        "{'spec':{'volumes':[{'name':'v','$retainKeys':['name','hostPath'],'hostPath':{'path':'/x'}}]}}",
        "{'spec':{'volumes':[{'name':'v','hostPath':{'path':'/x'}}]}}")]
    // What the object does not have is taken without nulls and directives.
    [InlineData("{}", "{'spec':{'nodeName':null,'containers':[{'name':'a','env':[{'name':'E','$patch':'delete'}]}]}}", "{'spec':{'containers':[{'name':'a','env':[]}]}}")]
    [InlineData("{'spec':{'taints':[]}}", "{'spec':{'hostNetwork':true}}", "{'spec':{'taints':[],'hostNetwork':true}}")]
    [InlineData("{'spec':{'hostNetwork':true}}", "{'spec':{'hostNetwork':false}}", "{'spec':{'hostNetwork':false}}")]
    public void Apply_PodPatch_MergesAsTheSchemaSays(string pod, string patch, string expected) =>
        Assert.Equal(expected, PatchCase.Run(PatchType.StrategicMerge, pod, patch, Pod.Schema));

    [Fact]
    public void Apply_DeploymentStrategyWithRetainKeys_DropsTheOtherStrategy() => Assert.Equal(
        "{'spec':{'strategy':{'type':'Recreate'}}}",
        PatchCase.Run(
            PatchType.StrategicMerge,
            "{'spec':{'strategy':{'type':'RollingUpdate','rollingUpdate':{'maxSurge':1}}}}",
            "{'spec':{'strategy':{'$retainKeys':['type'],'type':'Recreate'}}}",
            Deployment.Schema));

    [Fact]
    public void Apply_NodeTaints_AreReplacedWhole() =>
        Assert.Equal("{'spec':{'taints':[]}}", PatchCase.Run(PatchType.StrategicMerge, "{'spec':{'taints':[{'key':'a','effect':'NoSchedule'}]}}", "{'spec':{'taints':[]}}", Node.Schema));

    [Theory]
    [InlineData("{'spec':{'containers':[{'image':'x'}]}}", 500, "map: map[image:x] does not contain declared merge key: name")]
    [InlineData("{'spec':{'containers':[{'$patch':'delete','image':'x'}]}}", 500, "map: map[$patch:delete image:x] does not contain declared merge key: name")]
    [InlineData("{'spec':{'containers':[{'$patch':'burn','name':'a'}]}}", 500, "unknown patch type: burn in map: map[$patch:burn name:a]")]
    [InlineData("{'spec':{'$patch':'burn','nodeName':'a'}}", 500, "unknown patch type: burn in map: map[$patch:burn nodeName:a]")]
    [InlineData("{'spec':{'containers':[{'name':'a','$patch':'merge'}]}}", 500, "merging lists cannot yet be specified in the patch")]
    [InlineData("{'spec':{'$retainKeys':'x'}}", 400, "invalid patch format of retainKeys")]
    [InlineData("{'spec':{'$retainKeys':['x'],'nodeName':'n'}}", 400, "invalid patch format of retainKeys")]
    [InlineData("{'metadata':{'$deleteFromPrimitiveList/finalizers':'x'}}", 400, "invalid patch format of primitive list")]
    [InlineData("[]", 400, "json: cannot unmarshal array into Go value of type map[string]interface {}")]
    public void Apply_BadPatch_FailsWithUpstreamsText(string patch, int code, string message)
    {
        var error = PatchCase.Fails(PatchType.StrategicMerge, "{'metadata':{'finalizers':['x']},'spec':{'containers':[{'name':'a','image':'y'}]}}", patch, Pod.Schema);
        Assert.Equal(message, error.Message);
        Assert.Equal(code, error.Code);
    }

    [Fact]
    public void Apply_OrderThatContradictsThePatch_Fails() => Assert.StartsWith(
        "The order in patch list:\n[map[name:b] map[name:a]]\n doesn't match $setElementOrder list:\n[map[name:a] map[name:b]]\n",
        PatchCase.Fails(
            PatchType.StrategicMerge,
            "{'spec':{'containers':[{'name':'a'}]}}",
            "{'spec':{'$setElementOrder/containers':[{'name':'a'},{'name':'b'}],'containers':[{'name':'b'},{'name':'a'}]}}",
            Pod.Schema).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Apply_KindWithoutSchema_IsUnsupported()
    {
        var error = PatchCase.Fails(PatchType.StrategicMerge, "{}", "{'spec':{}}");
        Assert.Equal(415, error.Code);
        Assert.Equal(
            "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
            error.Message);
    }
}
