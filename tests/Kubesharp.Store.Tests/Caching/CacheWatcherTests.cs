using System.Text;
using Kubesharp.Store.Caching;
using Kubesharp.Store.Embedded;

namespace Kubesharp.Store.Tests.Caching;

public sealed class CacheWatcherTests : IAsyncDisposable
{
    private readonly InMemoryStore _store = new();
    private readonly ResourceCache<CacheObject> _cache;

    public CacheWatcherTests()
    {
        _cache = CacheObject.CreateCache(_store, history: new HistoryLimits { MaxEvents = 1000, MinEvents = 0 });
    }

    public async ValueTask DisposeAsync()
    {
        _cache.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Read_AfterWrites_GivesThemInOrderOnce()
    {
        using var watcher = _cache.TryWatch(_cache.Revision)!;
        await PutAsync("/p/a", "1");
        await PutAsync("/p/a", "2");
        await _store.DeleteAsync("/p/a");
        Assert.Equal(["Added /p/a@2 ->1", "Modified /p/a@3 1->2", "Deleted /p/a@4 2->2"], CacheObject.ReadAll(watcher));
        Assert.Empty(CacheObject.ReadAll(watcher));
    }

    [Fact]
    public async Task Read_FromAPastRevision_SkipsWhatWasBefore()
    {
        for (var i = 0; i < 300; i++) await PutAsync("/p/a", $"{i}");
        using var watcher = _cache.TryWatch(200)!;
        var read = CacheObject.ReadAll(watcher);
        Assert.Equal(101, read.Count);
        Assert.StartsWith("Modified /p/a@201 ", read[0]);
    }

    [Fact]
    public async Task Wait_IsCompletedByAWrite()
    {
        using var watcher = _cache.TryWatch(_cache.Revision)!;
        var wait = watcher.WaitAsync().AsTask();
        Assert.False(wait.IsCompleted);
        await PutAsync("/p/a", "1");
        Assert.True(await wait);
        Assert.Equal(["Added /p/a@2 ->1"], CacheObject.ReadAll(watcher));
    }

    [Fact]
    public async Task Wait_WithUnreadChanges_CompletesAtOnce()
    {
        using var watcher = _cache.TryWatch(_cache.Revision)!;
        await PutAsync("/p/a", "1");
        var wait = watcher.WaitAsync();
        Assert.True(wait.IsCompletedSuccessfully);
        Assert.True(await wait);
    }

    [Fact]
    public async Task Wait_Cancelled_ThrowsAndCanBeRepeated()
    {
        using var watcher = _cache.TryWatch(_cache.Revision)!;
        using var source = new CancellationTokenSource();
        var wait = watcher.WaitAsync(source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await watcher.WaitAsync(source.Token));
        var again = watcher.WaitAsync().AsTask();
        await PutAsync("/p/a", "1");
        Assert.True(await again);
        Assert.Single(CacheObject.ReadAll(watcher));
    }

    [Fact]
    public async Task Wake_CompletesTheWaitWithoutChanges()
    {
        using var watcher = _cache.TryWatch(_cache.Revision)!;
        watcher.Wake();
        var wait = watcher.WaitAsync().AsTask();
        watcher.Wake();
        Assert.True(await wait);
        Assert.Empty(CacheObject.ReadAll(watcher));
        await PutAsync("/p/a", "1");
        Assert.Single(CacheObject.ReadAll(watcher));
    }

    [Fact]
    public async Task SlowWatcher_FallsOutOfHistory_IsGone()
    {
        using var watcher = _cache.TryWatch(_cache.Revision)!;
        for (var i = 0; i < 1500; i++) await PutAsync("/p/a", $"{i}");
        Assert.Empty(CacheObject.ReadAll(watcher));
        Assert.Equal(WatchEnd.Gone, watcher.End);
        Assert.False(await watcher.WaitAsync());
    }

    [Fact]
    public async Task WaitingWatcher_OfANarrowScope_NeverFallsOut()
    {
        using var watcher = _cache.TryWatch(_cache.Revision, WatchScope.Key("/p/x"))!;
        var wait = watcher.WaitAsync().AsTask();
        for (var i = 0; i < 3000; i++) await PutAsync("/p/a", $"{i}");
        Assert.False(wait.IsCompleted);
        await PutAsync("/p/x", "1");
        Assert.True(await wait);
        Assert.Equal(["Added /p/x@3002 ->1"], CacheObject.ReadAll(watcher));
    }

    [Theory]
    [InlineData("key", new[] { "/p/n1/a" })]
    [InlineData("folder", new[] { "/p/n1/a", "/p/n1/b" })]
    [InlineData("index", new[] { "/p/n1/b", "/p/n2/a" })]
    [InlineData("all", new[] { "/p/n1/a", "/p/n1/b", "/p/n2/a", "/p/n1/deep/a" })]
    public async Task Scope_TellsOnlyOfItsChanges_WaitingOrNot(string kind, string[] expected)
    {
        var scope = kind switch
        {
            "key" => WatchScope.Key("/p/n1/a"),
            "folder" => WatchScope.Folder("/p/n1/"),
            "index" => WatchScope.Index("node1"),
            _ => WatchScope.All,
        };
        using var reading = _cache.TryWatch(_cache.Revision, scope)!;
        using var waiting = _cache.TryWatch(_cache.Revision, scope)!;
        var collected = new List<string>();
        var wait = waiting.WaitAsync().AsTask();
        foreach (var (key, value) in (ReadOnlySpan<(string, string)>)[("/p/n1/a", "1"), ("/p/n1/b", "1@node1"), ("/p/n2/a", "1@node1"), ("/p/n1/deep/a", "1@node2")])
            Put(key, value);
        while (collected.Count < expected.Length)
        {
            Assert.True(await wait);
            while (waiting.TryRead(out var changes))
                foreach (var change in changes) collected.Add(change.Key);
            wait = waiting.WaitAsync().AsTask();
        }

        Assert.False(wait.IsCompleted);
        Assert.Equal(expected, collected);
        Assert.Equal(expected, CacheObject.ReadAll(reading).Select(line => line.Split(' ', '@')[1]));
    }

    [Fact]
    public async Task IndexScope_ObjectLeavesTheIndex_IsToldOfIt()
    {
        await PutAsync("/p/a", "1@node1");
        using var watcher = _cache.TryWatch(_cache.Revision, WatchScope.Index("node1"))!;
        var wait = watcher.WaitAsync().AsTask();
        await PutAsync("/p/a", "2@node2");
        Assert.True(await wait);
        Assert.Equal(["Modified /p/a@3 1@node1->2@node2"], CacheObject.ReadAll(watcher));
        await PutAsync("/p/a", "3@node2");
        Assert.Empty(CacheObject.ReadAll(watcher));
    }

    [Fact]
    public async Task Progress_WithoutUnreadChanges_IsTheGlobalRevision()
    {
        using var watcher = _cache.TryWatch(_cache.Revision)!;
        await PutAsync("/q/a", "1");
        Assert.True(watcher.TryGetProgress(out var revision));
        Assert.Equal(2, revision);
        await PutAsync("/p/a", "1");
        Assert.False(watcher.TryGetProgress(out _));
        CacheObject.ReadAll(watcher);
        Assert.True(watcher.TryGetProgress(out revision));
        Assert.Equal(3, revision);
    }

    [Fact]
    public async Task Dispose_EndsTheWaitAndIsNotCounted()
    {
        var watcher = _cache.TryWatch(_cache.Revision)!;
        Assert.Equal(1, _cache.WatcherCount);
        var wait = watcher.WaitAsync().AsTask();
        watcher.Dispose();
        watcher.Dispose();
        Assert.False(await wait);
        Assert.Equal(0, _cache.WatcherCount);
        Assert.Equal(WatchEnd.Closed, watcher.End);
        Assert.False(watcher.TryRead(out _));
    }

    [Fact]
    public void TryWatch_FutureRevision_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _cache.TryWatch(_cache.Revision + 1));

    [Fact]
    public async Task ManyWatchersAndWriters_EveryWatcherRebuildsTheSameContent()
    {
        const int writers = 4, writes = 400, watcherCount = 40;
        using var cache = CacheObject.CreateCache(_store);
        var end = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var watching = Enumerable.Range(0, watcherCount).Select(i => FollowAsync(cache, i % 2 == 0 ? WatchScope.All : WatchScope.Folder($"/p/{i % 4}/"), end.Task)).ToList();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
        {
            var random = new Random(w);
            for (var i = 0; i < writes; i++)
            {
                var key = $"/p/{random.Next(4)}/{random.Next(20)}";
                if (random.Next(4) == 0) await _store.DeleteAsync(key);
                else await PutAsync(key, $"{w}.{i}");
            }
        })));
        await PutAsync("/p/end", "end");
        foreach (var folder in (string[])["0", "1", "2", "3"]) await PutAsync($"/p/{folder}/end", "end");
        end.SetResult(cache.Revision);
        var expected = CacheObject.List(cache.Current);
        for (var i = 0; i < watcherCount; i++)
        {
            var content = await watching[i];
            Assert.Equal(i % 2 == 0 ? expected : expected.Where(line => line.StartsWith($"/p/{i % 4}/", StringComparison.Ordinal)), content);
        }
    }

    private static async Task<List<string>> FollowAsync(ResourceCache<CacheObject> cache, WatchScope scope, Task<long> end)
    {
        var content = new SortedDictionary<string, CacheObject>(StringComparer.Ordinal);
        using var watcher = cache.TryWatch(cache.Revision, scope)!;
        await Task.Yield();
        var last = 0L;
        do
        {
            while (watcher.TryRead(out var changes))
            {
                foreach (var change in changes)
                {
                    Assert.True(change.Revision > last, "revisions must grow");
                    last = change.Revision;
                    Assert.Equal(change.Previous, content.GetValueOrDefault(change.Key));
                    if (change.Type == ChangeType.Deleted) content.Remove(change.Key);
                    else content[change.Key] = change.Value;
                }
            }

            // The last write to each folder ends its watchers.
            if (content.Keys.Any(key => key.EndsWith("/end", StringComparison.Ordinal)) && (scope != WatchScope.All || content.ContainsKey("/p/3/end"))) break;
        }
        while (await watcher.WaitAsync());

        Assert.True(await end >= last);
        return content.Values.Select(o => $"{o.Key}={o.Text}").ToList();
    }

    private ValueTask<CommitResult> PutAsync(string key, string value) => _store.PutAsync(key, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes at once: the in-memory store has done it when the call returns.</summary>
    private void Put(string key, string value) => Assert.True(PutAsync(key, value).IsCompletedSuccessfully);
}
