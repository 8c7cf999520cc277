using System.Text;
using Kubesharp.Store.Caching;
using Kubesharp.Store.Embedded;
using Kubesharp.Store.Tests.Caching;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Store.Tests.Embedded;

public sealed class EmbeddedStoreTests : StoreConformance
{
    private readonly TemporaryFolder _folder = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task ConcurrentWriters_FindTheirWritesInTheCacheWhenAcknowledged()
    {
        using var cache = CacheObject.CreateCache(Store);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                var result = await PutAsync($"/p/{writer}", $"{i}");
                var snapshot = cache.Current;
                Assert.True(snapshot.Revision >= result.Revision);
                Assert.True(snapshot.Objects.TryGet($"/p/{writer}", out var mine));
                Assert.Equal(($"{i}", result.Revision), (mine.Text, mine.Revision));
            }
        })));
        Assert.Equal(32, cache.Current.Objects.Count);
    }

    [Fact]
    public async Task CacheCreatedAmidWrites_MissesNothing()
    {
        using var stop = new CancellationTokenSource();
        var writing = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var key = $"/p/{random.Next(50)}";
                if (random.Next(4) == 0) await Store.DeleteAsync(key);
                else await PutAsync(key, $"{writer}.{i}");
            }
        })).ToList();
        var caches = new List<ResourceCache<CacheObject>>();
        for (var i = 0; i < 20; i++)
        {
            caches.Add(CacheObject.CreateCache(Store));
            await caches[0].WaitForRevisionAsync(caches[0].Revision + 20);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writing);
        var expected = await ReadAsync(0);
        foreach (var cache in caches)
        {
            Assert.Equal(expected, CacheObject.List(cache.Current));
            cache.Dispose();
        }
    }

    [Fact]
    public async Task FullQueue_MakesWritersWait()
    {
        var options = new EmbeddedStoreOptions { Path = _folder.DataFile + "2", QueueCapacity = 2 };
        await using var store = await EmbeddedStore.OpenAsync(options, TimeProvider.System, NullLogger.Instance);
        var writes = Enumerable.Range(0, 200).Select(i => store.PutAsync($"/{i}", Bytes("1")).AsTask()).ToList();
        var results = await Task.WhenAll(writes);
        Assert.Equal(201, results.Max(result => result.Revision));
        Assert.Equal(200, results.Select(result => result.Revision).Distinct().Count());
    }

    [Fact]
    public async Task Reopen_KeepsContentRevisionsAndRecentHistory()
    {
        await PutAsync("/p/a", "1");
        await PutAsync("/p/a", "2");
        await Store.DeleteAsync("/p/a");
        await PutAsync("/p/b", "1");
        await Store.DisposeAsync();
        await using var again = await CreateAsync();
        Assert.Equal(5, again.Revision);
        using var cache = CacheObject.CreateCache(again);
        Assert.Equal(["/p/b=1"], CacheObject.List(cache.Current));
        Assert.Equal(
            ["Modified /p/a@3 1->2", "Deleted /p/a@4 2->2", "Added /p/b@5 ->1"], CacheObject.ReadAll(cache.TryWatch(2)!));
    }

    [Fact]
    public async Task Reopen_AfterCompactionOfADeletion_KeepsTheRevision()
    {
        await PutAsync("/a", "1");
        await Store.DeleteAsync("/a");
        await Store.CompactAsync(3);
        await Store.DisposeAsync();
        await using var again = await CreateAsync();
        Assert.Equal((3, 3), (again.Revision, again.CompactedRevision));
        Assert.Equal(4, (await again.PutAsync("/a", Bytes("2"))).Revision);
    }

    [Fact]
    public async Task Compaction_RemovesRowsFromTheFile()
    {
        for (var i = 0; i < 300; i++) await PutAsync($"/{i % 10}", $"{i}");
        for (var i = 0; i < 5; i++) await Store.DeleteAsync($"/{i}");
        await Store.CompactAsync(Store.Revision);

        // Rows go with later writes, at least as many as each batch may visit.
        for (var i = 0; i < 10; i++) await PutAsync("/9", "last");
        await Store.DisposeAsync();
        using (var database = SqliteDatabase.Open(_folder.DataFile)) Assert.InRange(database.QueryInt("SELECT count(*) FROM log"), 5, 15);
        await using var again = await CreateAsync();
        Assert.Equal(316, again.Revision);
        Assert.Equal(5, (await again.RangeAsync(RangeQuery.Prefix("/"))).Count);
    }

    [Fact]
    public async Task ReadsBeyondMemory_ComeFromTheFile()
    {
        var options = new EmbeddedStoreOptions { Path = _folder.DataFile + "2", MemoryHistory = new HistoryLimits { MinEvents = 0, MaxEvents = 10 } };
        await using var store = await EmbeddedStore.OpenAsync(options, TimeProvider.System, NullLogger.Instance);
        for (var i = 0; i < 500; i++) await store.PutAsync($"/{i % 5}", Bytes($"{i}"));
        var old = await store.RangeAsync(RangeQuery.Prefix("/") with { Revision = 8, Limit = 2 });
        Assert.Equal(["/0=5", "/1=6"], old.Items.Select(kv => $"{kv.Key}={Text(kv)}"));
        Assert.Equal((8, 5), (old.Revision, old.Count));
        using var watch = await store.WatchAsync("/3", 100);
        var changes = await TakeAsync(watch, 80);
        Assert.Equal("Modified /3@105 98->103", changes[0]);
        Assert.Equal("Modified /3@500 493->498", changes[^1]);
        var next = watch.ReadAsync().AsTask();
        await store.PutAsync("/3", Encoding.UTF8.GetBytes("new"));
        Assert.Equal("new", Text(Assert.Single(await next).Value));
    }

    protected override async Task<IKeyValueStore> CreateAsync() =>
        await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Path = _folder.DataFile }, TimeProvider.System, NullLogger.Instance);
}
