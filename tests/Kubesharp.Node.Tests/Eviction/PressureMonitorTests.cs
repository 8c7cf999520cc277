using Kubesharp.Api;
using Kubesharp.Node.Eviction;
using Kubesharp.Node.Nodes;
using Kubesharp.Tests;

namespace Kubesharp.Node.Tests.Eviction;

/// <summary>When a machine is short of something, by a clock of the test.</summary>
public sealed class PressureMonitorTests
{
    private static readonly ValueMap<string> None = default;

    private readonly ManualTimeProvider _time = new();
    private readonly Dictionary<string, Supply> _signals = [];

    public PressureMonitorTests() => Plenty();

    [Fact]
    public void Defaults_AreTheKubelets()
    {
        var monitor = Monitor(new EvictionOptions());
        Assert.Empty(monitor.LookForShortages(out _, out _));

        foreach (var (signal, available) in ((string, long)[])[
            (EvictionSignals.ImageInodes, 4), (EvictionSignals.ImageDisk, 14), (EvictionSignals.NodeInodes, 4), (EvictionSignals.NodeDisk, 9), (EvictionSignals.Memory, 1), (EvictionSignals.ProcessIds, 0)])
            Set(signal, available);

        var shortages = monitor.LookForShortages(out var pressure, out _);
        Assert.Equal(
            ["memory.available 100Mi 1", "nodefs.available 10 9", "nodefs.inodesFree 5 4", "imagefs.available 15 14", "imagefs.inodesFree 5 4"],
            shortages.Select(shortage => $"{shortage.Signal} {shortage.Threshold} {shortage.Available}"));
        Assert.Equal(["memory", "ephemeral-storage", "inodes", "ephemeral-storage", "inodes"], shortages.Select(shortage => shortage.Resource));
        Assert.Equal(new NodePressure(Memory: true, Disk: true, Pids: false), pressure);
    }

    [Fact]
    public void Pressure_ThatIsOver_IsToldOfForTheTransitionPeriod()
    {
        var monitor = Monitor(new EvictionOptions { Hard = ValueMap.Of("pid.available", "10%"), PressureTransitionPeriod = TimeSpan.FromMinutes(5) });
        Set(EvictionSignals.ProcessIds, 9);
        Assert.Equal("pids", Assert.Single(monitor.LookForShortages(out var pressure, out _)).Resource);
        Assert.True(pressure.Pids);

        Plenty();
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Empty(monitor.LookForShortages(out pressure, out _));
        Assert.True(pressure.Pids);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(monitor.Look().Pids);
    }

    [Fact]
    public void SoftThreshold_IsPressureAtOnceAndShortageAfterItsGrace()
    {
        var monitor = Monitor(new EvictionOptions { Hard = None, Soft = ValueMap.Of("memory.available", "50"), SoftGracePeriod = ValueMap.Of("memory.available", "1m30s") });
        Set(EvictionSignals.Memory, 49);
        Assert.Empty(monitor.LookForShortages(out var pressure, out _));
        Assert.True(pressure.Memory);

        _time.Advance(TimeSpan.FromSeconds(89));
        Assert.Empty(monitor.LookForShortages(out _, out _));

        // One moment of relief begins the period anew.
        Set(EvictionSignals.Memory, 50);
        monitor.Look();
        Set(EvictionSignals.Memory, 49);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(monitor.LookForShortages(out _, out _));

        _time.Advance(TimeSpan.FromSeconds(90));
        Assert.False(Assert.Single(monitor.LookForShortages(out _, out _)).IsHard);
    }

    [Fact]
    public void MinimumReclaim_KeepsAThresholdMetUntilSoMuchMoreIsFree()
    {
        var monitor = Monitor(new EvictionOptions { Hard = ValueMap.Of("nodefs.available", "10"), MinimumReclaim = ValueMap.Of("nodefs.available", "5%") });
        Set(EvictionSignals.NodeDisk, 12);
        Assert.Empty(monitor.LookForShortages(out _, out _));
        Set(EvictionSignals.NodeDisk, 9);
        Assert.Single(monitor.LookForShortages(out _, out _));
        Set(EvictionSignals.NodeDisk, 14);
        Assert.Single(monitor.LookForShortages(out _, out _));
        Set(EvictionSignals.NodeDisk, 15);
        Assert.Empty(monitor.LookForShortages(out _, out _));
        Set(EvictionSignals.NodeDisk, 14);
        Assert.Empty(monitor.LookForShortages(out _, out _));
    }

    [Theory]
    [InlineData("memory.free", "1Gi", "unknown eviction signal \"memory.free\"; there are memory.available, nodefs.available, nodefs.inodesFree, imagefs.available, imagefs.inodesFree, pid.available")]
    [InlineData("memory.available", "110%", "eviction threshold \"110%\" must be a percentage from 0 to 100")]
    [InlineData("memory.available", "-1", "eviction threshold \"-1\" must not be negative")]
    public void Thresholds_ThatMakeNoSense_AreRefused(string signal, string amount, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => EvictionThreshold.Of(new EvictionOptions { Hard = ValueMap.Of(signal, amount) })).Message);

    [Fact]
    public void SoftThreshold_WithoutGrace_IsRefused() => Assert.Equal(
        "grace period must be specified for the soft eviction threshold pid.available",
        Assert.Throws<FormatException>(() => EvictionThreshold.Of(new EvictionOptions { Soft = ValueMap.Of("pid.available", "10%") })).Message);

    [Fact]
    public void Threshold_OfNothing_IsNone() => Assert.Empty(EvictionThreshold.Of(new EvictionOptions { Hard = ValueMap.Of("pid.available", "0%") }));

    private void Plenty()
    {
        foreach (var signal in EvictionSignals.All) Set(signal, 50);
        _signals[EvictionSignals.Memory] = new Supply(Quantity.FromValue(1L << 30), 2L << 30);
    }

    private void Set(string signal, long available) => _signals[signal] = new Supply(Quantity.FromValue(available), 100);

    private PressureMonitor Monitor(EvictionOptions options) =>
        new(() => new NodeSupply(_signals, HasImageDisk: false), EvictionThreshold.Of(options), options.PressureTransitionPeriod, _time);
}
