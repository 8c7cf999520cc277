using Kubesharp.Api.Core.V1;

namespace Kubesharp.Client.Tests;

/// <summary>The controller of the README, run.</summary>
public class ReadmeTests
{
    [Fact]
    public void Controller_NewConfigMap_IsLabelled()
    {
        var world = new ClientWorld();
        var running = world.Loop.Start(() => RunAsync(world));
        world.Do(() => world.Server.Next("GET", "/api/v1/configmaps").Respond(Json.List("10", Json.ConfigMap("a", "5"))));
        ScriptedTransport.WatchStream? watch = null;
        world.Do(() => watch = world.Server.Next("GET", "/api/v1/configmaps").Stream());

        var patch = world.Server.Next("PATCH", "/api/v1/namespaces/default/configmaps/a");
        Assert.Equal("""{"metadata":{"labels":{"seen":"true"}}}""", patch.Body);
        world.Do(() => patch.Respond(Json.ConfigMap("a", "11")));
        world.Do(world.Stop.Cancel);

        Assert.True(running.IsCompletedSuccessfully);
        Assert.NotNull(watch);
    }

    private static async Task RunAsync(ClientWorld world)
    {
        var (client, informers, stop) = (world.Client, world.Informers(), world.Stop.Token);
        using var queue = new WorkQueue<NamespacedName>(world.Time);
        var maps = informers.For<ConfigMap>();
        maps.AddHandler(new InformerHandler<ConfigMap>
        {
            Added = (value, _) => queue.Add(NamespacedName.Of(value)),
            Updated = (_, value) => queue.Add(NamespacedName.Of(value)),
        });
        var loop = new ControllerLoop<NamespacedName>("labeler", queue, workers: 2, async (key, token) =>
        {
            if (maps.Get(key.Namespace, key.Name) is not { } value || value.Metadata.Labels.ContainsKey("seen")) return ReconcileResult.Done;
            var wanted = value with { Metadata = value.Metadata with { Labels = value.Metadata.Labels.Set("seen", "true") } };
            await client.For<ConfigMap>().PatchDifferenceAsync(value, wanted, "", token);
            return ReconcileResult.Done;
        });
        var running = informers.RunAsync(stop);
        await informers.WaitForSyncAsync(stop);
        await loop.RunAsync(stop);
        await running;
    }
}
