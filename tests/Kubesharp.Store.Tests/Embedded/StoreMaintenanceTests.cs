using System.Text;
using Kubesharp.Store.Caching;
using Kubesharp.Store.Embedded;
using Kubesharp.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Store.Tests.Embedded;

public sealed class StoreMaintenanceTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task ExpiringKey_IsDeletedWhenItsTimeHasCome()
    {
        await using var store = new InMemoryStore(_time);
        await PutAsync(store, "/events/a", TimeSpan.FromHours(1));
        await PutAsync(store, "/events/b", TimeSpan.FromHours(2));
        using var watch = await store.WatchAsync("/events/", store.Revision);
        var read = watch.ReadAsync().AsTask();
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.False(read.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(2));
        var change = Assert.Single(await read);
        Assert.Equal((ChangeType.Deleted, "/events/a"), (change.Type, change.Key));
        Assert.NotNull(await store.GetAsync("/events/b"));
    }

    [Fact]
    public async Task ExpiringKey_WrittenAgain_LivesByItsNewTime()
    {
        await using var store = new InMemoryStore(_time);
        await PutAsync(store, "/events/a", TimeSpan.FromHours(1));
        await PutAsync(store, "/events/a", TimeSpan.FromHours(3));
        await PutAsync(store, "/events/b", TimeSpan.FromHours(1));
        await store.PutAsync("/events/b", Encoding.UTF8.GetBytes("stays"));
        await PutAsync(store, "/events/c", TimeSpan.FromHours(2));
        using var watch = await store.WatchAsync("/events/", store.Revision);
        _time.Advance(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1));
        Assert.Equal("/events/c", Assert.Single(await watch.ReadAsync()).Key);
        Assert.NotNull(await store.GetAsync("/events/a"));
        Assert.NotNull(await store.GetAsync("/events/b"));
    }

    [Fact]
    public async Task ExpiringKey_SurvivesARestartWithItsTime()
    {
        using var folder = new TemporaryFolder();
        var options = new EmbeddedStoreOptions { Path = folder.DataFile };
        await using (var store = await EmbeddedStore.OpenAsync(options, _time, NullLogger.Instance)) await PutAsync(store, "/events/a", TimeSpan.FromHours(1));
        await using var again = await EmbeddedStore.OpenAsync(options, _time, NullLogger.Instance);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromHours(1), (await again.GetAsync("/events/a"))!.ExpiresAt);
        using var watch = await again.WatchAsync("/events/", again.Revision);
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(ChangeType.Deleted, Assert.Single(await watch.ReadAsync()).Type);
    }

    [Fact]
    public void RetentionClock_GivesTheNewestRevisionOlderThanTheRetention()
    {
        var start = _time.GetUtcNow();
        var clock = new RetentionClock(TimeSpan.FromMinutes(5));
        Assert.Equal(TimeSpan.FromSeconds(30), clock.Period);
        for (var i = 0; i < 10; i++) Assert.Equal(0, clock.Note(start + (i * clock.Period), 100 + i));
        Assert.Equal(100, clock.Note(start + TimeSpan.FromMinutes(5), 110));
        Assert.Equal(101, clock.Note(start + TimeSpan.FromMinutes(5.5), 111));
        Assert.Equal(105, clock.Note(start + TimeSpan.FromMinutes(7.5), 112));
        Assert.Equal(0, clock.Note(start + TimeSpan.FromMinutes(7.6), 113));
    }

    [Fact]
    public async Task History_OlderThanItsRetention_IsCompacted()
    {
        await using var inner = new InMemoryStore(_time, new InMemoryStoreOptions { HistoryRetention = TimeSpan.Zero });
        for (var i = 0; i < 5; i++) await inner.PutAsync("/a", Encoding.UTF8.GetBytes($"{i}"));
        var store = new CompactionRecorder(inner);
        await using var maintenance = new StoreMaintenance(
            store, new StoreState(new HistoryLimits(), _time), TimeSpan.FromMinutes(5), TimeSpan.Zero, _time, NullLogger.Instance);
        _time.Advance(TimeSpan.FromMinutes(4));
        await inner.PutAsync("/a", Encoding.UTF8.GetBytes("young"));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(6, await store.Compacted);
        Assert.Equal(6, inner.CompactedRevision);
    }

    [Fact]
    public async Task FullFile_FailsTheWriteAndWorksAgainAfterCompaction()
    {
        using var folder = new TemporaryFolder();
        var options = new EmbeddedStoreOptions { Path = folder.DataFile, HistoryRetention = TimeSpan.Zero, MaxFileBytes = 1 << 20 };
        await using var store = await EmbeddedStore.OpenAsync(options, _time, NullLogger.Instance);
        var value = new byte[3000];
        var written = 0;
        await Assert.ThrowsAsync<StoreFullException>(async () =>
        {
            while (written < 1000)
            {
                await store.PutAsync("/a", value);
                written++;
            }
        });
        Assert.Equal(written + 1, store.Revision);
        Assert.Equal(written, (await store.GetAsync("/a"))!.Version);

        // Removing the compacted rows goes on between writes; each write that still fails lets a part of it happen.
        await store.CompactAsync(store.Revision);
        var failures = 0;
        while (failures < 100)
        {
            try
            {
                await store.PutAsync("/a", value);
                break;
            }
            catch (StoreFullException)
            {
                failures++;
            }
        }

        Assert.InRange(failures, 0, 99);
        Assert.Equal(written + 1, (await store.GetAsync("/a"))!.Version);
    }

    private ValueTask<CommitResult> PutAsync(IKeyValueStore store, string key, TimeSpan life) =>
        store.CommitAsync(StoreOperation.Put(key, Encoding.UTF8.GetBytes("event"), expiresAt: _time.GetUtcNow() + life));
}
