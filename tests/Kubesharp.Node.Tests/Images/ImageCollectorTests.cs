using Kubesharp.Node.Images;
using Kubesharp.Node.Machine;
using Kubesharp.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Node.Tests.Images;

/// <summary>Which images go when, by a clock and a disk of the test.</summary>
public sealed class ImageCollectorTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly FakeImages _images = new();
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];
    private FileSystemUse _disk = new() { Size = 1000, Available = 500 };

    [Fact]
    public async Task Disk_BelowTheHighThreshold_NothingGoes()
    {
        _images.Add("a", 100);
        var collector = Collector();
        await CollectAfterAsync(collector, TimeSpan.Zero);
        _disk = _disk with { Available = 160 };
        await CollectAfterAsync(collector, TimeSpan.FromHours(1));

        Assert.Equal(["a"], Left());
    }

    [Fact]
    public async Task Disk_Full_WhatWasNotUsedForLongestGoesDownToTheLowThreshold()
    {
        foreach (var id in (string[])["never", "long", "lately", "used"]) _images.Add(id, 60);
        _images.Add("pinned", 60, pinned: true);
        _used.UnionWith(["used", "long", "lately"]);
        var collector = Collector();
        await CollectAfterAsync(collector, TimeSpan.Zero);
        _used.Remove("long");
        await CollectAfterAsync(collector, TimeSpan.FromMinutes(5));
        _used.Remove("lately");

        // 150 of 1000 are left; 50 more make a fifth.
        _disk = _disk with { Available = 150 };
        await CollectAfterAsync(collector, TimeSpan.FromMinutes(5));
        Assert.Equal(["lately", "long", "pinned", "used"], Left());

        _disk = _disk with { Available = 100 };
        await CollectAfterAsync(collector, TimeSpan.FromMinutes(5));
        Assert.Equal(["pinned", "used"], Left());
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Disk_FullOfWhatIsUsed_IsToldOf()
    {
        _images.Add("used", 60);
        _images.Add("small", 10);
        _used.Add("used");
        var collector = Collector();
        await CollectAfterAsync(collector, TimeSpan.Zero);
        _disk = _disk with { Available = 100 };
        await CollectAfterAsync(collector, TimeSpan.FromMinutes(5));
        const string Failed = "Failed to garbage collect required amount of images. Attempted to free 100 bytes, but only found 10 bytes eligible to free.";
        Assert.Equal(["FreeDiskSpaceFailed: " + Failed], _warnings);

        await CollectAfterAsync(collector, TimeSpan.FromMinutes(5));
        const string Again = "Failed to garbage collect required amount of images. Attempted to free 100 bytes, but only found 0 bytes eligible to free.";
        Assert.Equal(["FreeDiskSpaceFailed: " + Failed, "FreeDiskSpaceFailed: " + Again, "ImageGCFailed: " + Again], _warnings);
        Assert.Equal(["used"], Left());
    }

    [Fact]
    public async Task Image_JustPulled_StaysForItsMinimumAge()
    {
        _images.Add("new", 60);
        var collector = Collector();
        await collector.RemoveUnusedAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(119));
        await collector.RemoveUnusedAsync(CancellationToken.None);
        Assert.Equal(["new"], Left());

        _time.Advance(TimeSpan.FromSeconds(1));
        await collector.RemoveUnusedAsync(CancellationToken.None);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task Image_NotUsedForItsMaximumAge_GoesHoweverMuchRoomThereIs()
    {
        _images.Add("old", 60);
        _images.Add("used", 60);
        _used.Add("used");
        var collector = Collector(new ImageCollectionOptions { MaximumAge = TimeSpan.FromHours(1) });
        await CollectAfterAsync(collector, TimeSpan.Zero);
        await CollectAfterAsync(collector, TimeSpan.FromHours(1));
        Assert.Equal(["old", "used"], Left());

        await CollectAfterAsync(collector, TimeSpan.FromMinutes(5));
        Assert.Equal(["used"], Left());
    }

    [Fact]
    public async Task Disk_WithoutASize_IsToldOf()
    {
        _disk = default;
        await Collector().CollectAsync(CancellationToken.None);
        Assert.Equal(["InvalidDiskCapacity: invalid capacity 0 on image filesystem"], _warnings);
    }

    [Fact]
    public void SandboxImage_OfContainerd_IsInItsConfiguration()
    {
        Assert.Equal("localhost/pause:1", ImagesInUse.SandboxImageIn(new Dictionary<string, string> { ["config"] = """{"sandboxImage":"localhost/pause:1"}""" }));
        Assert.Equal("", ImagesInUse.SandboxImageIn(new Dictionary<string, string>()));
    }

    private string[] Left() => [.. _images.Present.Select(image => image.Id).Order(StringComparer.Ordinal)];

    private Task CollectAfterAsync(ImageCollector collector, TimeSpan wait)
    {
        _time.Advance(wait);
        return collector.CollectAsync(CancellationToken.None);
    }

    private ImageCollector Collector(ImageCollectionOptions? options = null) => new(
        _images,
        _ => Task.FromResult<IReadOnlySet<string>>(_used),
        () => _disk,
        options ?? new ImageCollectionOptions(),
        (reason, message) => _warnings.Add($"{reason}: {message}"),
        _time,
        NullLogger<ImageCollector>.Instance);
}
