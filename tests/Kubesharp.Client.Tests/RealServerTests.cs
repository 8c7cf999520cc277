using System.Net;
using System.Threading.Channels;
using Kubesharp.Api;
using Kubesharp.Api.Coordination.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client.Tests.Configuration;
using Kubesharp.Server.Hosting;
using Kubesharp.Store.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Client.Tests;

/// <summary>The client against the project's own API server, in the same process and over HTTPS.</summary>
public sealed class RealServerTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly InMemoryStore _store = new(TimeProvider.System);
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
    private readonly List<IDisposable> _transports = [];
    private ApiServer? _server;

    private CancellationToken Cancel => _patience.Token;

    public async Task InitializeAsync()
    {
        var options = new ApiServerOptions { DataDirectory = _folder.Path, Listen = new IPEndPoint(IPAddress.Loopback, 0) };
        _server = await ApiServer.CreateAsync(options, _store, TimeProvider.System, NullLoggerFactory.Instance);
        await _server.StartAsync(Cancel);
        await _server.Ready.WaitAsync(Cancel);
    }

    public async Task DisposeAsync()
    {
        await _patience.CancelAsync();
        foreach (var transport in _transports) transport.Dispose();
        await _server!.DisposeAsync();
        await _store.DisposeAsync();
        _patience.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("records")]
    [InlineData("protobuf")]
    [InlineData("json")]
    public async Task Resource_WholeLife_IsAsTheServerHasIt(string form)
    {
        var maps = Client(form).For<ConfigMap>();

        var created = await maps.CreateAsync(Map("a", "1"), Cancel);
        Assert.NotEmpty(created.Metadata.Uid);
        Assert.True(Assert.IsType<StatusException>(await Record.ExceptionAsync(() => maps.CreateAsync(Map("a", "1"), Cancel))).IsAlreadyExists);
        var updated = await maps.UpdateAsync(created with { Data = ValueMap.Of("value", "2") }, Cancel);
        Assert.True(Assert.IsType<StatusException>(await Record.ExceptionAsync(() => maps.UpdateAsync(created with { Data = default }, Cancel))).IsConflict);
        Assert.Equal("configmaps \"none\" not found", Assert.IsType<StatusException>(await Record.ExceptionAsync(() => maps.GetAsync("default", "none", Cancel))).Message);
        Assert.Equal(updated, await maps.GetAsync("default", "a", Cancel));
        var dry = await maps.CreateAsync(Map("dry", "1"), Cancel, new WriteQuery { DryRun = true });
        Assert.Equal("dry", dry.Metadata.Name);
        Assert.Null(await maps.TryGetAsync("default", "dry", Cancel));
        var wrong = DeleteOptions.Empty with { Preconditions = Preconditions.Empty with { Uid = "other" } };
        Assert.True(Assert.IsType<StatusException>(await Record.ExceptionAsync(() => maps.DeleteAsync("default", "a", Cancel, wrong))).IsConflict);
        await maps.DeleteAsync("default", "a", Cancel);
        Assert.Null(await maps.TryGetAsync("default", "a", Cancel));
    }

    [Theory]
    [InlineData("records")]
    [InlineData("protobuf")]
    [InlineData("json")]
    public async Task List_Pages_GiveEverythingOnce(string form)
    {
        var maps = Client(form).For<ConfigMap>();
        for (var i = 0; i < 7; i++) await maps.CreateAsync(Map($"m{i}", "x"), Cancel);

        var names = new List<string>();
        var query = new ListQuery { Limit = 3 };
        ObjectList<ConfigMap> page;
        do
        {
            page = await maps.ListAsync("default", query, Cancel);
            names.AddRange(page.Items.Select(item => item.Metadata.Name));
            query = query with { Continue = page.Continue };
        }
        while (page.Continue.Length > 0);

        Assert.Equal([.. Enumerable.Range(0, 7).Select(i => $"m{i}")], names.Where(name => name.StartsWith('m')));
        await maps.DeleteCollectionAsync("default", new ListQuery { FieldSelector = "metadata.name=m3" }, Cancel);
        Assert.Null(await maps.TryGetAsync("default", "m3", Cancel));
        Assert.NotNull(await maps.TryGetAsync("default", "m4", Cancel));
    }

    [Theory]
    [InlineData("records")]
    [InlineData("protobuf")]
    [InlineData("json")]
    public async Task Patches_EveryKind_GiveTheWantedObject(string form)
    {
        var client = Client(form);
        var nodes = client.For<Node>();
        var before = await nodes.CreateAsync(
            Node.Empty with
            {
                Metadata = ObjectMeta.Empty with { Name = "n1", Labels = ValueMap.Of("a", "1"), Finalizers = ["example.com/x", "example.com/y"] },
                Spec = NodeSpec.Empty with { Taints = [Taint("one"), Taint("two")] },
            },
            Cancel);

        var merged = await nodes.PatchDifferenceAsync(before, before with { Metadata = before.Metadata with { Labels = ValueMap.Of("b", "2") } }, "", Cancel);
        Assert.Equal(ValueMap.Of("b", "2"), merged.Metadata.Labels);
        var wanted = merged with { Metadata = merged.Metadata with { Finalizers = ["example.com/y"] }, Spec = merged.Spec with { Taints = [Taint("three"), Taint("two")] } };
        var strategic = await nodes.PatchAsync("", "n1", PatchType.StrategicMerge, PatchBuilder.StrategicMergePatch(merged, wanted), Cancel);
        Assert.Equal(wanted.Metadata.Finalizers, strategic.Metadata.Finalizers);
        Assert.Equal(["two", "three"], strategic.Spec.Taints.Select(taint => taint.Key).OrderDescending());
        var json = await nodes.PatchAsync("", "n1", PatchType.Json, PatchBuilder.JsonPatch(strategic, strategic with { Metadata = strategic.Metadata with { Finalizers = default, Labels = strategic.Metadata.Labels.Set("c/d", "e") } }), Cancel);
        Assert.Equal("e", json.Metadata.Labels["c/d"]);
        Assert.Empty(json.Metadata.Finalizers);
        var status = await nodes.PatchStatusAsync(json, json with { Status = json.Status with { Phase = "Running" } }, Cancel);
        Assert.Equal("Running", status.Status.Phase);
        var applied = await nodes.ApplyAsync(Node.Empty with { Metadata = ObjectMeta.Empty with { Name = "n1", Labels = ValueMap.Of("applied", "yes") } }, "applier", Cancel);
        Assert.Equal("yes", applied.Metadata.Labels["applied"]);
        Assert.Contains(applied.Metadata.ManagedFields, entry => entry.Manager == "applier" && entry.Operation == "Apply");
        var gone = await nodes.ApplyAsync(Node.Empty with { Metadata = ObjectMeta.Empty with { Name = "n1" } }, "applier", Cancel);
        Assert.False(gone.Metadata.Labels.ContainsKey("applied"));
        Assert.Equal("Running", gone.Status.Phase);
    }

    [Theory]
    [InlineData("records")]
    [InlineData("protobuf")]
    [InlineData("json")]
    public async Task Informer_Changes_ArriveInOrder(string form)
    {
        var client = Client(form);
        var maps = client.For<ConfigMap>();
        await maps.CreateAsync(Map("before", "1"), Cancel);
        var informers = new InformerFactory(client, TimeProvider.System, NullLoggerFactory.Instance);
        var informer = informers.For<ConfigMap>("default");
        var metadata = informers.ForMetadata(ConfigMap.Resource.Gvr, "default");
        var calls = Channel.CreateUnbounded<string>();
        informer.AddHandler(new InformerHandler<ConfigMap>
        {
            Added = (value, initial) => calls.Writer.TryWrite($"+{value.Metadata.Name} {initial}"),
            Updated = (old, value) => calls.Writer.TryWrite($"~{value.Metadata.Name} {old.Data["value"]}->{value.Data["value"]}"),
            Deleted = (last, stale) => calls.Writer.TryWrite($"-{last.Metadata.Name} {stale}"),
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = informers.RunAsync(stop.Token);
        await informers.WaitForSyncAsync(Cancel);
        Assert.NotNull(metadata.Get("default", "before"));

        var created = await maps.CreateAsync(Map("m", "1"), Cancel);
        await maps.UpdateAsync(created with { Data = ValueMap.Of("value", "2") }, Cancel);
        await maps.DeleteAsync("default", "m", Cancel);

        Assert.Equal("+before True", await NextAsync(calls, "before"));
        Assert.Equal("+m False", await NextAsync(calls, "m"));
        Assert.Equal("~m 1->2", await NextAsync(calls, "m"));
        Assert.Equal("-m False", await NextAsync(calls, "m"));
        Assert.Null(informer.Get("default", "m"));
        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData("records")]
    [InlineData("protobuf")]
    [InlineData("json")]
    public async Task Binding_PodOfTheScheduler_IsBound(string form)
    {
        var client = Client(form);
        await client.For<ServiceAccount>().CreateAsync(ServiceAccount.Empty with { Metadata = ObjectMeta.Empty with { Name = "default", Namespace = "default" } }, Cancel);
        var pods = client.For<Pod>();
        var pod = await pods.CreateAsync(
            Pod.Empty with
            {
                Metadata = ObjectMeta.Empty with { Name = "p", Namespace = "default" },
                Spec = PodSpec.Empty with { Containers = [Container.Empty with { Name = "c", Image = "i" }] },
            },
            Cancel);

        var binding = Binding.Empty with { Metadata = ObjectMeta.Empty with { Name = "p", Uid = pod.Metadata.Uid }, Target = ObjectReference.Empty with { Kind = "Node", Name = "n" } };
        var status = await pods.CreateSubresourceAsync<Binding, Status>("default", "p", "binding", binding, Cancel);

        Assert.Equal("Success", status.Outcome);
        var bound = await pods.GetAsync("default", "p", Cancel);
        Assert.Equal("n", bound.Spec.NodeName);
        var running = await pods.UpdateStatusAsync(bound with { Status = bound.Status with { Phase = "Running" } }, Cancel);
        Assert.Equal("Running", running.Status.Phase);
        var error = Assert.IsType<StatusException>(await Record.ExceptionAsync(() => pods.CreateSubresourceAsync<Binding, Status>("default", "p", "binding", binding, Cancel)));
        Assert.True(error.IsConflict);
    }

    [Theory]
    [InlineData("records")]
    [InlineData("protobuf")]
    [InlineData("json")]
    public async Task Watch_FromTheStart_HasBookmarkAndEnd(string form)
    {
        var maps = Client(form).For<ConfigMap>();
        await maps.CreateAsync(Map("a", "1"), Cancel);
        var query = new ListQuery { FieldSelector = "metadata.name=a", SendInitialEvents = true, ResourceVersionMatch = "NotOlderThan", AllowWatchBookmarks = true };

        var events = new List<WatchEvent<ConfigMap>>();
        await foreach (var change in maps.WatchAsync("default", query, Cancel))
        {
            events.Add(change);
            if (change.Type == WatchEventType.Bookmark) await maps.DeleteAsync("default", "a", Cancel);
            if (change.Type == WatchEventType.Deleted) break;
        }

        Assert.Equal([WatchEventType.Added, WatchEventType.Bookmark, WatchEventType.Deleted], events.Select(change => change.Type));
        Assert.Equal("1", events[2].Object.Data["value"]);
        Assert.Equal("true", events[1].Object.Metadata.Annotations["k8s.io/initial-events-end"]);
        Assert.NotEmpty(events[1].Object.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task Informer_RightsMissing_SyncsWhenTheyAreGranted()
    {
        var factory = new InformerFactory(new KubernetesClient(_server!.ConnectAs("stranger"), TimeProvider.System), TimeProvider.System, NullLoggerFactory.Instance);
        var informer = factory.For<ConfigMap>("default");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = factory.RunAsync(stop.Token);

        await Client("records").For<Api.Rbac.V1.ClusterRoleBinding>().CreateAsync(
            Api.Rbac.V1.ClusterRoleBinding.Empty with
            {
                Metadata = ObjectMeta.Empty with { Name = "stranger" },
                RoleRef = Api.Rbac.V1.RoleRef.Empty with { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = "cluster-admin" },
                Subjects = [Api.Rbac.V1.Subject.Empty with { Kind = "User", ApiGroup = "rbac.authorization.k8s.io", Name = "stranger" }],
            },
            Cancel);

        await informer.WaitForSyncAsync(Cancel);
        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData("records")]
    [InlineData("protobuf")]
    [InlineData("json")]
    public async Task Events_Repeated_AreOneOnTheServer(string form)
    {
        var client = Client(form);
        await using var recorder = new EventRecorder(client, TimeProvider.System, "tester");
        var map = await client.For<ConfigMap>().CreateAsync(Map("a", "1"), Cancel);

        for (var i = 0; i < 3; i++) recorder.Event(map, EventTypes.Warning, "Odd", "it is odd");
        await recorder.FlushAsync(Cancel);

        var list = await client.For<Event>().ListAsync("default", null, Cancel);
        var stored = Assert.Single(list.Items, item => item.InvolvedObject.Uid == map.Metadata.Uid);
        Assert.Equal((3, "Odd", "Warning", "tester"), (stored.Count, stored.Reason, stored.Type, stored.ReportingComponent));
    }

    [Theory]
    [InlineData("records")]
    [InlineData("protobuf")]
    [InlineData("json")]
    public async Task LeaderElection_LeaderEnds_AnotherTakesOver(string form)
    {
        var client = Client(form);
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var one = Elector(client, "one").RunAsync(
            async token =>
            {
                first.SetResult();
                await Task.Delay(Timeout.Infinite, token);
            },
            stop.Token);
        await first.Task.WaitAsync(Cancel);
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var two = Elector(client, "two").RunAsync(
            _ =>
            {
                second.SetResult();
                return Task.CompletedTask;
            },
            Cancel);
        await stop.CancelAsync();
        await one;
        await second.Task.WaitAsync(Cancel);
        await two;

        var lease = await client.For<Lease>().GetAsync("kube-system", "test", Cancel);
        Assert.Equal(("", 1), (lease.Spec.HolderIdentity ?? "", lease.Spec.LeaseTransitions));
    }

    [Fact]
    public async Task Https_UserOfAnotherCluster_IsUnauthorized()
    {
        using var transport = new HttpApiTransport(new Uri(_server!.Url), Insecure(), ApiCredential.Token("nonsense"));
        var client = new KubernetesClient(transport, TimeProvider.System);

        var error = Assert.IsType<StatusException>(await Record.ExceptionAsync(() => client.For<ConfigMap>().GetAsync("default", "a", Cancel)));
        Assert.True(error.IsUnauthorized);
    }

    private static ConfigMap Map(string name, string value) => ConfigMap.Empty with
    {
        Metadata = ObjectMeta.Empty with { Name = name, Namespace = "default" },
        Data = ValueMap.Of("value", value),
    };

    private static Taint Taint(string key) => Api.Core.V1.Taint.Empty with { Key = key, Effect = "NoSchedule" };

    private static SocketsHttpHandler Insecure()
    {
        var handler = HttpApiTransport.CreateHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        return handler;
    }

    private static LeaderElector Elector(KubernetesClient client, string name) => new(
        client,
        new LeaderElectionOptions
        {
            Namespace = "kube-system",
            Name = "test",
            Identity = name,
            LeaseDuration = TimeSpan.FromSeconds(3),
            RenewDeadline = TimeSpan.FromSeconds(2),
            RetryPeriod = TimeSpan.FromMilliseconds(50),
        },
        TimeProvider.System);

    /// <summary>The next call about an object; the server has config maps of its own.</summary>
    private async Task<string> NextAsync(Channel<string> calls, string name)
    {
        while (true)
        {
            var call = await calls.Reader.ReadAsync(Cancel);
            if (call[1..].StartsWith(name + " ", StringComparison.Ordinal)) return call;
        }
    }

    /// <summary>A client that exchanges records in the process, or protobuf or JSON over HTTPS.</summary>
    private KubernetesClient Client(string form)
    {
        if (form == "records") return new KubernetesClient(_server!.ConnectAs("admin", "system:masters"), TimeProvider.System);
        var config = KubeConfig.Load(_server!.AdminKubeconfig).Resolve();
        var transport = config.CreateTransport(TimeProvider.System, speaksProtobuf: form == "protobuf");
        _transports.Add(transport);
        return new KubernetesClient(transport, TimeProvider.System);
    }
}
