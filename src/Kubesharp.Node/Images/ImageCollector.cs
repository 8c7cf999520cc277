using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Machine;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Images;

/// <summary>Removes images that no container uses when their disk fills up, those first that were not used for longest.</summary>
/// <param name="images">The images.</param>
/// <param name="inUse">Tells which of them are used now, by ID or name.</param>
/// <param name="disk">Looks at their file system.</param>
/// <param name="options">Settings.</param>
/// <param name="warn">Tells users, by reason and message, about the node.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ImageCollector(
    ICriImages images,
    Func<CancellationToken, Task<IReadOnlySet<string>>> inUse,
    Func<FileSystemUse> disk,
    ImageCollectionOptions options,
    Action<string, string> warn,
    TimeProvider time,
    ILogger<ImageCollector> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, Record> _records = new(StringComparer.Ordinal);
    private DateTimeOffset? _begun;
    private bool _hasFailed;

    /// <summary>Looks again and again until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await CollectAsync(cancel);
            }
            catch (Exception e) when (e is GrpcException or IOException)
            {
                Failed(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    /// <summary>Looks once, and makes room if it is needed.</summary>
    public async Task CollectAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var now = time.GetUtcNow();
            _begun ??= now;
            var candidates = await LookAsync(now, cancel);
            if (options.MaximumAge > TimeSpan.Zero && now - _begun > options.MaximumAge)
                candidates = await RemoveOldAsync(candidates, now, cancel);
            var use = disk();
            if (use.Size == 0)
            {
                warn("InvalidDiskCapacity", "invalid capacity 0 on image filesystem");
                Failed("invalid capacity 0 on image filesystem");
                return;
            }

            var percent = 100 - (int)(use.Available * 100 / use.Size);
            var wanted = (use.Size * (100 - options.LowThresholdPercent) / 100) - use.Available;
            if (percent >= options.HighThresholdPercent && await RemoveAsync(candidates, wanted, now, cancel) is var freed && freed < wanted)
            {
                var message = $"Failed to garbage collect required amount of images. Attempted to free {wanted} bytes, but only found {freed} bytes eligible to free.";
                warn("FreeDiskSpaceFailed", message);
                Failed(message);
                return;
            }

            _hasFailed = false;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Removes every image that is not used and not new.</summary>
    public async Task RemoveUnusedAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var now = time.GetUtcNow();
            await RemoveAsync(await LookAsync(now, cancel), long.MaxValue, now, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The images that may go, in the order in which they go.</summary>
    private async Task<List<Image>> LookAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var used = await inUse(cancel);
        var present = await images.ListImagesAsync(cancel);
        foreach (var id in _records.Keys.Except(present.Select(image => image.Id)).ToList()) _records.Remove(id);
        var candidates = new List<Image>();
        foreach (var image in present)
        {
            var isUsed = image.Pinned || used.Contains(image.Id) || image.RepoTags.Concat(image.RepoDigests).Any(used.Contains);
            if (!_records.TryGetValue(image.Id, out var record)) record = new Record(now, DateTimeOffset.MinValue);
            _records[image.Id] = isUsed ? record with { LastUsed = now } : record;
            if (!isUsed) candidates.Add(image);
        }

        return [.. candidates.OrderBy(image => _records[image.Id].LastUsed).ThenBy(image => _records[image.Id].FirstSeen)];
    }

    /// <summary>Removes images that were not used for too long.</summary>
    /// <returns>Those that stay.</returns>
    private async Task<List<Image>> RemoveOldAsync(List<Image> candidates, DateTimeOffset now, CancellationToken cancel)
    {
        var old = candidates.Where(image => now - LastSignOf(image) > options.MaximumAge).ToList();
        await RemoveAsync(old, long.MaxValue, now, cancel);
        return candidates.Except(old).ToList();
    }

    private DateTimeOffset LastSignOf(Image image) => _records[image.Id] is var record && record.LastUsed > record.FirstSeen ? record.LastUsed : record.FirstSeen;

    /// <returns>How many bytes were freed.</returns>
    private async Task<long> RemoveAsync(List<Image> candidates, long wanted, DateTimeOffset now, CancellationToken cancel)
    {
        var freed = 0L;
        foreach (var image in candidates)
        {
            if (freed >= wanted) break;
            if (now - _records[image.Id].FirstSeen < options.MinimumAge) continue;
            try
            {
                await images.RemoveImageAsync(new ImageSpec { Image = image.Id }, cancel);
            }
            catch (GrpcException e) when (!e.IsUnavailable)
            {
                Log.Kept(logger, image.Id, e);
                continue;
            }

            Log.Removed(logger, image.RepoTags.FirstOrDefault() ?? image.Id, image.Size);
            _records.Remove(image.Id);
            freed += (long)image.Size;
        }

        return freed;
    }

    /// <summary>One failure may pass; users hear of those that go on.</summary>
    private void Failed(string message)
    {
        Log.Failed(logger, message);
        if (_hasFailed) warn("ImageGCFailed", message);
        _hasFailed = true;
    }

    /// <summary>What is remembered of an image.</summary>
    private sealed record Record(DateTimeOffset FirstSeen, DateTimeOffset LastUsed);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Removed image {image} ({size} bytes), which no container uses", EventName = "ImageRemoved")]
        public static partial void Removed(ILogger logger, string image, ulong size);

        [LoggerMessage(2, LogLevel.Warning, "Image {image} could not be removed", EventName = "ImageKept")]
        public static partial void Kept(ILogger logger, string image, Exception e);

        [LoggerMessage(3, LogLevel.Warning, "Images were not collected: {reason}", EventName = "ImagesNotCollected")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
