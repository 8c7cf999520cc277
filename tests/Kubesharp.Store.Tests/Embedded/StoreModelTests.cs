using System.Text;
using Kubesharp.Store.Caching;
using Kubesharp.Store.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Store.Tests.Embedded;

/// <summary>Random work, the same against an engine and against <see cref="StoreModel"/>; a failure names its seed.</summary>
public sealed class StoreModelTests
{
    private const int Steps = 250;

    [Theory]
    [MemberData(nameof(Seeds), 100, 8)]
    public Task InMemoryStore_AgreesWithTheModel(int seed) => RunAsync(seed, withFile: false);

    [Theory]
    [MemberData(nameof(Seeds), 200, 8)]
    public Task EmbeddedStore_AgreesWithTheModel(int seed) => RunAsync(seed, withFile: true);

    public static TheoryData<int> Seeds(int first, int count) => new(Enumerable.Range(first, count));

    private static async Task RunAsync(int seed, bool withFile)
    {
        using var folder = new TemporaryFolder();
        var run = new Run(seed, withFile ? folder.DataFile : null);
        try
        {
            await run.ExecuteAsync();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"failed with seed {seed}: {exception.Message}", exception);
        }
        finally
        {
            await run.CloseAsync();
        }
    }

    private sealed class Run(int seed, string? dataFile)
    {
        private readonly Random _random = new(seed);
        private readonly StoreModel _model = new();
        private readonly List<(IStoreWatch Watch, string Prefix, int From)> _watches = [];
        private IKeyValueStore _store = null!;
        private ResourceCache<KeyValue> _cache = null!;

        public async Task ExecuteAsync()
        {
            await OpenAsync();
            for (var step = 0; step < Steps; step++)
            {
                switch (_random.Next(20))
                {
                    case < 11:
                        await CommitManyAsync();
                        break;
                    case < 15:
                        await RangeAsync();
                        break;
                    case < 17:
                        await StartWatchAsync();
                        break;
                    case < 18:
                        await CompactAsync();
                        break;
                    case < 19:
                        await CheckWatchesAsync();
                        break;
                    default:
                        await ReopenAsync();
                        break;
                }
            }

            await CheckWatchesAsync();
            for (var revision = _model.Compacted; revision <= _model.Revision; revision++) await CheckStateAsync(Math.Max(1, revision));
        }

        public async Task CloseAsync()
        {
            foreach (var (watch, _, _) in _watches) watch.Dispose();
            _watches.Clear();
            _cache?.Dispose();
            if (_store is not null) await _store.DisposeAsync();
        }

        private async Task OpenAsync()
        {
            // Little memory, so that much of what is asked for has to come from the file.
            var memory = new HistoryLimits { MinEvents = 0, MaxEvents = 300 };
            var options = new EmbeddedStoreOptions { Path = dataFile ?? "", HistoryRetention = TimeSpan.Zero, MemoryHistory = memory };
            if (dataFile is null) _store = new InMemoryStore(null, new InMemoryStoreOptions { HistoryRetention = TimeSpan.Zero });
            else _store = await EmbeddedStore.OpenAsync(options, TimeProvider.System, NullLogger.Instance);
            _cache = new ResourceCache<KeyValue>(_store, "/a/", keyValue => keyValue);
        }

        private async Task ReopenAsync()
        {
            if (dataFile is null) return;
            await CheckWatchesAsync();
            await CloseAsync();
            await OpenAsync();
            Assert.Equal(_model.Revision, _store.Revision);
            Assert.Equal(_model.Compacted, _store.CompactedRevision);
        }

        /// <summary>Submits several transactions before looking at any, so that the engine groups them.</summary>
        private async Task CommitManyAsync()
        {
            var pending = new List<(ValueTask<CommitResult> Result, string Expected)>();
            for (var i = _random.Next(1, 30); i > 0; i--)
            {
                var operations = Enumerable.Range(0, _random.Next(4) == 0 ? _random.Next(1, 6) : 1)
                    .Select(_ => Operation()).DistinctBy(operation => operation.Key).ToList();
                var result = operations.Count == 1 ? _store.CommitAsync(operations[0]) : _store.CommitAsync(operations);
                pending.Add((result, _model.Commit(operations)));
            }

            foreach (var (result, expected) in pending) Assert.Equal(expected, StoreModel.Describe(await result));
            Assert.Equal(_model.Revision, _store.Revision);
            CheckCache(_cache.Current, _model.Revision);
        }

        private StoreOperation Operation()
        {
            var key = $"/{"ab"[_random.Next(2)]}/{_random.Next(12)}";
            var current = _model.At(_model.Revision).GetValueOrDefault(key)?.Mod ?? 0;
            long? guard = _random.Next(5) switch { 0 or 1 => null, 2 => _random.NextInt64(_model.Revision + 2), _ => current };
            return _random.Next(8) switch
            {
                0 or 1 => StoreOperation.Delete(key, guard),
                2 => StoreOperation.Check(key, guard ?? current),
                _ => StoreOperation.Put(key, Encoding.UTF8.GetBytes(new string('v', _random.Next(8)) + _random.Next(1000)), guard),
            };
        }

        private async Task RangeAsync()
        {
            var revision = _random.Next(3) == 0 ? 0 : _random.NextInt64(Math.Max(1, _model.Compacted - 3), _model.Revision + 3);
            if (revision > _model.Revision) await Assert.ThrowsAsync<FutureRevisionException>(() => CheckStateAsync(revision));
            else if (revision != 0 && revision < _model.Compacted) await Assert.ThrowsAsync<CompactedException>(() => CheckStateAsync(revision));
            else await CheckStateAsync(revision);
        }

        private async Task CheckStateAsync(long revision)
        {
            var prefix = _random.Next(3) switch { 0 => "/a/", 1 => "/b/", _ => "/" };
            var limit = _random.Next(3) == 0 ? _random.Next(1, 8) : 0;
            var result = await _store.RangeAsync(RangeQuery.Prefix(prefix) with { Revision = revision, Limit = limit });
            var at = revision == 0 ? _model.Revision : revision;
            var expected = _model.At(at).Values.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => $"{entry}").ToList();
            Assert.Equal(at, result.Revision);
            Assert.Equal(expected.Count, result.Count);
            Assert.Equal(limit == 0 ? expected : expected.Take(limit), result.Items.Select(StoreModel.Describe));
            if (_cache.TryGetSnapshot(at, out var snapshot) == SnapshotStatus.Ok) CheckCache(snapshot, at);
        }

        private void CheckCache(CacheSnapshot<KeyValue> snapshot, long revision)
        {
            var content = new List<string>();
            foreach (var keyValue in snapshot.Objects.All()) content.Add(StoreModel.Describe(keyValue));
            Assert.Equal(revision, snapshot.Revision);
            Assert.Equal(_model.At(revision).Values.Where(e => e.Key.StartsWith("/a/", StringComparison.Ordinal)).Select(e => $"{e}"), content);
        }

        private async Task StartWatchAsync()
        {
            var after = _random.NextInt64(Math.Max(1, _model.Compacted), _model.Revision + 1);
            var prefix = _random.Next(2) == 0 ? "/a/" : "/";
            _watches.Add((await _store.WatchAsync(prefix, after), prefix, _model.ChangeRevisions.Count(revision => revision <= after)));
        }

        /// <summary>Reads every watch to the end of what the model knows, and ends it.</summary>
        private async Task CheckWatchesAsync()
        {
            foreach (var (watch, prefix, from) in _watches)
            {
                using (watch)
                {
                    var expected = _model.Changes.Skip(from).Where(change => change.Split(' ')[1].StartsWith(prefix, StringComparison.Ordinal)).ToList();
                    var read = new List<string>();
                    try
                    {
                        while (read.Count < expected.Count) read.AddRange((await watch.ReadAsync()).Select(StoreModel.Describe));
                    }
                    catch (CompactedException)
                    {
                        // It lagged behind what is kept in memory; what it delivered so far must still be right.
                        expected = expected.Take(read.Count).ToList();
                    }

                    Assert.Equal(expected, read);
                }
            }

            _watches.Clear();
        }

        private async Task CompactAsync()
        {
            // Watches that have to read from before would lose their history; that case has its own tests.
            await CheckWatchesAsync();
            if (_model.Compacted == _model.Revision) return;
            var revision = _random.NextInt64(_model.Compacted + 1, _model.Revision + 1);
            await _store.CompactAsync(revision);
            _model.Compacted = revision;
        }
    }
}
