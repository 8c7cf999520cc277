using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.Tests.Simulation;

namespace Kubesharp.Controllers.Tests.GarbageCollection;

public sealed class GarbageCollectorTests
{
    [Fact]
    public void Circle_DeletedInTheForeground_Goes()
    {
        using var world = new SimulatedWorld(1);
        string[] names = ["a", "b", "c"];
        var made = names.Select(name => Make(world, name)).ToList();
        for (var i = 0; i < made.Count; i++) Own(world, made[i], made[(i + 2) % 3]);
        world.Run(toTheEnd: true);
        world.Do(() => world.Client.For<ConfigMap>().DeleteAsync("default", "a", default, new DeleteOptions { PropagationPolicy = DeletionPropagation.Foreground }));
        world.Run(toTheEnd: true);
        Assert.DoesNotContain(world.List<ConfigMap>(), map => names.Contains(map.Metadata.Name));
    }

    [Fact]
    public void Dependent_WithAnotherOwner_StaysAndHoldsNobodyUp()
    {
        using var world = new SimulatedWorld(1);
        var (going, staying) = (Make(world, "going"), Make(world, "staying"));
        Own(world, Make(world, "dependent"), going, staying);
        world.Run(toTheEnd: true);
        world.Do(() => world.Client.For<ConfigMap>().DeleteAsync("default", "going", default, new DeleteOptions { PropagationPolicy = DeletionPropagation.Foreground }));
        world.Run(toTheEnd: true);
        var maps = world.List<ConfigMap>();
        Assert.DoesNotContain(maps, map => map.Metadata.Name == "going");
        Assert.Equal("staying", Assert.Single(Assert.Single(maps, map => map.Metadata.Name == "dependent").Metadata.OwnerReferences).Name);
    }

    private static ConfigMap Make(SimulatedWorld world, string name) =>
        world.Get(() => world.Client.For<ConfigMap>().CreateAsync(new ConfigMap { Metadata = new ObjectMeta { Name = name, Namespace = "default" } }, default));

    private static void Own(SimulatedWorld world, ConfigMap value, params ConfigMap[] owners)
    {
        var references = owners.Select(owner => new OwnerReference { ApiVersion = "v1", Kind = "ConfigMap", Name = owner.Metadata.Name, Uid = owner.Metadata.Uid, BlockOwnerDeletion = true }).ToValueList();
        world.Do(() => world.Client.For<ConfigMap>().UpdateAsync(value with { Metadata = value.Metadata with { OwnerReferences = references } }, default));
    }
}
