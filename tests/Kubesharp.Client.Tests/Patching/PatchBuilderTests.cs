using System.Text;
using System.Text.Json.Nodes;
using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client.Tests.Patching;

public class PatchBuilderTests
{
    private static readonly Pod Pod = Pod.Empty with
    {
        Metadata = ObjectMeta.Empty with { Name = "p", Namespace = "n", Labels = ValueMap.Of("a", "1"), Finalizers = ["x", "y"] },
        Spec = PodSpec.Empty with { Containers = [Container("one", "img:1"), Container("two", "img:2")] },
        Status = PodStatus.Empty with { Phase = "Pending" },
    };

    [Fact]
    public void MergePatch_Same_IsEmpty()
    {
        var patch = PatchBuilder.MergePatch(Pod, Pod with { });

        Assert.Equal("{}", Text(patch));
        Assert.True(PatchBuilder.IsEmpty(patch));
    }

    [Fact]
    public void MergePatch_Changes_AreMinimal()
    {
        var after = Pod with
        {
            Metadata = Pod.Metadata with { Labels = ValueMap.Of("b", "2") },
            Status = Pod.Status with { Phase = "Running", PodIP = "10.0.0.1" },
        };

        Assert.Equal("""{"metadata":{"labels":{"b":"2","a":null}},"status":{"phase":"Running","podIP":"10.0.0.1"}}""", Text(PatchBuilder.MergePatch(Pod, after)));
    }

    [Fact]
    public void MergePatch_List_IsSentWhole()
    {
        var after = Pod with { Metadata = Pod.Metadata with { Finalizers = ["y"] } };

        Assert.Equal("""{"metadata":{"finalizers":["y"]}}""", Text(PatchBuilder.MergePatch(Pod, after)));
        Assert.Equal("""{"metadata":{"finalizers":null}}""", Text(PatchBuilder.MergePatch(Pod, Pod with { Metadata = Pod.Metadata with { Finalizers = default } })));
    }

    [Fact]
    public void MergePatch_Applied_GivesTheWantedObject()
    {
        var random = new Random(11);
        for (var i = 0; i < 300; i++)
        {
            var (before, after) = (RandomPod(random), RandomPod(random));
            var target = JsonNode.Parse(ApiJson.Encode(before))!;
            Merge(target.AsObject(), JsonNode.Parse(PatchBuilder.MergePatch(before, after))!.AsObject());

            Assert.Equal(after, ApiJson.Decode<Pod>(Encoding.UTF8.GetBytes(target.ToJsonString())));
        }
    }

    [Fact]
    public void StrategicMergePatch_Item_IsPatchedByItsKey()
    {
        var after = Pod with { Spec = Pod.Spec with { Containers = [Container("one", "img:9"), Container("two", "img:2")] } };

        Assert.Equal("""{"spec":{"containers":[{"name":"one","image":"img:9"}]}}""", Text(PatchBuilder.StrategicMergePatch(Pod, after)));
    }

    [Fact]
    public void StrategicMergePatch_ItemsAddedAndRemoved_AreDirectives()
    {
        var after = Pod with { Spec = Pod.Spec with { Containers = [Container("two", "img:2"), Container("three", "img:3")] } };

        Assert.Equal(
            """{"spec":{"containers":[{"name":"three","image":"img:3","resources":{}},{"$patch":"delete","name":"one"}]}}""",
            Text(PatchBuilder.StrategicMergePatch(Pod, after)));
    }

    [Fact]
    public void StrategicMergePatch_OrderChanged_IsSet()
    {
        var after = Pod with { Spec = Pod.Spec with { Containers = [Container("two", "img:2"), Container("one", "img:1")] } };

        Assert.Equal(
            """{"spec":{"$setElementOrder/containers":[{"name":"two"},{"name":"one"}],"containers":[]}}""",
            Text(PatchBuilder.StrategicMergePatch(Pod, after)));
    }

    [Fact]
    public void StrategicMergePatch_Values_AreAddedAndRemoved()
    {
        var after = Pod with { Metadata = Pod.Metadata with { Finalizers = ["y", "z"] } };

        Assert.Equal(
            """{"metadata":{"$deleteFromPrimitiveList/finalizers":["x"],"$setElementOrder/finalizers":["y","z"],"finalizers":["z"]}}""",
            Text(PatchBuilder.StrategicMergePatch(Pod, after)));
    }

    [Fact]
    public void StrategicMergePatch_KeysNotUnique_ReplacesTheList()
    {
        ContainerPort[] ports = [Port(53, "UDP"), Port(53, "TCP")];
        var before = Pod with { Spec = Pod.Spec with { Containers = [Container("one", "i") with { Ports = [.. ports] }] } };
        var after = Pod with { Spec = Pod.Spec with { Containers = [Container("one", "i") with { Ports = [ports[0]] }] } };

        Assert.Equal(
            """{"spec":{"containers":[{"name":"one","ports":[{"$patch":"replace"},{"containerPort":53,"protocol":"UDP"}]}]}}""",
            Text(PatchBuilder.StrategicMergePatch(before, after)));
    }

    [Fact]
    public void StrategicMergePatch_Union_NamesWhatItRetains()
    {
        var before = Deployment.Empty with { Spec = DeploymentSpec.Empty with { Strategy = DeploymentStrategy.Empty with { Type = "RollingUpdate", RollingUpdate = RollingUpdateDeployment.Empty with { MaxSurge = new IntOrString(1) } } } };
        var after = before with { Spec = before.Spec with { Strategy = DeploymentStrategy.Empty with { Type = "Recreate" } } };

        Assert.Equal(
            """{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate","rollingUpdate":null}}}""",
            Text(PatchBuilder.StrategicMergePatch(before, after)));
    }

    [Fact]
    public void JsonPatch_Changes_AreOperations()
    {
        var after = Pod with
        {
            Metadata = Pod.Metadata with { Labels = ValueMap.Of("a/b~c", "2"), Finalizers = ["x", "q", "r"] },
            Spec = Pod.Spec with { Containers = [Container("one", "img:1")] },
        };

        Assert.Equal(
            """[{"op":"remove","path":"/metadata/labels/a"},{"op":"add","path":"/metadata/labels/a~1b~0c","value":"2"},{"op":"replace","path":"/metadata/finalizers/1","value":"q"},{"op":"add","path":"/metadata/finalizers/-","value":"r"},{"op":"remove","path":"/spec/containers/1"}]""",
            Text(PatchBuilder.JsonPatch(Pod, after)));
        Assert.Equal("[]", Text(PatchBuilder.JsonPatch(Pod, Pod)));
    }

    [Fact]
    public void ApplyBody_Record_LeavesOutWhatNobodySet()
    {
        var value = Pod with
        {
            Metadata = Pod.Metadata with { Generation = 4, CreationTimestamp = DateTimeOffset.UnixEpoch, ManagedFields = [ManagedFieldsEntry.Empty with { Manager = "m" }], Labels = default, Finalizers = default },
            Spec = PodSpec.Empty with
            {
                Containers = [Container("one", "img:1")],
                Volumes = [Volume.Empty with { Name = "v", Source = VolumeSource.Empty with { EmptyDir = EmptyDirVolumeSource.Empty } }],
            },
        };

        Assert.Equal(
            """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","namespace":"n"},"spec":{"volumes":[{"name":"v","emptyDir":{}}],"containers":[{"name":"one","image":"img:1"}]}}""",
            Text(PatchBuilder.ApplyBody(value)));
        Assert.Equal(
            """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","namespace":"n"},"status":{"phase":"Pending"}}""",
            Text(PatchBuilder.ApplyBody(value, isStatus: true)));
    }

    [Fact]
    public void PatchStatus_Difference_IsSentToTheSubresource()
    {
        var world = new ClientWorld();
        world.Server.Auto = _ => ScriptedTransport.Answer(200, Encoding.UTF8.GetString(ApiJson.Encode(Pod)));
        var pods = world.Client.For<Pod>();

        world.Loop.Complete(() => pods.PatchStatusAsync(Pod, Pod with { Status = PodStatus.Empty with { Phase = "Failed" } }, CancellationToken.None));
        var same = world.Loop.Complete(() => pods.PatchStatusAsync(Pod, Pod, CancellationToken.None));

        var request = Assert.Single(world.Server.Requests);
        Assert.Equal("/api/v1/namespaces/n/pods/p/status", request.PathAndQuery);
        Assert.Equal("""{"status":{"phase":"Failed"}}""", Text(request.Body.ToArray()));
        Assert.Same(Pod, same);
    }

    [Fact]
    public void Apply_Object_NamesTheManager()
    {
        var world = new ClientWorld();
        world.Server.Auto = _ => ScriptedTransport.Answer(200, Encoding.UTF8.GetString(ApiJson.Encode(Pod)));

        world.Loop.Complete(() => world.Client.For<Pod>().ApplyAsync(Pod, "me", CancellationToken.None, force: true));

        Assert.Equal("/api/v1/namespaces/n/pods/p?fieldManager=me&force=true", world.Server.Requests[0].PathAndQuery);
        Assert.Equal(MediaTypes.ApplyPatch, world.Server.Requests[0].ContentType);
    }

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);

    private static Container Container(string name, string image) => Api.Core.V1.Container.Empty with { Name = name, Image = image };

    private static ContainerPort Port(int number, string protocol) => ContainerPort.Empty with { Port = number, Protocol = protocol };

    private static Pod RandomPod(Random random) => Pod.Empty with
    {
        Metadata = ObjectMeta.Empty with
        {
            Name = "p",
            Labels = Enumerable.Range(0, random.Next(4)).Select(i => new KeyValuePair<string, string>($"k{random.Next(4)}", $"{random.Next(3)}")).ToValueMap(),
            Finalizers = Enumerable.Range(0, random.Next(3)).Select(i => $"f{i}").ToValueList(),
        },
        Spec = PodSpec.Empty with
        {
            NodeName = random.Next(2) == 0 ? "" : "n",
            Containers = Enumerable.Range(0, random.Next(3)).Select(i => Container($"c{i}", $"img:{random.Next(2)}")).ToValueList(),
        },
        Status = PodStatus.Empty with
        {
            Phase = random.Next(2) == 0 ? "" : "Running",
            StartTime = random.Next(2) == 0 ? null : DateTimeOffset.UnixEpoch.AddDays(random.Next(3)),
        },
    };

    /// <summary>RFC 7386 as it is written there.</summary>
    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) target.Remove(name);
            else if (value is JsonObject child && target[name] is JsonObject known) Merge(known, child);
            else target[name] = value.DeepClone();
        }
    }
}
