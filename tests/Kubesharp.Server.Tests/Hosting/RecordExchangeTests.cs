using System.Globalization;
using System.Text;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Autoscaling.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Kubesharp.Store;
using Microsoft.Extensions.Logging.Abstractions;
using EventsEvent = Kubesharp.Api.Events.V1.Event;

namespace Kubesharp.Server.Tests.Hosting;

/// <summary>Clients in the process get records, and see by them what others see over HTTPS.</summary>
[Collection(ServerTests.Name)]
public sealed class RecordExchangeTests(RunningServer server)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly KubernetesClient _client = new(server.Server.ConnectAs("tester", "system:masters"), TimeProvider.System, "tester/1");

    [Fact]
    public async Task Create_Pod_IsDefaultedAndOwnedAsOverHttps()
    {
        var ns = await server.NewNamespaceAsync();
        var pod = Pod(ns, "a");
        var inside = await _client.For<Pod>().CreateAsync(pod, None);
        var outside = await server.CreateAsync(
            $"/api/v1/namespaces/{ns}/pods?fieldManager=tester", Encoding.UTF8.GetString(ApiJson.Encode(pod)).Replace("\"name\":\"a\"", "\"name\":\"b\""));
        Assert.Equal(await GetAsync<Pod>($"/api/v1/namespaces/{ns}/pods/a"), inside);
        var other = ApiJson.Decode<Pod>(Encoding.UTF8.GetBytes(outside.GetRawText()));
        Assert.Equal(Comparable(other), Comparable(inside));

        static Pod Comparable(Pod value) => value with
        {
            Metadata = value.Metadata with
            {
                Name = "",
                Uid = "",
                ResourceVersion = "",
                CreationTimestamp = default,
                ManagedFields = value.Metadata.ManagedFields.Select(entry => entry with { Time = null }).ToValueList(),
            },
            Spec = value.Spec with { Volumes = default, Containers = value.Spec.Containers.Select(container => container with { VolumeMounts = default }).ToValueList() },
        };
    }

    [Fact]
    public async Task Write_ValuesThatJsonCannotKeep_AreStoredAsJsonHasThem()
    {
        var ns = await server.NewNamespaceAsync();
        var created = await _client.For<Pod>().CreateAsync(Pod(ns, "a") with { Metadata = new() { Name = "a", Namespace = ns, ManagedFields = [], Labels = [] } }, None);
        Assert.Single(created.Metadata.ManagedFields);
        Assert.True(created.Metadata.Labels.IsNull);
        var time = new DateTimeOffset(2026, 5, 1, 14, 0, 0, 500, TimeSpan.FromHours(2));
        var condition = new PodCondition { Type = "Ready", Status = "False", LastTransitionTime = time, Message = "cut \ud83d" };
        Assert.False(condition.IsCanonical());
        var updated = await _client.For<Pod>().UpdateStatusAsync(created with { Status = created.Status with { Conditions = [condition] } }, None);
        var read = await _client.For<Pod>().GetAsync(ns, "a", None);
        var stored = Assert.Single(read.Status.Conditions);
        Assert.True(stored.LastTransitionTime.EqualsExact(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero)));
        Assert.Equal("cut ", stored.Message);
        Assert.Same(read, await _client.For<Pod>().GetAsync(ns, "a", None));
        Assert.Equal(read, updated);
        Assert.Equal(await GetAsync<Pod>($"/api/v1/namespaces/{ns}/pods/a"), read);
    }

    [Fact]
    public async Task Write_SameStatusWithFinerTime_WritesNothing()
    {
        var ns = await server.NewNamespaceAsync();
        var created = await _client.For<Pod>().CreateAsync(Pod(ns, "a"), None);
        var time = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        var ready = new PodCondition { Type = "Ready", Status = "False", LastTransitionTime = time };
        var first = await _client.For<Pod>().UpdateStatusAsync(created with { Status = created.Status with { Conditions = [ready] } }, None);
        var finer = first with { Status = first.Status with { Conditions = [ready with { LastTransitionTime = time.AddMilliseconds(7) }] } };
        Assert.Same(first, await _client.For<Pod>().UpdateStatusAsync(finer, None));
    }

    [Fact]
    public async Task Get_TwoReaders_ShareOneRecord()
    {
        var ns = await server.NewNamespaceAsync();
        var maps = _client.For<ConfigMap>();
        var created = await maps.CreateAsync(Map(ns, "a"), None);
        await using var changes = maps.WatchAsync(ns, new ListQuery(), None).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(Patience));
        Assert.Same(created, changes.Current.Object);
        for (var i = 0; i < 1100; i++) await maps.CreateAsync(Map(ns, string.Create(CultureInfo.InvariantCulture, $"other-{i}")), None);
        Assert.Same(created, await maps.GetAsync(ns, "a", None));
        Assert.Same(created, (await maps.ListAsync(ns, null, None)).Items[0]);
        GC.KeepAlive(created);
    }

    [Fact]
    public async Task List_Pages_HaveRevisionAndContinuation()
    {
        var ns = await server.NewNamespaceAsync();
        foreach (var name in (string[])["a", "b", "c"]) await _client.For<ConfigMap>().CreateAsync(Map(ns, name), None);
        var page = await _client.For<ConfigMap>().ListAsync(ns, new ListQuery { Limit = 2 }, None);
        Assert.Equal(["a", "b"], page.Items.Select(item => item.Metadata.Name));
        Assert.Equal(1, page.RemainingItemCount);
        await _client.For<ConfigMap>().DeleteAsync(ns, "c", None);
        var rest = await _client.For<ConfigMap>().ListAsync(ns, new ListQuery { Limit = 2, Continue = page.Continue }, None);
        Assert.Equal("c", Assert.Single(rest.Items).Metadata.Name);
        Assert.Equal((page.ResourceVersion, "", null), (rest.ResourceVersion, rest.Continue, rest.RemainingItemCount));
    }

    [Fact]
    public async Task Patch_AndSubresources_AnswerWithRecords()
    {
        var ns = await server.NewNamespaceAsync();
        var labels = ValueMap.Of("app", "x");
        var deployment = await _client.For<Deployment>().CreateAsync(
            new Deployment
            {
                Metadata = new() { Name = "d", Namespace = ns },
                Spec = new()
                {
                    Selector = new() { MatchLabels = labels },
                    Template = new() { Metadata = new() { Labels = labels }, Spec = new() { Containers = [new() { Name = "c", Image = "i" }] } },
                },
            },
            None);
        Assert.Equal(1, deployment.Spec.Replicas);
        var patched = await _client.For<Deployment>().PatchAsync(ns, "d", PatchType.Merge, """{"spec":{"replicas":2}}"""u8.ToArray(), None);
        Assert.Equal((2, 2L), (patched.Spec.Replicas, patched.Metadata.Generation));
        var scale = await _client.For<Deployment>().GetSubresourceAsync<Scale>(ns, "d", "scale", None);
        var scaled = await _client.For<Deployment>().UpdateSubresourceAsync<Scale, Scale>(ns, "d", "scale", scale with { Spec = new() { Replicas = 5 } }, None);
        Assert.Equal(5, scaled.Spec.Replicas);
        Assert.Equal(5, (await _client.For<Deployment>().GetAsync(ns, "d", None)).Spec.Replicas);
    }

    [Fact]
    public async Task Binding_PodAndRefusal_AreStatuses()
    {
        var ns = await server.NewNamespaceAsync();
        await _client.For<Pod>().CreateAsync(Pod(ns, "a"), None);
        var binding = new Binding { Metadata = new() { Name = "a", Namespace = ns }, Target = new() { Kind = "Node", Name = "n" } };
        var status = await _client.For<Pod>().CreateSubresourceAsync<Binding, Status>(ns, "a", "binding", binding, None);
        Assert.Equal("Success", status.Outcome);
        var again = await Assert.ThrowsAsync<StatusException>(() => _client.For<Pod>().CreateSubresourceAsync<Binding, Status>(ns, "a", "binding", binding, None));
        Assert.True(again.IsConflict);
        Assert.Contains("already assigned to node \"n\"", again.Message);
        Assert.Equal("n", (await _client.For<Pod>().GetAsync(ns, "a", None)).Spec.NodeName);
    }

    [Fact]
    public async Task Binding_EndsTheNomination()
    {
        var ns = await server.NewNamespaceAsync();
        await _client.For<Pod>().CreateAsync(Pod(ns, "a"), None);
        var nominated = await _client.For<Pod>().PatchAsync(ns, "a", PatchType.Merge, """{"status":{"nominatedNodeName":"n"}}"""u8.ToArray(), None, "status");
        Assert.Equal("n", nominated.Status.NominatedNodeName);
        var binding = new Binding { Metadata = new() { Name = "a", Namespace = ns }, Target = new() { Kind = "Node", Name = "n" } };
        await _client.For<Pod>().CreateSubresourceAsync<Binding, Status>(ns, "a", "binding", binding, None);
        var bound = await _client.For<Pod>().GetAsync(ns, "a", None);
        Assert.Equal(("n", ""), (bound.Spec.NodeName, bound.Status.NominatedNodeName));
    }

    [Fact]
    public async Task Errors_AreStatuses()
    {
        var ns = await server.NewNamespaceAsync();
        Assert.Null(await _client.For<ConfigMap>().TryGetAsync(ns, "a", None));
        var invalid = await Assert.ThrowsAsync<StatusException>(() => _client.For<ConfigMap>().CreateAsync(Map(ns, "A_"), None));
        Assert.True(invalid.IsInvalid);
        var nobody = new KubernetesClient(server.Server.ConnectAs("nobody-special"), TimeProvider.System);
        Assert.True((await Assert.ThrowsAsync<StatusException>(() => nobody.For<ConfigMap>().ListAsync(ns, null, None))).IsForbidden);
    }

    [Fact]
    public async Task Send_RecordOfAnotherKind_IsRefused()
    {
        var ns = await server.NewNamespaceAsync();
        await using var answer = await _client.RequestRawAsync(
            new ApiRequest { Method = "POST", PathAndQuery = $"/api/v1/namespaces/{ns}/configmaps", Record = Pod(ns, "a"), ContentType = MediaTypes.Json, TakesRecords = true }, None);
        Assert.Equal(400, answer.StatusCode);
        Assert.Contains("cannot be handled as a ConfigMap", Assert.IsType<Status>(answer.Records).Message);
    }

    [Fact]
    public async Task Delete_WithPreconditions_HonoursThem()
    {
        var ns = await server.NewNamespaceAsync();
        var created = await _client.For<ConfigMap>().CreateAsync(Map(ns, "a"), None);
        var wrong = DeleteOptions.Empty with { Preconditions = Preconditions.Empty with { Uid = "other" } };
        Assert.True((await Assert.ThrowsAsync<StatusException>(() => _client.For<ConfigMap>().DeleteAsync(ns, "a", None, wrong))).IsConflict);
        await _client.For<ConfigMap>().DeleteAsync(ns, "a", None, wrong with { Preconditions = Preconditions.Empty with { Uid = created.Metadata.Uid } });
        await _client.For<ConfigMap>().CreateAsync(Map(ns, "b"), None);
        await _client.For<ConfigMap>().DeleteCollectionAsync(ns, new ListQuery(), None);
        Assert.Empty((await _client.For<ConfigMap>().ListAsync(ns, null, None)).Items);
    }

    [Fact]
    public async Task ServedVersion_OtherThanTheStored_IsConverted()
    {
        var ns = await server.NewNamespaceAsync();
        var sent = new EventsEvent
        {
            Metadata = new() { Name = "e", Namespace = ns },
            EventTime = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1234567),
            ReportingController = "c",
            ReportingInstance = "i",
            Action = "Act",
            Reason = "Because",
            Type = "Normal",
            Note = "text",
            Regarding = new() { Kind = "Pod", Name = "p", Namespace = ns },
        };
        var created = await _client.For<EventsEvent>().CreateAsync(sent, None);
        Assert.Equal("text", created.Note);
        Assert.Equal(await GetAsync<EventsEvent>($"/apis/events.k8s.io/v1/namespaces/{ns}/events/e"), created);
        Assert.Equal("text", (await _client.For<Event>().GetAsync(ns, "e", None)).Message);
        await using var changes = _client.For<EventsEvent>().WatchAsync(ns, new ListQuery(), None).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(Patience));
        Assert.Equal(created, changes.Current.Object);
    }

    [Fact]
    public async Task Record_LongerThanARequestMayBe_IsRefused()
    {
        var ns = await server.NewNamespaceAsync();
        var large = new Event { Metadata = new() { Name = "large", Namespace = ns }, InvolvedObject = new() { Kind = "Pod", Name = "p", Namespace = ns }, Message = new string('x', 3 << 20) };
        var error = await Assert.ThrowsAsync<StatusException>(() => _client.For<Event>().CreateAsync(large, None));
        Assert.Equal((413, "Request entity too large: limit is 3145728"), (error.Code, error.Message));
    }

    [Fact]
    public async Task Metadata_OfAnyKind_IsARecord()
    {
        var ns = await server.NewNamespaceAsync();
        var created = await _client.For<ConfigMap>().CreateAsync(Map(ns, "a"), None);
        var metadata = _client.ForMetadata(ConfigMap.Resource.Gvr);
        Assert.Equal(created.Metadata, (await metadata.GetAsync(ns, "a", None)).Metadata);
        Assert.Equal(created.Metadata, Assert.Single((await metadata.ListAsync(ns, null, None)).Items).Metadata);
        await using var changes = metadata.WatchAsync(ns, new ListQuery(), None).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(Patience));
        Assert.Equal(created.Metadata, changes.Current.Object.Metadata);
    }

    [Fact]
    public async Task Watch_InitialEventsAndSelector_ShowsObjectsComeAndGo()
    {
        var ns = await server.NewNamespaceAsync();
        var maps = _client.For<ConfigMap>();
        await maps.CreateAsync(Map(ns, "a") with { Metadata = new() { Name = "a", Namespace = ns, Labels = ValueMap.Of("x", "1") } }, None);
        await maps.CreateAsync(Map(ns, "b"), None);
        var query = new ListQuery { LabelSelector = "x=1", SendInitialEvents = true, AllowWatchBookmarks = true, ResourceVersionMatch = "NotOlderThan" };
        await using var changes = maps.WatchAsync(ns, query, None).GetAsyncEnumerator();
        var seen = new List<string> { await NextAsync(), await NextAsync() };
        Assert.Equal("true", changes.Current.Object.Metadata.Annotations["k8s.io/initial-events-end"]);
        await maps.PatchAsync(ns, "b", PatchType.Merge, """{"metadata":{"labels":{"x":"1"}}}"""u8.ToArray(), None);
        await maps.PatchAsync(ns, "a", PatchType.Merge, """{"metadata":{"labels":null}}"""u8.ToArray(), None);
        await maps.DeleteAsync(ns, "b", None);
        for (var i = 0; i < 3; i++) seen.Add(await NextAsync());
        Assert.Equal(["Added a", "Bookmark ", "Added b", "Deleted a", "Deleted b"], seen);

        async Task<string> NextAsync()
        {
            Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(Patience));
            return $"{changes.Current.Type} {changes.Current.Object.Metadata.Name}";
        }
    }

    [Fact]
    public async Task Watch_DeletedObject_HasTheRevisionOfItsDeletion()
    {
        var ns = await server.NewNamespaceAsync();
        var created = await _client.For<ConfigMap>().CreateAsync(Map(ns, "a"), None);
        await _client.For<ConfigMap>().DeleteAsync(ns, "a", None);
        await using var changes = _client.For<ConfigMap>().WatchAsync(ns, new ListQuery { ResourceVersion = created.Metadata.ResourceVersion }, None).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(Patience));
        var (type, last) = changes.Current;
        Assert.Equal(WatchEventType.Deleted, type);
        Assert.True(long.Parse(last.Metadata.ResourceVersion, CultureInfo.InvariantCulture) > long.Parse(created.Metadata.ResourceVersion, CultureInfo.InvariantCulture));
        Assert.Equal(created, last.WithMetadata(last.Metadata with { ResourceVersion = created.Metadata.ResourceVersion }));
    }

    [Fact]
    public async Task Watch_Timeout_Ends()
    {
        var ns = await server.NewNamespaceAsync();
        await using var changes = _client.For<ConfigMap>().WatchAsync(ns, new ListQuery { TimeoutSeconds = 1 }, None).GetAsyncEnumerator();
        Assert.False(await changes.MoveNextAsync().AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task Informers_OfSeveralComponents_ShareTheirObjects()
    {
        var ns = await server.NewNamespaceAsync();
        using var stop = new CancellationTokenSource();
        var first = new InformerFactory(_client, TimeProvider.System, NullLoggerFactory.Instance);
        var second = new InformerFactory(new KubernetesClient(server.Server.ConnectAs("other", "system:masters"), TimeProvider.System), TimeProvider.System, NullLoggerFactory.Instance);
        var (one, two) = (first.For<ConfigMap>(ns), second.For<ConfigMap>(ns));
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = 2;
        foreach (var informer in (IInformer<ConfigMap>[])[one, two])
        {
            informer.AddHandler(new InformerHandler<ConfigMap>
            {
                Added = (_, _) =>
                {
                    if (Interlocked.Decrement(ref left) == 0) arrived.TrySetResult();
                },
            });
        }

        var running = Task.WhenAll(first.RunAsync(stop.Token), second.RunAsync(stop.Token));
        await first.WaitForSyncAsync(None);
        await second.WaitForSyncAsync(None);
        var created = await _client.For<ConfigMap>().CreateAsync(Map(ns, "a"), None);
        await arrived.Task.WaitAsync(Patience);
        Assert.Same(created, one.Get(ns, "a"));
        Assert.Same(created, two.Get(ns, "a"));
        await stop.CancelAsync();
        await running.WaitAsync(Patience);
    }

    private static ConfigMap Map(string ns, string name) => new() { Metadata = new() { Name = name, Namespace = ns }, Data = ValueMap.Of("k", "v") };

    private static Pod Pod(string ns, string name) => new() { Metadata = new() { Name = name, Namespace = ns }, Spec = new() { Containers = [new() { Name = "c", Image = "i" }] } };

    private async Task<T> GetAsync<T>(string path)
        where T : class, IKind<T> => ApiJson.Decode<T>(Encoding.UTF8.GetBytes((await server.GetAsync(path)).GetRawText()));
}
