using System.Text;
using Kubesharp.Store.Caching;
using Kubesharp.Store.Embedded;
using Kubesharp.Tests;

namespace Kubesharp.Store.Tests.Caching;

public sealed class ResourceCacheTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly InMemoryStore _store;

    public ResourceCacheTests()
    {
        _store = new InMemoryStore(_time, new InMemoryStoreOptions { HistoryRetention = TimeSpan.Zero });
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task NewCache_HoldsWhatTheStoreHolds()
    {
        await PutAsync("/p/a", "1");
        await PutAsync("/q/a", "1");
        await PutAsync("/p/b", "2");
        using var cache = CacheObject.CreateCache(_store);
        Assert.True(cache.Loaded.IsCompletedSuccessfully);
        Assert.Equal(["/p/a=1", "/p/b=2"], CacheObject.List(cache.Current));
        Assert.Equal(4, cache.Revision);
    }

    [Fact]
    public async Task NewCache_HasTheHistoryTheStoreHas()
    {
        await PutAsync("/p/a", "1");
        await PutAsync("/p/a", "2");
        using var cache = CacheObject.CreateCache(_store);
        Assert.Equal(SnapshotStatus.Ok, cache.TryGetSnapshot(2, out var old));
        Assert.Equal(["/p/a=1"], CacheObject.List(old));
        using var watcher = cache.TryWatch(2);
        Assert.Equal(["Modified /p/a@3 1->2"], CacheObject.ReadAll(watcher!));
    }

    [Fact]
    public async Task Write_IsInTheCacheWhenAcknowledged()
    {
        using var cache = CacheObject.CreateCache(_store);
        for (var i = 0; i < 100; i++)
        {
            var result = await PutAsync("/p/a", $"{i}");
            var snapshot = cache.Current;
            Assert.Equal(result.Revision, snapshot.Revision);
            Assert.Equal([$"/p/a={i}"], CacheObject.List(snapshot));
        }
    }

    [Fact]
    public async Task Write_OfAnotherKind_AdvancesTheRevisionOnly()
    {
        using var cache = CacheObject.CreateCache(_store);
        await PutAsync("/p/a", "1");
        var before = cache.Current;
        await PutAsync("/q/a", "1");
        Assert.Equal(before.Revision + 1, cache.Current.Revision);
        Assert.Same(before.Objects, cache.Current.Objects);
    }

    [Fact]
    public async Task Write_WithDecodedForm_IsNotDecodedAgain()
    {
        using var cache = CacheObject.CreateCache(_store);
        await _store.CommitAsync(StoreOperation.Put("/p/a", "bytes"u8.ToArray(), decoded: "attached"));
        Assert.Equal(["/p/a=attached"], CacheObject.List(cache.Current));
        Assert.Null((await _store.GetAsync("/p/a"))!.Decoded);
    }

    [Fact]
    public async Task Delete_DeliversTheFinalStateWithItsRevision()
    {
        using var cache = CacheObject.CreateCache(_store);
        await PutAsync("/p/a", "1");
        using var watcher = cache.TryWatch(cache.Revision)!;
        await _store.DeleteAsync("/p/a");
        Assert.True(watcher.TryRead(out var changes));
        Assert.Equal(ChangeType.Deleted, changes[0].Type);
        Assert.Equal(3, changes[0].Value.Revision);
        Assert.Equal(2, changes[0].Previous!.Revision);
    }

    [Fact]
    public async Task UndecodableValue_IsLeftOutUntilItIsMended()
    {
        await PutAsync("/p/bad", "broken");
        await PutAsync("/p/a", "1");
        using var cache = CacheObject.CreateCache(_store);
        Assert.Equal(["/p/a=1"], CacheObject.List(cache.Current));
        using var watcher = cache.TryWatch(cache.Revision)!;
        await PutAsync("/p/a", "broken");
        await PutAsync("/p/a", "2");
        await PutAsync("/p/bad", "3");
        Assert.Equal(["Deleted /p/a@4 1->1", "Added /p/a@5 ->2", "Added /p/bad@6 ->3"], CacheObject.ReadAll(watcher));
    }

    [Fact]
    public async Task TryGetSnapshot_EveryKeptRevision_IsExact()
    {
        using var cache = CacheObject.CreateCache(_store);
        var expected = new Dictionary<long, List<string>>();
        var random = new Random(5);
        for (var i = 0; i < 1000; i++)
        {
            var key = $"/{(random.Next(5) == 0 ? 'q' : 'p')}/{random.Next(300)}";
            if (random.Next(3) == 0) await _store.DeleteAsync(key);
            else await PutAsync(key, $"{i}");
            expected[cache.Revision] = CacheObject.List(cache.Current);
        }

        foreach (var (revision, content) in expected.OrderBy(_ => random.Next()))
        {
            Assert.Equal(SnapshotStatus.Ok, cache.TryGetSnapshot(revision, out var snapshot));
            Assert.Equal(revision, snapshot.Revision);
            Assert.Equal(content, CacheObject.List(snapshot));
        }
    }

    [Fact]
    public async Task TryGetSnapshot_FutureOrCompactedRevision_SaysWhy()
    {
        using var cache = CacheObject.CreateCache(_store);
        for (var i = 0; i < 10; i++) await PutAsync("/p/a", $"{i}");
        Assert.Equal(SnapshotStatus.NotYet, cache.TryGetSnapshot(12, out _));
        await _store.CompactAsync(5);
        Assert.Equal(SnapshotStatus.Gone, cache.TryGetSnapshot(4, out _));
        Assert.Equal(SnapshotStatus.Ok, cache.TryGetSnapshot(5, out var snapshot));
        Assert.Equal(["/p/a=3"], CacheObject.List(snapshot));
    }

    [Fact]
    public async Task WaitForRevision_CompletesWithAnotherKindsWrite()
    {
        using var cache = CacheObject.CreateCache(_store);
        var wait = cache.WaitForRevisionAsync(3).AsTask();
        await PutAsync("/q/a", "1");
        Assert.False(wait.IsCompleted);
        await PutAsync("/q/a", "2");
        await wait;
        Assert.Equal(3, cache.Revision);
    }

    [Fact]
    public async Task History_TooManyEvents_LetsGoOfTheOldest()
    {
        using var cache = CacheObject.CreateCache(_store, history: new HistoryLimits { MinEvents = 10, MaxEvents = 500 });
        for (var i = 0; i < 2000; i++) await PutAsync("/p/a", $"{i}");
        Assert.InRange(cache.HistoryCount, 500 - EventChunk<CacheObject>.MinCapacity, 500);
        Assert.Null(cache.TryWatch(cache.OldestRevision - 1));
        Assert.NotNull(cache.TryWatch(cache.OldestRevision));
        Assert.Equal(SnapshotStatus.Gone, cache.TryGetSnapshot(cache.OldestRevision - 1, out _));
        Assert.Equal(SnapshotStatus.Ok, cache.TryGetSnapshot(cache.OldestRevision, out _));
    }

    [Fact]
    public async Task History_TooManyBytes_LetsGoOfTheOldest()
    {
        using var cache = CacheObject.CreateCache(_store, history: new HistoryLimits { MaxBytes = 100_000 });
        for (var i = 0; i < 1000; i++) await PutAsync("/p/a", new string('x', 1000));
        Assert.InRange(cache.HistoryCount, 1, EventChunk<CacheObject>.MinCapacity);
    }

    [Fact]
    public async Task History_AgedEvents_AreLetGoWithoutFurtherWrites()
    {
        using var cache = CacheObject.CreateCache(_store, history: new HistoryLimits { MaxAge = TimeSpan.FromMinutes(1) }, time: _time);
        for (var i = 0; i < 1000; i++) await PutAsync("/p/a", $"{i}");
        Assert.Equal(1000, cache.HistoryCount);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.InRange(cache.HistoryCount, 100, 100 + EventChunk<CacheObject>.MinCapacity);
    }

    [Fact]
    public async Task History_AfterABurst_SettlesInFewerBytes()
    {
        var limits = new HistoryLimits { MaxSettledBytes = 500_000, SettledAge = TimeSpan.FromSeconds(20), MaxAge = TimeSpan.FromHours(1) };
        using var cache = CacheObject.CreateCache(_store, history: limits, time: _time);
        for (var i = 0; i < 1000; i++) await PutAsync("/p/a", new string('x', 1000));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1000, cache.HistoryCount);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.InRange(cache.HistoryCount, 300, 500);
    }

    [Fact]
    public async Task Dispose_KeepsTheLastContentAndStopsFollowing()
    {
        var cache = CacheObject.CreateCache(_store);
        await PutAsync("/p/a", "1");
        var watcher = cache.TryWatch(cache.Revision)!;
        var wait = watcher.WaitAsync().AsTask();
        cache.Dispose();
        Assert.False(await wait);
        Assert.Equal(WatchEnd.Closed, watcher.End);
        await PutAsync("/p/b", "1");
        Assert.Equal(["/p/a=1"], CacheObject.List(cache.Current));
    }

    [Fact]
    public async Task StoreClosed_EndsWatchers()
    {
        using var cache = CacheObject.CreateCache(_store);
        using var watcher = cache.TryWatch(cache.Revision)!;
        var wait = watcher.WaitAsync().AsTask();
        await _store.DisposeAsync();
        Assert.False(await wait);
        Assert.False(await watcher.WaitAsync());
    }

    private ValueTask<CommitResult> PutAsync(string key, string value) => _store.PutAsync(key, Encoding.UTF8.GetBytes(value));
}
