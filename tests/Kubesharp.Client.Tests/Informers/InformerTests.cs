using Kubesharp.Api.Core.V1;

namespace Kubesharp.Client.Tests.Informers;

public class InformerTests
{
    private const string Path = "/api/v1/configmaps";
    private readonly ClientWorld _world = new();
    private readonly List<string> _calls = [];

    [Fact]
    public void Start_EmptyCache_ListsFromAnyRevisionAndWatchesFromTheList()
    {
        Start(out _);

        var list = _world.Server.Next("GET", Path);
        Assert.Equal("0", list.Query["resourceVersion"]);
        Assert.Equal("500", list.Query["limit"]);
        Reply(list, Json.List("10", Json.ConfigMap("a", "5"), Json.ConfigMap("b", "6")));

        var watch = _world.Server.Next("GET", Path);
        Assert.Equal("true", watch.Query["watch"]);
        Assert.Equal("10", watch.Query["resourceVersion"]);
        Assert.Equal("true", watch.Query["allowWatchBookmarks"]);
        Assert.InRange(int.Parse(watch.Query["timeoutSeconds"]), 300, 600);
        Assert.Equal(["+a initial", "+b initial"], _calls);
    }

    [Fact]
    public void Sync_OnlyAfterTheFirstListIsHandedOut_Completes()
    {
        var informer = Start(out _);
        var synced = _world.Loop.Start(() => informer.WaitForSyncAsync(_world.Stop.Token));
        using var impatient = new CancellationTokenSource();
        var given = _world.Loop.Start(() => informer.WaitForSyncAsync(impatient.Token));
        _world.Do(impatient.Cancel);
        Assert.True(given.IsCanceled);
        Assert.False(informer.HasSynced);
        Assert.False(synced.IsCompleted);

        Reply(_world.Server.Next("GET", Path), Json.List("10"));

        Assert.True(informer.HasSynced);
        Assert.True(synced.IsCompletedSuccessfully);
        Assert.Equal("10", informer.ResourceVersion);
    }

    [Fact]
    public void Watch_Changes_UpdateCacheAndHandlersInOrder()
    {
        var informer = Start(out _);
        var watch = ListAndWatch("10", Json.ConfigMap("a", "5"));

        _world.Do(() =>
        {
            watch.Event("ADDED", Json.ConfigMap("b", "11"));
            watch.Event("MODIFIED", Json.ConfigMap("a", "12", value: "new"));
            watch.Event("DELETED", Json.ConfigMap("b", "13"));
        });

        Assert.Equal(["+a initial", "+b", "~a 5->12", "-b"], _calls);
        Assert.Equal("new", informer.Get("default", "a")!.Data["value"]);
        Assert.Null(informer.Get("default", "b"));
        Assert.Equal("13", informer.ResourceVersion);
        Assert.Equal(1, informer.Count);
    }

    [Fact]
    public void Watch_SameRevisionTwice_IsDeliveredOnce()
    {
        Start(out _);
        var watch = ListAndWatch("10", Json.ConfigMap("a", "5"));

        _world.Do(() =>
        {
            watch.Event("MODIFIED", Json.ConfigMap("a", "12"));
            watch.Event("MODIFIED", Json.ConfigMap("a", "12"));
            watch.Event("DELETED", Json.ConfigMap("gone", "13"));
        });

        Assert.Equal(["+a initial", "~a 5->12"], _calls);
    }

    [Fact]
    public void Watch_OnlyRevisionChanged_IsDelivered()
    {
        Start(out _);
        var watch = ListAndWatch("10", Json.ConfigMap("a", "5", value: "same"));

        _world.Do(() => watch.Event("MODIFIED", Json.ConfigMap("a", "12", value: "same")));

        Assert.Equal(["+a initial", "~a 5->12"], _calls);
    }

    [Fact]
    public void Watch_EventCutAtEveryByte_IsReadWhole()
    {
        var informer = Start(out _);
        var watch = ListAndWatch("10");
        var line = $$"""{"type":"ADDED","object":{{Json.ConfigMap("ä-ü", "11", value: "z\\n")}}}""" + "\n";

        foreach (var part in System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(line)))
        {
            _world.Do(() => watch.SendBytes([(byte)part]));
        }

        Assert.Equal("z\n", informer.Get("default", "ä-ü")!.Data["value"]);
    }

    [Fact]
    public void Bookmark_ThenDisconnect_ResumesFromTheBookmark()
    {
        var informer = Start(out _);
        var watch = ListAndWatch("10", Json.ConfigMap("a", "5"));
        _world.Do(() => watch.Event("BOOKMARK", Json.Bookmark("40")));
        Assert.Equal("40", informer.ResourceVersion);

        _world.Do(watch.Break);
        Assert.Equal(0, _world.Server.WaitingCount);
        _world.Advance(1.6);

        Assert.Equal("40", _world.Server.Next("GET", Path).Query["resourceVersion"]);
        Assert.Equal(["+a initial"], _calls);
    }

    [Fact]
    public void Watch_EndsInsideAnEvent_ResumesWithoutIt()
    {
        var informer = Start(out _);
        var watch = ListAndWatch("10", Json.ConfigMap("a", "5"));

        _world.Do(() =>
        {
            watch.Event("MODIFIED", Json.ConfigMap("a", "11"));
            watch.Send("""{"type":"MODIFIED","object":{"metadata":{"name":"a","resourceVersion":"12" """);
            watch.End();
        });
        _world.Advance(2);

        Assert.Equal("11", informer.ResourceVersion);
        Assert.Equal("11", _world.Server.Next("GET", Path).Query["resourceVersion"]);
    }

    [Fact]
    public void Watch_EndedByTheServer_IsOpenedAgainAtOnce()
    {
        Start(out _);
        var watch = ListAndWatch("10");
        _world.Advance(400);

        _world.Do(watch.End);

        Assert.Equal("10", _world.Server.Next("GET", Path).Query["resourceVersion"]);
    }

    [Fact]
    public void Watch_EndedAtOnceWithoutEvents_DoesNotSpin()
    {
        Start(out _);
        var watch = ListAndWatch("10");

        _world.Do(watch.End);

        Assert.Equal(0, _world.Server.WaitingCount);
        _world.Advance(1.6);
        _world.Server.Next("GET", Path);
    }

    [Fact]
    public void Expired_WhileWatching_ListsAgainAndReportsTheDifference()
    {
        var informer = Start(out _);
        var watch = ListAndWatch("10", Json.ConfigMap("kept", "5"), Json.ConfigMap("changed", "6"), Json.ConfigMap("gone", "7"));
        var kept = informer.Get("default", "kept");
        _calls.Clear();

        _world.Do(() => watch.Event("ERROR", Json.Status(410, "Expired", "too old resource version: 10 (50)")));

        var list = _world.Server.Next("GET", Path);
        Assert.False(list.Query.ContainsKey("resourceVersion"));
        Assert.False(list.Query.ContainsKey("watch"));
        Reply(list, Json.List("60", Json.ConfigMap("kept", "5"), Json.ConfigMap("changed", "55"), Json.ConfigMap("new", "56")));
        Assert.Equal(["~changed 6->55", "+new", "-gone stale"], _calls);
        Assert.Same(kept, informer.Get("default", "kept"));
        Assert.Equal("60", _world.Server.Next("GET", Path).Query["resourceVersion"]);
    }

    [Fact]
    public void Gone_AnswerToTheWatch_ListsAgain()
    {
        Start(out _);
        Reply(_world.Server.Next("GET", Path), Json.List("10"));

        _world.Do(() => _world.Server.Next("GET", Path).Refuse(410, "Expired", "too old"));

        Assert.False(_world.Server.Next("GET", Path).Query.ContainsKey("watch"));
    }

    [Fact]
    public void Relist_ObjectMadeAnewUnderTheSameName_IsAnUpdate()
    {
        var informer = Start(out _);
        var watch = ListAndWatch("10", Json.ConfigMap("a", "5", uid: "one"));
        _calls.Clear();

        _world.Do(() => watch.Event("ERROR", Json.Status(410, "Gone", "gone")));
        Reply(_world.Server.Next("GET", Path), Json.List("60", Json.ConfigMap("a", "50", uid: "two")));

        Assert.Equal(["~a 5->50"], _calls);
        Assert.Equal("two", informer.Get("default", "a")!.Metadata.Uid);
    }

    [Fact]
    public void List_SeveralPages_AreReadAndKeptInOneRevision()
    {
        var informer = Start(out _);

        Reply(_world.Server.Next("GET", Path), Json.Page("10", "t1", Json.ConfigMap("a", "1")));
        var second = _world.Server.Next("GET", Path);
        Assert.Equal("t1", second.Query["continue"]);
        Assert.False(second.Query.ContainsKey("resourceVersion"));
        Reply(second, Json.Page("10", "t2", Json.ConfigMap("b", "2")));
        Reply(_world.Server.Next("GET", Path), Json.Page("10", "", Json.ConfigMap("c", "3")));

        Assert.Equal(["+a initial", "+b initial", "+c initial"], _calls);
        Assert.Equal("10", informer.ResourceVersion);
    }

    [Fact]
    public void List_ContinueTokenExpired_TakesAllAtOnce()
    {
        var informer = Start(out _);

        Reply(_world.Server.Next("GET", Path), Json.Page("10", "t1", Json.ConfigMap("a", "1")));
        _world.Do(() => _world.Server.Next("GET", Path).Refuse(410, "Expired", "The provided continue parameter is too old"));
        var all = _world.Server.Next("GET", Path);
        Assert.False(all.Query.ContainsKey("limit"));
        Assert.False(all.Query.ContainsKey("continue"));
        Reply(all, Json.List("20", Json.ConfigMap("b", "12")));

        Assert.Equal(["+b initial"], _calls);
        Assert.Equal("20", informer.ResourceVersion);
    }

    [Fact]
    public void List_Fails_BacksOffLongerEachTime()
    {
        Start(out _);
        var waits = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            _world.Do(() => _world.Server.Next("GET", Path).Fail(new HttpRequestException("connection refused")));
            waits.Add(SecondsUntilNextRequest());
        }

        for (var i = 0; i < waits.Count; i++)
        {
            var least = Math.Min(30, 0.8 * Math.Pow(2, i));
            Assert.InRange(waits[i], least - 0.05, (least * 2) + 0.15);
        }
    }

    [Fact]
    public void List_TooManyRequests_WaitsAtLeastAsLongAsAsked()
    {
        Start(out _);

        _world.Do(() => _world.Server.Next("GET", Path).Refuse(429, "TooManyRequests", "slow down", retryAfter: 20));

        Assert.InRange(SecondsUntilNextRequest(), 19.9, 20.2);
    }

    [Fact]
    public void Watch_ServerError_ResumesFromTheSameRevisionWithoutListing()
    {
        Start(out _);
        Reply(_world.Server.Next("GET", Path), Json.List("10"));

        _world.Do(() => _world.Server.Next("GET", Path).Refuse(500, "InternalError", "boom"));
        _world.Advance(1.7);

        var again = _world.Server.Next("GET", Path);
        Assert.Equal("true", again.Query["watch"]);
        Assert.Equal("10", again.Query["resourceVersion"]);
    }

    [Fact]
    public void Watch_Forbidden_ListsAgainNotOlderThanSeen()
    {
        Start(out _);
        Reply(_world.Server.Next("GET", Path), Json.List("10"));

        _world.Do(() => _world.Server.Next("GET", Path).Refuse(403, "Forbidden", "no"));
        _world.Advance(1.7);

        var list = _world.Server.Next("GET", Path);
        Assert.False(list.Query.ContainsKey("watch"));
        Assert.Equal("10", list.Query["resourceVersion"]);
    }

    [Fact]
    public void Watch_ObjectOfTheWrongShape_ListsAgain()
    {
        Start(out _);
        var watch = ListAndWatch("10");

        _world.Do(() => watch.Event("ADDED", """{"metadata":{"name":5}}"""));
        _world.Advance(1.7);

        Assert.False(_world.Server.Next("GET", Path).Query.ContainsKey("watch"));
    }

    [Fact]
    public void AddHandler_Late_GetsTheContentFirst()
    {
        var informer = Start(out _);
        var watch = ListAndWatch("10", Json.ConfigMap("a", "5"), Json.ConfigMap("b", "6"));
        _calls.Clear();

        var late = new List<string>();
        _world.Do(() => informer.AddHandler(Recording(late)));
        Assert.Equal(["+a initial", "+b initial"], late);
        _world.Do(() => watch.Event("ADDED", Json.ConfigMap("c", "11")));

        Assert.Equal(["+a initial", "+b initial", "+c"], late);
        Assert.Equal(["+c"], _calls);
    }

    [Fact]
    public void RemoveHandler_Disposed_HearsNoMore()
    {
        var informer = Start(out var registration);
        var watch = ListAndWatch("10", Json.ConfigMap("a", "5"));

        registration.Dispose();
        _world.Do(() => watch.Event("ADDED", Json.ConfigMap("b", "11")));

        Assert.Equal(["+a initial"], _calls);
        Assert.Equal(2, informer.Count);
    }

    [Fact]
    public void Handler_Throws_OthersAndCacheGoOn()
    {
        var informer = _world.Informers().For<ConfigMap>();
        informer.AddHandler(new InformerHandler<ConfigMap> { Added = (_, _) => throw new InvalidOperationException("mine") });
        Run(informer, out _);
        ListAndWatch("10", Json.ConfigMap("a", "5"));

        Assert.Equal(["+a initial"], _calls);
        Assert.Equal(1, informer.Count);
    }

    [Fact]
    public void Resync_Due_ReportsEveryObjectAsUpdatedWithItself()
    {
        var factory = _world.Informers(TimeSpan.FromMinutes(10));
        var informer = factory.For<ConfigMap>();
        informer.AddHandler(Recording(_calls));
        _ = _world.Loop.Start(() => factory.RunAsync(_world.Stop.Token));
        ListAndWatch("10", Json.ConfigMap("a", "5"));
        _calls.Clear();

        _world.Advance(600);

        Assert.Equal(["~a 5->5"], _calls);
    }

    [Fact]
    public void Index_Changes_AreFollowed()
    {
        var informer = _world.Informers().For<ConfigMap>();
        informer.AddIndex("app", static value => [value.Metadata.Labels["app"]]);
        Run(informer, out _);
        var watch = ListAndWatch("10", Json.ConfigMap("a", "5", label: "x"), Json.ConfigMap("b", "6", label: "x", ns: "other"));
        Assert.Equal(["a", "b"], Names(informer.ByIndex("app", "x")));

        _world.Do(() =>
        {
            watch.Event("MODIFIED", Json.ConfigMap("a", "11", label: "y"));
            watch.Event("DELETED", Json.ConfigMap("b", "12", label: "x", ns: "other"));
        });

        Assert.Empty(informer.ByIndex("app", "x"));
        Assert.Equal(["a"], Names(informer.ByIndex("app", "y")));
        Assert.Throws<ArgumentException>(() => informer.ByIndex("nope", "x"));
    }

    [Fact]
    public void Index_AddedLate_HoldsWhatIsThere()
    {
        var informer = Start(out _);
        ListAndWatch("10", Json.ConfigMap("a", "5", label: "x"));

        informer.AddIndex("app", static value => [value.Metadata.Labels["app"]]);

        Assert.Equal(["a"], Names(informer.ByIndex("app", "x")));
    }

    [Fact]
    public void ByNamespace_Changes_AreFollowed()
    {
        var informer = Start(out _);
        var watch = ListAndWatch("10", Json.ConfigMap("a", "5"), Json.ConfigMap("b", "6", ns: "other"));
        Assert.Equal(["a"], Names(informer.ByNamespace("default")));

        _world.Do(() => watch.Event("ADDED", Json.ConfigMap("c", "11")));

        Assert.Equal(["a", "c"], Names(informer.ByNamespace("default")));
        Assert.Equal(["b"], Names(informer.ByNamespace("other")));
        Assert.Empty(informer.ByNamespace("none"));
    }

    [Fact]
    public void List_Snapshot_DoesNotChangeAfterwards()
    {
        var informer = Start(out _);
        var watch = ListAndWatch("10", Json.ConfigMap("a", "5"));
        var before = informer.List();
        Assert.Same(before, informer.List());

        _world.Do(() => watch.Event("ADDED", Json.ConfigMap("b", "11")));

        Assert.Single(before);
        Assert.Equal(2, informer.List().Count);
    }

    [Fact]
    public void Factory_SameQuestionTwice_SharesOneWatch()
    {
        var factory = _world.Informers();

        Assert.Same(factory.For<ConfigMap>(), factory.For<ConfigMap>());
        Assert.NotSame(factory.For<ConfigMap>(), factory.For<ConfigMap>("default"));
        Assert.NotSame((object)factory.For<ConfigMap>(), factory.ForMetadata(ConfigMap.Resource.Gvr));
        Assert.Same(factory.ForMetadata(ConfigMap.Resource.Gvr), factory.ForMetadata(ConfigMap.Resource.Gvr));
    }

    [Fact]
    public void Factory_AskedWhileRunning_StartsAtOnce()
    {
        var factory = _world.Informers();
        var running = _world.Loop.Start(() => factory.RunAsync(_world.Stop.Token));

        _world.Do(() => factory.For<ConfigMap>("kube-system", "a=b", "metadata.name=x"));

        var list = _world.Server.Next("GET", "/api/v1/namespaces/kube-system/configmaps");
        Assert.Equal("a=b", list.Query["labelSelector"]);
        Assert.Equal("metadata.name=x", list.Query["fieldSelector"]);
        _world.Do(_world.Stop.Cancel);
        Assert.True(running.IsCompletedSuccessfully);
    }

    [Fact]
    public void Metadata_AnyResource_IsAskedForAsPartialObjects()
    {
        var factory = _world.Informers();
        var informer = factory.ForMetadata(new("example.com", "v1", "widgets"));
        _ = _world.Loop.Start(() => factory.RunAsync(_world.Stop.Token));

        var list = _world.Server.Next("GET", "/apis/example.com/v1/widgets");
        Assert.StartsWith("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", list.Request.Accept);
        Reply(list, Json.List("3", Json.ConfigMap("w", "2")));

        Assert.Equal("w", Assert.Single(informer.List()).Metadata.Name);
    }

    private static string[] Names(IEnumerable<ConfigMap> values) => [.. values.Select(value => value.Metadata.Name).Order(StringComparer.Ordinal)];

    private static InformerHandler<ConfigMap> Recording(List<string> calls) => new()
    {
        Added = (value, initial) => calls.Add($"+{value.Metadata.Name}{(initial ? " initial" : "")}"),
        Updated = (old, value) => calls.Add($"~{value.Metadata.Name} {old.Metadata.ResourceVersion}->{value.Metadata.ResourceVersion}"),
        Deleted = (last, stale) => calls.Add($"-{last.Metadata.Name}{(stale ? " stale" : "")}"),
    };

    private IInformer<ConfigMap> Start(out IDisposable registration)
    {
        var factory = _world.Informers();
        var informer = factory.For<ConfigMap>();
        registration = informer.AddHandler(Recording(_calls));
        _ = _world.Loop.Start(() => factory.RunAsync(_world.Stop.Token));
        return informer;
    }

    private void Run(IInformer<ConfigMap> informer, out IDisposable registration)
    {
        registration = informer.AddHandler(Recording(_calls));
        _ = _world.Loop.Start(() => ((IInformerLoop)informer).RunAsync(_world.Stop.Token));
    }

    private ScriptedTransport.WatchStream ListAndWatch(string revision, params string[] items)
    {
        Reply(_world.Server.Next("GET", Path), Json.List(revision, items));
        ScriptedTransport.WatchStream? stream = null;
        _world.Do(() => stream = _world.Server.Next("GET", Path).Stream());
        return stream!;
    }

    private void Reply(ScriptedTransport.Exchange exchange, string body) => _world.Do(() => exchange.Respond(body));

    private double SecondsUntilNextRequest()
    {
        for (var tenths = 1; tenths < 1000; tenths++)
        {
            _world.Advance(0.1);
            if (_world.Server.WaitingCount > 0) return tenths / 10.0;
        }

        return double.PositiveInfinity;
    }
}
