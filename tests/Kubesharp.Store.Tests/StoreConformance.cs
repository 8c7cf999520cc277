using System.Text;

namespace Kubesharp.Store.Tests;

/// <summary>What every <see cref="IKeyValueStore"/> must do; run against each engine by a class derived from this one.</summary>
public abstract class StoreConformance : IAsyncLifetime
{
    private IKeyValueStore? _store;

    protected IKeyValueStore Store => _store!;

    public async Task InitializeAsync() => _store = await CreateAsync();

    public virtual async Task DisposeAsync() => await Store.DisposeAsync();

    [Fact]
    public async Task NewStore_IsEmptyAtRevisionOne()
    {
        Assert.Equal(1, Store.Revision);
        var all = await Store.RangeAsync(RangeQuery.Prefix(""));
        Assert.Empty(all.Items);
        Assert.Equal(1, all.Revision);
    }

    [Fact]
    public async Task Put_NewKey_HasRevisionsAndVersionOne()
    {
        var result = await PutAsync("/a", "1");
        Assert.True(result.Succeeded);
        Assert.Equal(2, result.Revision);
        var kv = await Store.GetAsync("/a");
        Assert.Equal(("/a", "1", 2L, 2L, 1L), Describe(kv!));
        Assert.Equal(2, Store.Revision);
    }

    [Fact]
    public async Task Put_ExistingKey_KeepsCreateRevisionAndCountsVersion()
    {
        await PutAsync("/a", "1");
        await PutAsync("/b", "1");
        await PutAsync("/a", "2");
        Assert.Equal(("/a", "2", 2L, 4L, 2L), Describe((await Store.GetAsync("/a"))!));
    }

    [Fact]
    public async Task Put_AfterDelete_StartsAgain()
    {
        await PutAsync("/a", "1");
        await Store.DeleteAsync("/a");
        await PutAsync("/a", "2");
        Assert.Equal(("/a", "2", 4L, 4L, 1L), Describe((await Store.GetAsync("/a"))!));
    }

    [Fact]
    public async Task Put_EmptyValue_IsKept()
    {
        await Store.PutAsync("/a", ReadOnlyMemory<byte>.Empty);
        Assert.Equal(0, (await Store.GetAsync("/a"))!.Value.Length);
    }

    [Fact]
    public async Task GuardedPut_KeyExists_MustNotExistFailsWithCurrentValue()
    {
        await PutAsync("/a", "1");
        var result = await PutAsync("/a", "2", expected: 0);
        Assert.False(result.Succeeded);
        Assert.Equal(0, result.FailedOperation);
        Assert.Equal("1", Text(result.KeyValue!));
        Assert.Equal(2, Store.Revision);
    }

    [Fact]
    public async Task GuardedPut_MatchingRevision_Succeeds()
    {
        var first = await PutAsync("/a", "1", expected: 0);
        var second = await PutAsync("/a", "2", expected: first.Revision);
        Assert.True(second.Succeeded);
        Assert.Equal("2", Text((await Store.GetAsync("/a"))!));
    }

    [Fact]
    public async Task GuardedPut_StaleRevision_FailsAndChangesNothing()
    {
        var first = await PutAsync("/a", "1");
        await PutAsync("/a", "2");
        var stale = await PutAsync("/a", "3", expected: first.Revision);
        Assert.False(stale.Succeeded);
        Assert.Equal(3, stale.KeyValue!.ModRevision);
        Assert.Equal("2", Text((await Store.GetAsync("/a"))!));
    }

    [Fact]
    public async Task GuardedPut_MissingKey_FailsWithoutValue()
    {
        var result = await PutAsync("/a", "1", expected: 17);
        Assert.False(result.Succeeded);
        Assert.Null(result.KeyValue);
    }

    [Fact]
    public async Task Delete_ExistingKey_ReturnsWhatItDeleted()
    {
        await PutAsync("/a", "1");
        var result = await Store.DeleteAsync("/a");
        Assert.True(result.Succeeded);
        Assert.Equal(3, result.Revision);
        Assert.Equal("1", Text(result.KeyValue!));
        Assert.Null(await Store.GetAsync("/a"));
    }

    [Fact]
    public async Task Delete_MissingKey_SucceedsWithoutNewRevision()
    {
        var result = await Store.DeleteAsync("/a");
        Assert.True(result.Succeeded);
        Assert.Null(result.KeyValue);
        Assert.Equal(1, Store.Revision);
    }

    [Fact]
    public async Task Delete_StaleRevision_FailsWithCurrentValue()
    {
        await PutAsync("/a", "1");
        await PutAsync("/a", "2");
        var result = await Store.DeleteAsync("/a", expectedRevision: 2);
        Assert.False(result.Succeeded);
        Assert.Equal("2", Text(result.KeyValue!));
    }

    [Fact]
    public async Task Transaction_AllGuardsHold_SharesOneRevision()
    {
        await PutAsync("/c", "1");
        var result = await Store.CommitAsync(
        [
            StoreOperation.Put("/a", Bytes("x"), 0),
            StoreOperation.Put("/b", Bytes("y")),
            StoreOperation.Delete("/c", 2),
            StoreOperation.Check("/d", 0),
        ]);
        Assert.True(result.Succeeded);
        Assert.Equal(3, Store.Revision);
        var all = await Store.RangeAsync(RangeQuery.Prefix("/"));
        Assert.Equal(["/a", "/b"], all.Items.Select(kv => kv.Key));
        Assert.All(all.Items, kv => Assert.Equal(3, kv.ModRevision));
    }

    [Fact]
    public async Task Transaction_OneGuardFails_ChangesNothingAndNamesIt()
    {
        await PutAsync("/b", "1");
        var result = await Store.CommitAsync([StoreOperation.Put("/a", Bytes("x")), StoreOperation.Check("/b", 9), StoreOperation.Delete("/c")]);
        Assert.False(result.Succeeded);
        Assert.Equal(1, result.FailedOperation);
        Assert.Equal("1", Text(result.KeyValue!));
        Assert.Null(await Store.GetAsync("/a"));
        Assert.Equal(2, Store.Revision);
    }

    [Fact]
    public async Task Transaction_KeyTwiceOrNothingOrTooMuch_IsRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.CommitAsync([]));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Store.CommitAsync([StoreOperation.Put("/a", Bytes("x")), StoreOperation.Delete("/a")]));
        var many = Enumerable.Range(0, IKeyValueStore.MaxOperations + 1).Select(i => StoreOperation.Put($"/{i}", Bytes("x"))).ToList();
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.CommitAsync(many));
    }

    [Fact]
    public async Task Range_PrefixStartAndLimit_GivesOrderedPartAndFullCount()
    {
        foreach (var key in (string[])["/p/b", "/q/a", "/p/a", "/o/z", "/p/c"]) await PutAsync(key, key);
        var all = await Store.RangeAsync(RangeQuery.Prefix("/p/"));
        Assert.Equal(["/p/a", "/p/b", "/p/c"], all.Items.Select(kv => kv.Key));
        var part = await Store.RangeAsync(RangeQuery.Prefix("/p/") with { Start = "/p/a\0", Limit = 1 });
        Assert.Equal(["/p/b"], part.Items.Select(kv => kv.Key));
        Assert.Equal(2, part.Count);
    }

    [Fact]
    public async Task Range_PastRevision_SeesThatState()
    {
        await PutAsync("/a", "1");
        await PutAsync("/b", "1");
        await PutAsync("/a", "2");
        await Store.DeleteAsync("/b");
        Assert.Equal(["/a=1"], await ReadAsync(2));
        Assert.Equal(["/a=1", "/b=1"], await ReadAsync(3));
        Assert.Equal(["/a=2", "/b=1"], await ReadAsync(4));
        Assert.Equal(["/a=2"], await ReadAsync(5));
    }

    [Fact]
    public async Task Range_FutureRevision_IsRefused()
    {
        var exception = await Assert.ThrowsAsync<FutureRevisionException>(async () => await ReadAsync(2));
        Assert.Equal(1, exception.CurrentRevision);
    }

    [Fact]
    public async Task Compact_OlderRevisions_AreRefusedAndLaterOnesKept()
    {
        for (var i = 0; i < 10; i++) await PutAsync("/a", $"{i}");
        await Store.CompactAsync(6);
        Assert.Equal(6, Store.CompactedRevision);
        var exception = await Assert.ThrowsAsync<CompactedException>(async () => await ReadAsync(5));
        Assert.Equal(6, exception.CompactedRevision);
        Assert.Equal(["/a=4"], await ReadAsync(6));
        Assert.Equal(["/a=9"], await ReadAsync(0));
        await Assert.ThrowsAsync<CompactedException>(async () => await Store.WatchAsync("/", 5));
    }

    [Fact]
    public async Task Compact_TwiceOrInFuture_IsRefused()
    {
        await PutAsync("/a", "1");
        await Store.CompactAsync(2);
        await Assert.ThrowsAsync<CompactedException>(async () => await Store.CompactAsync(2));
        await Assert.ThrowsAsync<FutureRevisionException>(async () => await Store.CompactAsync(3));
    }

    [Fact]
    public async Task Watch_FromRevision_GivesLaterChangesOfPrefixInOrder()
    {
        await PutAsync("/p/a", "1");
        using var watch = await Store.WatchAsync("/p/", Store.Revision);
        await PutAsync("/p/a", "2");
        await PutAsync("/q/a", "1");
        await PutAsync("/p/b", "1");
        await Store.DeleteAsync("/p/a");
        Assert.Equal(
            ["Modified /p/a@3 1->2", "Added /p/b@5 ->1", "Deleted /p/a@6 2->"], await TakeAsync(watch, 3));
    }

    [Fact]
    public async Task Watch_FromPastRevision_ReplaysHistory()
    {
        await PutAsync("/p/a", "1");
        await PutAsync("/p/a", "2");
        await Store.DeleteAsync("/p/a");
        using var watch = await Store.WatchAsync("/p/", 2);
        Assert.Equal(["Modified /p/a@3 1->2", "Deleted /p/a@4 2->"], await TakeAsync(watch, 2));
    }

    [Fact]
    public async Task Watch_WaitingReader_IsWokenByWrite()
    {
        using var watch = await Store.WatchAsync("/p/", Store.Revision);
        var read = watch.ReadAsync().AsTask();
        await PutAsync("/q/a", "1");
        await PutAsync("/p/a", "1");
        Assert.Equal("/p/a", Assert.Single(await read).Key);
    }

    [Fact]
    public async Task Watch_Cancelled_EndsTheRead()
    {
        using var watch = await Store.WatchAsync("/p/", Store.Revision);
        using var source = new CancellationTokenSource();
        var read = watch.ReadAsync(source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        await PutAsync("/p/a", "1");
        Assert.Equal(["Added /p/a@2 ->1"], await TakeAsync(watch, 1));
    }

    [Fact]
    public async Task Subscribe_ObserverSeesContentThenEveryChangeBeforeItsAcknowledgement()
    {
        await PutAsync("/p/a", "1");
        await PutAsync("/q/a", "1");
        var observer = new RecordingObserver();
        using (Store.Subscribe("/p/", observer))
        {
            var marker = new object();
            await Store.CommitAsync(StoreOperation.Put("/p/b", Bytes("2"), decoded: marker));
            Assert.Equal(["/p/a=1", "/p/b=2"], observer.Content.Select(pair => $"{pair.Key}={pair.Value}"));
            Assert.Same(marker, observer.LastDecoded);
            await Store.DeleteAsync("/p/a");
            Assert.Equal(["/p/b=2"], observer.Content.Select(pair => $"{pair.Key}={pair.Value}"));
        }

        await PutAsync("/p/c", "3");
        Assert.Single(observer.Content);
    }

    [Fact]
    public async Task Subscription_WaitForRevision_CompletesWhenReached()
    {
        using var subscription = Store.Subscribe("/p/", new RecordingObserver());
        await subscription.WaitForRevisionAsync(1);
        var waiting = subscription.WaitForRevisionAsync(3).AsTask();
        await PutAsync("/q/a", "1");
        Assert.False(waiting.IsCompleted);
        await PutAsync("/q/a", "2");
        await waiting;
        Assert.True(subscription.Revision >= 3);
        using var source = new CancellationTokenSource();
        var cancelled = subscription.WaitForRevisionAsync(99, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    [Fact]
    public async Task Dispose_EndsWatchesAndRefusesWrites()
    {
        var watch = await Store.WatchAsync("/p/", Store.Revision);
        var read = watch.ReadAsync().AsTask();
        await Store.DisposeAsync();
        await Assert.ThrowsAsync<StoreClosedException>(() => read);
        await Assert.ThrowsAsync<StoreClosedException>(async () => await PutAsync("/a", "1"));
    }

    [Fact]
    public async Task ConcurrentGuardedWriters_IncrementOneCounterWithoutLoss()
    {
        await PutAsync("/counter", "0");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await Task.Yield();
            var current = (await Store.GetAsync("/counter"))!;
            for (var done = 0; done < 50;)
            {
                var next = int.Parse(Text(current)) + 1;
                var result = await PutAsync("/counter", $"{next}", current.ModRevision);
                if (result.Succeeded) done++;
                current = result.KeyValue!;
            }
        }));
        Assert.Equal("400", Text((await Store.GetAsync("/counter"))!));
        Assert.Equal(402, Store.Revision);
    }

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(KeyValue keyValue) => Encoding.UTF8.GetString(keyValue.Value.Span);

    protected abstract Task<IKeyValueStore> CreateAsync();

    protected ValueTask<CommitResult> PutAsync(string key, string value, long? expected = null) => Store.PutAsync(key, Bytes(value), expected);

    protected async Task<List<string>> ReadAsync(long revision)
    {
        var result = await Store.RangeAsync(RangeQuery.Prefix("/") with { Revision = revision });
        return result.Items.Select(kv => $"{kv.Key}={Text(kv)}").ToList();
    }

    protected static async Task<List<string>> TakeAsync(IStoreWatch watch, int count)
    {
        var taken = new List<string>();
        while (taken.Count < count)
            foreach (var change in await watch.ReadAsync())
                taken.Add($"{change.Type} {change.Key}@{change.Revision} {(change.Previous is { } old ? Text(old) : "")}->{Text(change.Value)}");
        return taken;
    }

    private static (string, string, long, long, long) Describe(KeyValue kv) => (kv.Key, Text(kv), kv.CreateRevision, kv.ModRevision, kv.Version);
}
