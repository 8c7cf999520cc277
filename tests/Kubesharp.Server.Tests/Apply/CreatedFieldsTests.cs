using System.Text;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Scheduling.V1;
using Kubesharp.Api.Schema;
using Kubesharp.Server.Apply;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Tests.Apply;

public sealed class CreatedFieldsTests
{
    private const string EmptyPod = "{'metadata':{},'spec':{'containers':null},'status':{}}";
    private const string EmptyClass = "{'metadata':{},'value':0}";
    private const string EmptyDeployment = "{'metadata':{},'spec':{'selector':null,'template':{'metadata':{},'spec':{'containers':null}},'strategy':{}},'status':{}}";

    /// <summary>Pairs that differ in something on which the owned fields depend.</summary>
    public static TheoryData<string, string, string> Different => new()
    {
        { "Pod", Pod("'containers':[]"), Pod("'containers':null") },
        { "Pod", Pod("'containers':[{'name':'a'}]"), Pod("'containers':[{'name':'b'}]") },
        { "Pod", Pod("'containers':[{'name':'a'}]"), Pod("'containers':[{'name':'a','image':'i'}]") },
        { "Pod", Pod("'containers':[{'name':'a'},{'name':'b'}]"), Pod("'containers':[{'name':'a'},{'name':'a'}]") },
        { "Pod", Pod("'containers':[{'name':'a','ports':[{'containerPort':80}]}]"), Pod("'containers':[{'name':'a','ports':[{'containerPort':80,'protocol':'UDP'}]}]") },
        { "Pod", Pod("'nodeSelector':{'ab':''}"), Pod("'nodeSelector':{'a':'','b':''}") },
        { "Pod", Pod("'nodeSelector':{'a':'x'}"), Pod("'nodeSelector':{}") },
        { "Pod", "{'metadata':{'finalizers':['a','b']}}", "{'metadata':{'finalizers':['a','c']}}" },
        { "Pod", "{'metadata':{'labels':{'a':'1'}}}", "{'metadata':{'annotations':{'a':'1'}}}" },
        { "PriorityClass", "{'metadata':{},'value':0}", "{'metadata':{},'value':10}" },
        { "Deployment", "{'metadata':{},'spec':{'selector':null,'strategy':{}}}", "{'metadata':{},'spec':{'selector':{},'strategy':{}}}" },
    };

    /// <summary>Pairs that own the same.</summary>
    public static TheoryData<string, string, string> Alike => new()
    {
        { "Pod", Pod("'hostname':'a','containers':[{'name':'a','image':'i'}]"), Pod("'hostname':'b','containers':[{'name':'a','image':'j'}]") },
        { "Pod", "{'metadata':{'name':'a','uid':'1'}}", "{'metadata':{'name':'b','uid':'2'}}" },
        { "PriorityClass", "{'metadata':{},'value':7}", "{'metadata':{},'value':10}" },
    };

    [Theory]
    [MemberData(nameof(Different))]
    [MemberData(nameof(Alike))]
    public void Of_SecondObject_OwnsWhatItWouldAlone(string kind, string first, string second)
    {
        var (schema, empty) = Kind(kind);
        var shape = FieldShape.Root(schema, ["status"]);
        var fields = new CreatedFields();
        foreach (var json in (string[])[first, second, first, second])
            Assert.Equal(Alone(shape, json, empty), Text(Of(fields, shape, json, empty)));
    }

    [Theory]
    [MemberData(nameof(Alike))]
    public void Of_SameStructure_IsTheSameSet(string kind, string first, string second)
    {
        var (schema, empty) = Kind(kind);
        var shape = FieldShape.Root(schema, ["status"]);
        var fields = new CreatedFields();
        Assert.Same(Of(fields, shape, first, empty), Of(fields, shape, second, empty));
    }

    [Fact]
    public void Of_ItemWithoutKeys_IsRefusedEveryTime()
    {
        var shape = FieldShape.Root(Api.Core.V1.Pod.Schema, ["status"]);
        var fields = new CreatedFields();
        for (var i = 0; i < 2; i++) Assert.Throws<FieldSetException>(() => Of(fields, shape, Pod("'containers':[{'image':'i'}]"), EmptyPod));
    }

    [Fact]
    public void Of_MoreStructuresThanAreKept_StaysRight()
    {
        var shape = FieldShape.Root(Api.Core.V1.Pod.Schema, ["status"]);
        var fields = new CreatedFields();
        for (var i = 0; i < 1000; i++)
        {
            var json = Pod($"'nodeSelector':{{'label-{i % 600}':'x'}}");
            Assert.Equal(Alone(shape, json, EmptyPod), Text(Of(fields, shape, json, EmptyPod)));
        }
    }

    private static string Pod(string spec) => $"{{'metadata':{{'name':'p'}},'spec':{{{spec}}}}}";

    private static (TypeSchema Schema, string Empty) Kind(string kind) => kind switch
    {
        "Pod" => (Api.Core.V1.Pod.Schema, EmptyPod),
        "PriorityClass" => (PriorityClass.Schema, EmptyClass),
        _ => (Deployment.Schema, EmptyDeployment),
    };

    private static FieldSet? Of(CreatedFields fields, FieldShape shape, string json, string empty)
    {
        using var tape = JsonTape.Parse(Bytes(json));
        return fields.Of(shape, tape, Bytes(empty));
    }

    private static string Alone(FieldShape shape, string json, string empty)
    {
        using var before = JsonTape.Parse(Bytes(empty));
        using var after = JsonTape.Parse(Bytes(json));
        return Text(ObjectDifference.Compute(shape, before, after).Written);
    }

    private static string Text(FieldSet? set) => set is null ? "" : Encoding.UTF8.GetString(set.ToJson());

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json.Replace('\'', '"'));
}
