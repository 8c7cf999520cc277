using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Client;
using Kubesharp.Server.Hosting;
using Kubesharp.Store.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Scheduler.Tests.Vectors;

/// <summary>
/// Replays a recorded cluster through a whole API server and its scheduler, and compares what a client sees: what is stored of a pod, where it
/// goes, its condition, its events, nominations, and what becomes of victims. Among equally good nodes a pod is moved to the recorded one.
/// </summary>
internal sealed class ServerReplay : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "kubesharp-replay-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly CancellationTokenSource _stop = new();
    private readonly InMemoryStore _store = new(TimeProvider.System);
    private readonly Dictionary<string, string> _uids = [];
    private readonly Dictionary<string, JsonElement> _pods = [];
    private readonly SeenObjects _seen = new();
    private readonly VectorSeed _seed;
    private ApiServer _server = null!;
    private KubernetesClient _client = null!;
    private Task _scheduling = Task.CompletedTask;
    private string _step = "";

    private ServerReplay(VectorSeed seed) => _seed = seed;

    public List<string> Differences { get; } = [];

    public int Decisions { get; private set; }

    private CancellationToken Cancel => _stop.Token;

    public static async Task<ServerReplay> RunAsync(VectorSeed seed, TimeSpan patience)
    {
        await using var replay = new ServerReplay(seed);
        replay._stop.CancelAfter(patience);
        replay._step = $"seed {seed.Number} ({seed.Topic})";
        try
        {
            await replay.StartAsync();
            await replay.SetupAsync();
            var index = 0;
            foreach (var step in seed.Items("steps"))
            {
                replay._step = $"seed {seed.Number} ({seed.Topic}) step {index++}";
                await replay.StepAsync(step);
            }
        }
        catch (Exception e) when (e is StatusException or OperationCanceledException)
        {
            replay.Differ($"stopped: {e.Message}");
        }

        return replay;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _scheduling;
        await _server.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        _stop.Dispose();
    }

    private async Task StartAsync()
    {
        Directory.CreateDirectory(_folder);
        var options = new ApiServerOptions { DataDirectory = _folder, Listen = new IPEndPoint(IPAddress.Loopback, 0) };
        _server = await ApiServer.CreateAsync(options, _store, TimeProvider.System, NullLoggerFactory.Instance);
        await _server.StartAsync(Cancel);
        _client = new KubernetesClient(_server.ConnectAs("admin", "system:masters"), TimeProvider.System);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _scheduling = ScheduleAsync(ready);
        await ready.Task.WaitAsync(Cancel);
    }

    private async Task ScheduleAsync(TaskCompletionSource ready)
    {
        var client = new KubernetesClient(_server.ConnectAs("system:kube-scheduler"), TimeProvider.System);
        var informers = new InformerFactory(client, TimeProvider.System, NullLoggerFactory.Instance);

        // What a preemptor waits for is that its victims go, not that a second passes.
        var options = new SchedulerOptions { InitialBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(10) };
        await using var scheduler = new SchedulerComponent(client, informers, TimeProvider.System, NullLoggerFactory.Instance, new Random(_seed.Number), options);
        var following = informers.RunAsync(Cancel);
        await scheduler.RunAsync(FollowAndStart, Cancel);
        await following;

        // Whoever comes last hears of a change when the scheduler has it already.
        void FollowAndStart()
        {
            _seen.Follow(informers.For<Kubesharp.Api.Core.V1.Node>());
            _seen.Follow(informers.For<Namespace>());
            _seen.Follow(informers.For<Service>());
            _seen.Follow(informers.For<ReplicaSet>());
            _seen.Follow(informers.For<PodDisruptionBudget>());
            _seen.Follow(informers.For<Pod>());
            ready.SetResult();
        }
    }

    private async Task SetupAsync()
    {
        foreach (var ns in _seed.Entries("namespaces"))
        {
            if (ns.Name is not ("default" or "kube-system")) await PostAsync("/api/v1/namespaces", new() { ["metadata"] = new JsonObject { ["name"] = ns.Name } });
            await SeenAsync<Namespace>(await MergeAsync($"/api/v1/namespaces/{ns.Name}", new() { ["metadata"] = new JsonObject { ["labels"] = Node(ns.Value) } }));
            await PostAsync($"/api/v1/namespaces/{ns.Name}/serviceaccounts", new() { ["metadata"] = new JsonObject { ["name"] = "default" } });
        }

        foreach (var node in _seed.Items("nodes")) await SetNodeAsync(node);
        foreach (var value in _seed.Items("services"))
            await SeenAsync<Service>(await PostAsync(In(value, "/api/v1", "services"), Object(value, new() { ["selector"] = Node(value, "selector"), ["ports"] = new JsonArray(new JsonObject { ["port"] = 80 }) })));
        foreach (var value in _seed.Items("replicasets")) await CreateReplicaSetAsync(value);
        foreach (var value in _seed.Entries("priorityClasses")) await PostAsync("/apis/scheduling.k8s.io/v1/priorityclasses", Named(value));
        foreach (var value in _seed.Items("pdbs")) await CreateBudgetAsync(value);
        foreach (var value in _seed.Items("existingPods")) await PlaceAsync(value, Text(value.GetProperty("spec"), "nodeName"), Text(value, "startTime"));
    }

    private async Task CreateReplicaSetAsync(JsonElement value)
    {
        var template = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = Node(value.GetProperty("selector"), "matchLabels") },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "app" }) },
        };
        var spec = new JsonObject { ["replicas"] = 0, ["selector"] = Node(value, "selector"), ["template"] = template };
        var created = await PostAsync(In(value, "/apis/apps/v1", "replicasets"), Object(value, spec));
        _uids[Text(value, "uid")] = (string)created["metadata"]!["uid"]!;
        await SeenAsync<ReplicaSet>(created);
    }

    private async Task CreateBudgetAsync(JsonElement value)
    {
        var path = In(value, "/apis/policy/v1", "poddisruptionbudgets");
        var budget = await PostAsync(path, Object(value, new() { ["selector"] = Node(value, "selector"), ["maxUnavailable"] = 1 }));
        budget["status"] = new JsonObject
        {
            ["disruptionsAllowed"] = value.GetProperty("disruptionsAllowed").GetInt32(),
            ["currentHealthy"] = 0,
            ["desiredHealthy"] = 0,
            ["expectedPods"] = 0,
            ["observedGeneration"] = 1,
        };
        await SeenAsync<PodDisruptionBudget>(await SendAsync("PUT", $"{path}/{Text(value, "name")}/status", budget));
    }

    /// <summary>Creates the node, or makes it as it is said to be now. A new one would be tainted until it is known to be ready.</summary>
    private async Task SetNodeAsync(JsonElement value)
    {
        var path = "/api/v1/nodes/" + Text(value, "name");
        var wanted = Object(value, Part("taints", "unschedulable"));
        wanted["status"] = Part("allocatable", "images", "declaredFeatures");
        var there = await _client.For<Kubesharp.Api.Core.V1.Node>().TryGetAsync("", Text(value, "name"), Cancel);
        var revision = there?.Metadata.ResourceVersion ?? (string)(await PostAsync("/api/v1/nodes", Copy(wanted)))["metadata"]!["resourceVersion"]!;
        foreach (var part in (string[])[path, path + "/status"])
        {
            wanted["metadata"]!["resourceVersion"] = revision;
            var written = await SendAsync("PUT", part, Copy(wanted));
            revision = (string)written["metadata"]!["resourceVersion"]!;
            await SeenAsync<Kubesharp.Api.Core.V1.Node>(written);
        }

        JsonObject Part(params string[] names)
        {
            var part = new JsonObject();
            foreach (var name in names)
            {
                if (value.TryGetProperty(name, out var field)) part[name] = Node(field);
            }

            return part;
        }
    }

    private async Task StepAsync(JsonElement step)
    {
        if (step.TryGetProperty("pod", out var pod))
        {
            var result = step.GetProperty("result");
            _pods[Key(pod)] = pod;
            _step += " " + Key(pod);
            if (result.TryGetProperty("preset", out _))
            {
                await PlaceAsync(pod, Text(pod.GetProperty("spec"), "nodeName"), Text(result, "startTime"));
                return;
            }

            var created = await CreateAsync(pod, null);
            foreach (var field in step.TryGetProperty("stored", out var stored) ? stored.EnumerateObject() : default)
            {
                if (!IsPartOf(Node(field.Value), created["spec"]![field.Name])) Differ($"stored {field.Name}: expected {field.Value}, got {created["spec"]![field.Name]}");
            }

            await ExpectAsync(pod, result);
        }
        else if (step.TryGetProperty("ungate", out var ungated))
        {
            _step += " " + ungated.GetString();
            await MergeAsync(PathOf(ungated.GetString()!), new() { ["spec"] = new JsonObject { ["schedulingGates"] = null } });
            await ExpectAsync(_pods[ungated.GetString()!], step.GetProperty("result"));
        }
        else if (step.TryGetProperty("delete", out var deleted))
        {
            await RemoveAsync(deleted.GetString()!);
        }
        else if (step.TryGetProperty("terminating", out var terminating))
        {
            var path = PathOf(terminating.GetString()!);
            await MergeAsync(path, new() { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray("example.com/hold") } });
            await SeenAsync<Pod>(await SendAsync("DELETE", path, new() { ["gracePeriodSeconds"] = 300 }));
        }
        else if (step.TryGetProperty("node", out var node))
        {
            if (node.TryGetProperty("remove", out _))
            {
                await SendAsync("DELETE", "/api/v1/nodes/" + Text(node, "name"), null);
                await _seen.GoneAsync<Kubesharp.Api.Core.V1.Node>("/" + Text(node, "name"), Cancel);
            }
            else
            {
                await SetNodeAsync(node);
            }
        }
        else if (step.TryGetProperty("terminated", out var gone))
        {
            foreach (var key in gone.EnumerateArray()) await RemoveAsync(key.GetString()!);
            await ExpectAsync(_pods[Text(step, "waiting")], step.GetProperty("result"));
        }
    }

    private async Task ExpectAsync(JsonElement value, JsonElement expected)
    {
        Decisions++;
        var key = Key(value);
        var last = expected.TryGetProperty("then", out var then) ? then : expected;
        var node = Text(last, "node");
        var nomination = Text(expected, "nominatedNodeName");
        var reason = Text(expected, "reason");
        var retried = !last.TryGetProperty("notRetried", out _);
        var pod = await WaitForPodAsync(key, pod => IsDecided(pod, node.Length > 0));
        if (reason.Length > 0)
        {
            if (node.Length == 0 && !pod.IsScheduled())
            {
                var condition = pod.Status.GetCondition(PodConditionType.PodScheduled)!;
                Same("condition", (reason, Text(expected, "message")), (condition.Reason, condition.Message));
                Same("nomination", nomination, pod.Status.NominatedNodeName);
            }

            if (reason != "SchedulingGated") await WaitForEventAsync(key, "FailedScheduling", Text(expected, "message"));
            if (nomination.Length > 0) await ExpectVictimsAsync(expected, isGone: expected.TryGetProperty("then", out _));
        }

        if (node.Length > 0)
        {
            Among(last, node, pod.Spec.NodeName);
            if (pod.Spec.NodeName == node)
            {
                await SetStartTimeAsync(key, Text(last, "startTime"));
                return;
            }

            await RemoveAsync(key);
            await PlaceAsync(value, node, Text(last, "startTime"));
        }
        else if (!retried || (reason != "SchedulingGated" && nomination.Length == 0))
        {
            if (retried && pod.IsScheduled()) Differ($"placed on {pod.Spec.NodeName}, expected {Text(expected, "message")}");
            await RemoveAsync(key);
        }

        bool IsDecided(Pod pod, bool isPlacedInTheEnd)
        {
            if (pod.IsScheduled()) return true;
            if (isPlacedInTheEnd || pod.Status.GetCondition(PodConditionType.PodScheduled) is not { Status: ConditionStatus.False } condition) return false;
            if (reason != "SchedulingGated" && condition.Reason == "SchedulingGated") return false;
            return nomination.Length == 0 || pod.Status.NominatedNodeName.Length > 0;
        }
    }

    private void Among(JsonElement expected, string node, string actual)
    {
        if (!expected.TryGetProperty("nodes", out var nodes))
        {
            Same("node", node, actual);
            return;
        }

        var totals = expected.GetProperty("total").EnumerateArray().Select(total => total.GetInt64()).ToArray();
        var best = nodes.EnumerateArray().Where((_, i) => totals[i] == totals.Max()).Select(name => name.GetString()).ToArray();
        if (!best.Contains(actual)) Differ($"placed on {actual}, expected one of {string.Join(' ', best)}");
    }

    private async Task ExpectVictimsAsync(JsonElement expected, bool isGone)
    {
        foreach (var victim in expected.GetProperty("victims").EnumerateArray())
        {
            var key = victim.GetString()!;
            await WaitForEventAsync(key, "Preempted", null);
            if (isGone)
            {
                if (await FindPodAsync(key) is not null) Differ($"victim {key} is still there");
                else await _seen.GoneAsync<Pod>(key, Cancel);
                continue;
            }

            var pod = await WaitForPodAsync(key, pod => pod.IsTerminating());
            Same($"disruption of {key}", (ConditionStatus.True, "PreemptionByScheduler"), pod.Status.GetCondition(PodConditionType.DisruptionTarget) is { } target ? (target.Status, target.Reason) : default);
        }
    }

    private async Task PlaceAsync(JsonElement value, string node, string startTime)
    {
        await SeenAsync<Pod>(await CreateAsync(value, node));
        await SetStartTimeAsync(Key(value), startTime);
    }

    private async Task<JsonObject> CreateAsync(JsonElement value, string? node)
    {
        var spec = (JsonObject)Node(value, "spec")!;
        if (node is not null)
        {
            spec["nodeName"] = node;
            spec.Remove("schedulingGates");
        }

        if (spec["overhead"] is JsonObject overhead) spec["runtimeClassName"] = await RuntimeClassAsync(overhead);
        var pod = Object(value, spec);
        foreach (var owner in pod["metadata"]!["ownerReferences"] as JsonArray ?? [])
        {
            if (_uids.TryGetValue((string)owner!["uid"]!, out var uid)) owner["uid"] = uid;
        }

        return await PostAsync(In(value, "/api/v1", "pods"), pod);
    }

    /// <summary>The recordings come from a server without the admission of overheads, which a class has to bring here.</summary>
    private async Task<string> RuntimeClassAsync(JsonObject overhead)
    {
        var name = "overhead-" + string.Join('-', overhead.Select(entry => entry.Key + (string)entry.Value!)).ToLowerInvariant().Replace('.', '-');
        if (await _client.For<Kubesharp.Api.Node.V1.RuntimeClass>().TryGetAsync("", name, Cancel) is not null) return name;
        var made = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["handler"] = "any", ["overhead"] = new JsonObject { ["podFixed"] = Copy(overhead) } };
        await PostAsync("/apis/node.k8s.io/v1/runtimeclasses", made);
        return name;
    }

    private async Task SetStartTimeAsync(string key, string startTime)
    {
        if (startTime.Length > 0) await SeenAsync<Pod>(await MergeAsync(PathOf(key) + "/status", new() { ["status"] = new JsonObject { ["startTime"] = startTime } }));
    }

    private async Task RemoveAsync(string key)
    {
        if (await FindPodAsync(key) is not { } pod) return;
        if (pod.Metadata.Finalizers.Count > 0) await MergeAsync(PathOf(key), new() { ["metadata"] = new JsonObject { ["finalizers"] = null } });
        if (await FindPodAsync(key) is not null) await SendAsync("DELETE", PathOf(key), new() { ["gracePeriodSeconds"] = 0 });
        await _seen.GoneAsync<Pod>(key, Cancel);
    }

    private Task<Pod?> FindPodAsync(string key) => _client.For<Pod>().TryGetAsync(key.Split('/')[0], key.Split('/')[1], Cancel);

    private Task<Pod> WaitForPodAsync(string key, Func<Pod, bool> condition) =>
        WaitForAsync(key.Split('/')[0], $"metadata.name={key.Split('/')[1]}", condition);

    private Task<Event> WaitForEventAsync(string key, string reason, string? message) =>
        WaitForAsync<Event>(key.Split('/')[0], $"involvedObject.name={key.Split('/')[1]}", told => told.Reason == reason && (message is null || told.Message == message));

    private async Task<T> WaitForAsync<T>(string ns, string selector, Func<T, bool> condition)
        where T : class, IResource<T>
    {
        var query = new ListQuery { FieldSelector = selector };
        var list = await _client.For<T>().ListAsync(ns, query, Cancel);
        if (list.Items.FirstOrDefault(condition) is { } now) return now;
        await foreach (var change in _client.For<T>().WatchAsync(ns, query with { ResourceVersion = list.ResourceVersion }, Cancel))
        {
            if (condition(change.Object)) return change.Object;
        }

        throw new OperationCanceledException($"the watch of {selector} ended");
    }

    private Task SeenAsync<T>(JsonObject written) => _seen.SeenAsync<T>(written, Cancel);

    private Task<JsonObject> PostAsync(string path, JsonObject body) => SendAsync("POST", path, body);

    private Task<JsonObject> MergeAsync(string path, JsonObject body) => SendAsync("PATCH", path, body, MediaTypes.MergePatch);

    private async Task<JsonObject> SendAsync(string method, string path, JsonObject? body, string type = MediaTypes.Json)
    {
        var request = new ApiRequest
        {
            Method = method,
            PathAndQuery = path,
            ContentType = body is null ? "" : type,
            Body = body is null ? default : Encoding.UTF8.GetBytes(body.ToJsonString()),
        };
        return (JsonObject)JsonNode.Parse(await _client.RequestAsync(request, Cancel))!;
    }

    private static JsonObject Object(JsonElement value, JsonObject spec)
    {
        var metadata = new JsonObject { ["name"] = Text(value, "name") };
        foreach (var name in (string[])["namespace", "labels", "ownerReferences"])
        {
            if (value.TryGetProperty(name, out var field)) metadata[name] = Node(field);
        }

        return new() { ["metadata"] = metadata, ["spec"] = spec };
    }

    private static JsonObject Named(JsonProperty entry)
    {
        var value = (JsonObject)Node(entry.Value)!;
        value["metadata"] = new JsonObject { ["name"] = entry.Name };
        return value;
    }

    /// <summary>Whether everything that is expected is there; the server adds defaults.</summary>
    private static bool IsPartOf(JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (JsonObject left, JsonObject right) => left.All(field => right.ContainsKey(field.Key) && IsPartOf(field.Value, right[field.Key])),
        (JsonArray left, JsonArray right) => left.Count == right.Count && left.Zip(right).All(pair => IsPartOf(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(expected, actual),
    };

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());

    private static JsonNode? Node(JsonElement value, string name) => Node(value.GetProperty(name));

    private static JsonObject Copy(JsonObject value) => (JsonObject)value.DeepClone();

    private static string In(JsonElement value, string group, string resource) => $"{group}/namespaces/{Text(value, "namespace")}/{resource}";

    private static string PathOf(string key) => $"/api/v1/namespaces/{key.Split('/')[0]}/pods/{key.Split('/')[1]}";

    private static string Key(JsonElement pod) => $"{Text(pod, "namespace")}/{Text(pod, "name")}";

    private static string Text(JsonElement value, string name) => value.TryGetProperty(name, out var field) ? field.GetString() ?? "" : "";

    private void Same<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual)) Differ($"{what}: expected {expected}, got {actual}");
    }

    private void Differ(string text) => Differences.Add($"{_step}: {text}");
}
