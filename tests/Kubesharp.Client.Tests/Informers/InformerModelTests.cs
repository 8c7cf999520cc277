using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client.Tests.Informers;

/// <summary>Random writes and faults against a model: after every calm, cache, handlers and indexes hold what the server holds.</summary>
public class InformerModelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Informer_FaultyServer_AlwaysComesBackToTheServersState(int block)
    {
        for (var seed = block * 1000; seed < (block * 1000) + 30; seed++)
        {
            try
            {
                RunOne(seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}", e);
            }
        }
    }

    private static void RunOne(int seed)
    {
        var random = new Random(seed);
        var world = new ClientWorld();
        var server = new FaultyServer(world, random);
        for (var i = random.Next(10); i > 0; i--) server.Write();
        var factory = world.Informers();
        var informer = factory.For<ConfigMap>();
        informer.AddIndex("value", static value => [value.Data["value"]]);
        var first = new Follower(informer);
        var running = world.Loop.Start(() => factory.RunAsync(world.Stop.Token));
        Follower? second = null;
        for (var round = 0; round < 4; round++)
        {
            server.Calm = false;
            for (var step = 0; step < 40; step++)
            {
                world.Do(() => Disturb(server, random));
                world.Do(server.Serve);
                world.Advance(random.NextDouble() * 3);
                if (second is null && random.Next(60) == 0) world.Do(() => second = new Follower(informer));
            }

            server.Calm = true;
            for (var i = 0; i < 200; i++)
            {
                world.Do(server.Serve);
                world.Advance(1);
            }

            Check(server, informer, first);
            if (second is not null) Check(server, informer, second);
        }

        world.Do(world.Stop.Cancel);
        Assert.True(running.IsCompletedSuccessfully);
    }

    private static void Disturb(FaultyServer server, Random random)
    {
        for (var i = random.Next(4); i > 0; i--) server.Write();
        if (random.Next(3) == 0) server.Fault();
    }

    private static void Check(FaultyServer server, IInformer<ConfigMap> informer, Follower follower)
    {
        var expected = server.Objects.Values.Select(text => ApiJson.Decode<ConfigMap>(System.Text.Encoding.UTF8.GetBytes(text))).ToArray();
        Assert.Equal(expected, informer.List().OrderBy(value => value.Metadata.Name, StringComparer.Ordinal));
        Assert.Equal(expected, follower.Objects.Values);
        Assert.Equal(expected, informer.ByNamespace("default").OrderBy(value => value.Metadata.Name, StringComparer.Ordinal));
        foreach (var value in expected) Assert.Contains(value, informer.ByIndex("value", value.Data["value"]));
    }

    /// <summary>Keeps what the handler calls say, and finds calls that do not follow from those before.</summary>
    private sealed class Follower
    {
        public Follower(IInformer<ConfigMap> informer) => informer.AddHandler(new InformerHandler<ConfigMap>
        {
            Added = (value, _) => Objects.Add(value.Metadata.Name, value),
            Updated = (old, value) =>
            {
                Assert.Same(Objects[value.Metadata.Name], old);
                Objects[value.Metadata.Name] = value;
            },
            Deleted = (last, _) => Assert.True(Objects.Remove(last.Metadata.Name)),
        });

        public SortedDictionary<string, ConfigMap> Objects { get; } = new(StringComparer.Ordinal);
    }
}
