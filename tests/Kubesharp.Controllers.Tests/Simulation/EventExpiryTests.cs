using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Controllers.Tests.Simulation;

public sealed class EventExpiryTests
{
    [Fact]
    public void Event_AfterAnHour_IsGone()
    {
        using var world = new SimulatedWorld(1);
        using var stop = new CancellationTokenSource();
        var gone = false;
        var informers = new InformerFactory(world.Client, world.Time, NullLoggerFactory.Instance);
        informers.For<Event>("default").AddHandler(new InformerHandler<Event> { Deleted = (value, _) => gone |= value.Metadata.Name == "old" });
        var running = world.Loop.Inside(() => informers.RunAsync(stop.Token));
        world.Do(() => informers.WaitForSyncAsync(stop.Token));
        world.Do(() => world.Client.For<Event>().CreateAsync(
            new Event { Metadata = new ObjectMeta { Name = "old", Namespace = "default" }, InvolvedObject = new ObjectReference { Kind = "Node", Name = "n" }, Reason = "Odd", Message = "it is odd", Type = "Normal" }, default));
        world.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.NotNull(world.Get(() => world.Client.For<Event>().TryGetAsync("default", "old", default)));
        world.Time.Advance(TimeSpan.FromMinutes(2));
        world.Loop.Until(() => gone);
        Assert.Null(world.Get(() => world.Client.For<Event>().TryGetAsync("default", "old", default)));
        stop.Cancel();
        world.Loop.Until(() => running.IsCompleted);
    }
}
