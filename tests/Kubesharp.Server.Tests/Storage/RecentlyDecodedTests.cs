using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Storage;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Tests.Storage;

public sealed class RecentlyDecodedTests
{
    private static readonly ResourceStrategy Strategy = BuiltInResources.Create(false).First(resource => resource.Info.Gvk == ConfigMap.Gvk).Strategy!;

    [Fact]
    public void SmallCollectionsKeepAsManyAsTheyMayHave()
    {
        var recent = new RecentlyDecoded(4, 2);
        var values = Add(recent, 5, count: 4);
        Assert.Equal([false, true, true, true, true], values.Select(IsKept));
    }

    [Fact]
    public void LargeCollectionsKeepFew()
    {
        var recent = new RecentlyDecoded(4, 2);
        var values = Add(recent, 5, count: 5);
        Assert.Equal([false, false, false, true, true], values.Select(IsKept));
    }

    [Fact]
    public void ACollectionThatGrowsLetsGo()
    {
        var recent = new RecentlyDecoded(4, 2);
        var before = Add(recent, 4, count: 4);
        var after = Add(recent, 2, count: 5);
        Assert.DoesNotContain(before, IsKept);
        Assert.All(after, value => Assert.True(IsKept(value)));
    }

    [Fact]
    public void AnObjectThatIsNotedAgainStays()
    {
        var recent = new RecentlyDecoded(1, 1);
        var value = Add(recent, 1, count: 1)[0];
        recent.Add(value.Object, 1);
        Assert.True(IsKept(value));
    }

    private static List<(StoredObject Object, byte[] Protobuf)> Add(RecentlyDecoded recent, int number, int count)
    {
        var result = new List<(StoredObject, byte[])>();
        for (var i = 0; i < number; i++)
        {
            var map = new ConfigMap { Metadata = new() { Name = $"map-{i}", Namespace = "default", Uid = "1" } };
            var value = new StoredObject(Strategy, $"/registry/configmaps/default/map-{i}", Strategy.ToJson(map), map);
            result.Add((value, value.ToProtobuf()));
            recent.Add(value, count);
        }

        return result;
    }

    // What an object has let go of is made anew.
    private static bool IsKept((StoredObject Object, byte[] Protobuf) value) => ReferenceEquals(value.Object.ToProtobuf(), value.Protobuf);
}
