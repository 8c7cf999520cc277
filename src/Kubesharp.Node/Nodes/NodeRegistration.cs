using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Eviction;
using Kubesharp.Node.Pods;
using Microsoft.Extensions.Logging;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Node.Nodes;

/// <summary>Makes the Node object and keeps its status true.</summary>
internal sealed partial class NodeRegistration(
    KubernetesClient client,
    ICriRuntime runtime,
    ICriImages images,
    RuntimeEvents runtimeEvents,
    RuntimeHealth health,
    EventRecorder events,
    NodeAgentOptions options,
    NodeFacts facts,
    PressureMonitor monitor,
    TimeProvider time,
    ILogger<NodeRegistration> logger)
{
    /// <summary>The version a node says it is of: that of Kubernetes that is spoken.</summary>
    internal static readonly string Version = "v" + typeof(NodeRegistration).Assembly.GetName().Version!.ToString(3);

    /// <summary>A node that is not ready yet looks this often, so that it becomes ready without delay.</summary>
    private static readonly TimeSpan StartupPeriod = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan SilentTooLong = TimeSpan.FromMinutes(3);

    private readonly ResourceClient<Api.Core.V1.Node> _nodes = client.For<Api.Core.V1.Node>();

    private volatile Api.Core.V1.Node? _node;
    private DateTimeOffset _lastWrite;

    /// <summary>The Node as last written or seen; null before it is registered.</summary>
    public Api.Core.V1.Node? Current => _node;

    /// <summary>Takes over a newer version of the Node that the API server sent.</summary>
    public void Observe(Api.Core.V1.Node node) => _node = node;

    /// <summary>Registers the node, trying until it succeeds.</summary>
    public async Task RegisterAsync(CancellationToken cancel)
    {
        var wait = FirstRetry;
        while (true)
        {
            try
            {
                _node = await RegisterOnceAsync(cancel);
                _lastWrite = time.GetUtcNow();
                events.Event(Reference(), EventTypes.Normal, "Starting", "Starting kubelet.");
                Log.Registered(logger, options.NodeName);
                return;
            }
            catch (Exception e) when (e is StatusException or HttpRequestException or IOException)
            {
                Log.RegistrationFailed(logger, options.NodeName, e);
                await Task.Delay(wait, time, cancel);
                wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LongestRetry.Ticks));
            }
        }
    }

    /// <summary>Keeps the status true until cancelled.</summary>
    /// <param name="ready">Called once, when the node has been reported ready.</param>
    /// <param name="cancel">Ends the loop.</param>
    public async Task RunAsync(Action ready, CancellationToken cancel)
    {
        var reported = false;
        while (true)
        {
            try
            {
                var isReady = await UpdateAsync(cancel);
                if (isReady && !reported)
                {
                    reported = true;
                    ready();
                }

                await Task.Delay(isReady ? options.StatusUpdatePeriod : StartupPeriod, time, cancel);
            }
            catch (StatusException e) when (e.IsNotFound)
            {
                // Somebody deleted the Node, and would not want it back at once: only an agent that starts registers.
                Log.Vanished(logger, options.NodeName, e);
                await Task.Delay(options.StatusUpdatePeriod, time, cancel);
            }
            catch (Exception e) when (e is StatusException or HttpRequestException or IOException)
            {
                Log.UpdateFailed(logger, options.NodeName, e);
                await Task.Delay(options.StatusUpdatePeriod / 5, time, cancel);
            }
        }
    }

    /// <summary>Tells that pods are ended to free a resource.</summary>
    public void AnnounceEviction(string resource) => Warn("EvictionThresholdMet", $"Attempting to reclaim {resource}");

    /// <summary>Warns of something about the node.</summary>
    public void Warn(string reason, string message) => events.Event(Reference(), EventTypes.Warning, reason, message);

    private async Task<Api.Core.V1.Node> RegisterOnceAsync(CancellationToken cancel)
    {
        var labels = NodeStatusBuilder.Labels(options, facts);
        var status = NodeStatusBuilder.Build(NodeStatus.Empty, await LookAsync(cancel));
        var node = new Api.Core.V1.Node
        {
            Metadata = new ObjectMeta
            {
                Name = options.NodeName,
                Labels = labels,
                Annotations = ValueMap.Of("volumes.kubernetes.io/controller-managed-attach-detach", "true"),
            },
            Spec = new NodeSpec { Taints = options.RegisterWithTaints },
            Status = status,
        };
        try
        {
            return await _nodes.CreateAsync(node, cancel);
        }
        catch (StatusException e) when (e.IsAlreadyExists)
        {
            Log.KnownAlready(logger, options.NodeName, e);
        }

        // Labels that people gave the Node stay; the agent's own are put right.
        var known = await _nodes.GetAsync("", options.NodeName, cancel);
        var merged = known.Metadata.Labels.Merge(labels);
        if (merged != known.Metadata.Labels)
            known = await _nodes.UpdateAsync(known with { Metadata = known.Metadata with { Labels = merged } }, cancel);
        return await WriteAsync(known, NodeStatusBuilder.Build(known.Status, await LookAsync(cancel)), cancel);
    }

    /// <returns>True when the node is ready.</returns>
    private async Task<bool> UpdateAsync(CancellationToken cancel)
    {
        var input = await LookAsync(cancel);
        var node = _node!;
        var status = NodeStatusBuilder.Build(node.Status, input);
        var due = time.GetUtcNow() - _lastWrite >= options.StatusReportPeriod;
        if (due || !NodeStatusBuilder.OnlyHeartbeatsDiffer(node.Status, status))
        {
            _node = await WriteAsync(node, status, cancel);
            _lastWrite = time.GetUtcNow();
            Announce(node.Status, status);
        }

        return input.Problems.Count == 0;
    }

    private async Task<Api.Core.V1.Node> WriteAsync(Api.Core.V1.Node node, NodeStatus status, CancellationToken cancel)
    {
        using var body = new MemoryStream();
        await using (var json = new Utf8JsonWriter(body, ApiJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata");
            json.WriteString("uid", node.Metadata.Uid);
            json.WriteEndObject();
            json.WritePropertyName("status");
            status.WriteJson(json);
            json.WriteEndObject();
        }

        return await _nodes.PatchAsync("", options.NodeName, PatchType.StrategicMerge, body.ToArray(), cancel, "status");
    }

    private async Task<NodeStatusInput> LookAsync(CancellationToken cancel)
    {
        var problems = new List<string>();
        var version = new VersionResponse();
        IReadOnlyList<Image> present = [];
        try
        {
            version = await runtime.VersionAsync(cancel);
            present = await images.ListImagesAsync(cancel);
            CheckConditions((await runtime.StatusAsync(verbose: false, cancel)).Status, problems);
            health.RuntimeName = version.RuntimeName;
        }
        catch (GrpcException e)
        {
            problems.Add($"container runtime is down: {e.Message}");
        }

        var silent = time.GetUtcNow() - runtimeEvents.LastRelist;
        if (runtimeEvents.LastRelist != default && silent > SilentTooLong)
            problems.Add($"PLEG is not healthy: pleg was last seen active {GoDuration.Format(silent)} ago; threshold is {GoDuration.Format(SilentTooLong)}");
        return new NodeStatusInput
        {
            Options = options,
            Facts = facts,
            Now = time.GetUtcNow(),
            Pressure = monitor.Look(),
            Problems = problems,
            Runtime = version,
            Images = present,
            KubeletVersion = Version,
        };
    }

    private void CheckConditions(RuntimeStatus status, List<string> problems)
    {
        string? network = null;
        string? runtimeProblem = null;
        foreach (var condition in status.Conditions)
        {
            if (condition.Status) continue;
            var text = $"{condition.Type}=false reason:{condition.Reason} message:{condition.Message}";
            if (condition.Type == "NetworkReady") network = text;
            else if (condition.Type == "RuntimeReady") runtimeProblem = text;
        }

        health.NetworkProblem = network is null ? null : $"container runtime network not ready: {network}";
        if (runtimeProblem is not null) problems.Add($"container runtime not ready: {runtimeProblem}");
        if (network is not null) problems.Add($"container runtime network not ready: {network}");
    }

    private void Announce(NodeStatus before, NodeStatus after)
    {
        foreach (var condition in after.Conditions)
        {
            if (before.GetCondition(condition.Type)?.Status == condition.Status) continue;
            var holds = condition.Status == ConditionStatus.True;
            var reason = condition.Type switch
            {
                NodeConditionType.Ready => holds ? "NodeReady" : "NodeNotReady",
                NodeConditionType.MemoryPressure => holds ? "NodeHasInsufficientMemory" : "NodeHasSufficientMemory",
                NodeConditionType.DiskPressure => holds ? "NodeHasDiskPressure" : "NodeHasNoDiskPressure",
                NodeConditionType.PIDPressure => holds ? "NodeHasInsufficientPID" : "NodeHasSufficientPID",
                _ => "",
            };
            if (reason.Length > 0) events.Event(Reference(), EventTypes.Normal, reason, $"Node {options.NodeName} status is now: {reason}");
        }
    }

    /// <summary>Events of the agent name the Node by its name in place of its UID, as the kubelet's do; describe looks for both.</summary>
    private ObjectReference Reference() => new() { Kind = "Node", Name = options.NodeName, Uid = options.NodeName };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Registered node {node}", EventName = "NodeRegistered")]
        public static partial void Registered(ILogger logger, string node);

        [LoggerMessage(2, LogLevel.Warning, "Node {node} could not be registered", EventName = "NodeRegistrationFailed")]
        public static partial void RegistrationFailed(ILogger logger, string node, Exception e);

        [LoggerMessage(3, LogLevel.Debug, "Node {node} exists already", EventName = "NodeKnown")]
        public static partial void KnownAlready(ILogger logger, string node, Exception e);

        [LoggerMessage(4, LogLevel.Warning, "Node {node} was deleted; it is registered again when the agent is restarted", EventName = "NodeVanished")]
        public static partial void Vanished(ILogger logger, string node, Exception e);

        [LoggerMessage(5, LogLevel.Warning, "Status of node {node} was not written", EventName = "NodeUpdateFailed")]
        public static partial void UpdateFailed(ILogger logger, string node, Exception e);
    }
}
