using System.Buffers;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Kubesharp.Api.Core.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Network.PodNetwork;

/// <summary>
/// Gives every Node its pod ranges (spec.podCIDRs), the part of kube-controller-manager that is called node-ipam-controller. One
/// of it may run in a cluster.
/// </summary>
public sealed partial class NodeIpamController(InformerFactory informers, NodeIpamOptions options, TimeProvider time, ILoggerFactory logs) : IComponent
{
    private readonly ILogger _logger = logs.CreateLogger<NodeIpamController>();
    private readonly IInformer<Node> _nodes = informers.For<Node>();
    private readonly ImmutableArray<CidrAllocator> _allocators =
    [
        .. options.ClusterCidrs.Select(c => new CidrAllocator(c, c.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? options.NodePrefixLengthIPv4 : options.NodePrefixLengthIPv6)),
    ];

    private readonly Lock _gate = new();

    /// <summary>Nodes that found every range in use; the next range that comes back is theirs.</summary>
    private readonly HashSet<string> _without = [];

    public string Name => "node-ipam-controller";

    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        using var queue = new WorkQueue<string>(time);
        await using var events = new EventRecorder(informers.Client, time, "cidrAllocator");
        using var onNodes = _nodes.AddHandler(new InformerHandler<Node>
        {
            Added = (node, _) =>
            {
                Occupy(node);
                queue.Add(node.Metadata.Name);
            },
            Updated = (old, node) =>
            {
                if (old.Spec.PodCIDRs == node.Spec.PodCIDRs && old.Spec.PodCIDR == node.Spec.PodCIDR) return;
                Occupy(node);
                queue.Add(node.Metadata.Name);
            },
            Deleted = (node, _) =>
            {
                foreach (var name in Release(node)) queue.Add(name);
            },
        });

        // Every range in use has to be known before the first is given out.
        await _nodes.WaitForSyncAsync(cancellationToken);
        ready();
        await new ControllerLoop<string>(Name, queue, 1, (name, token) => AssignAsync(name, events, token), _logger).RunAsync(cancellationToken);
    }

    private async Task<ReconcileResult> AssignAsync(string name, EventRecorder events, CancellationToken cancellationToken)
    {
        if (_nodes.Get("", name) is not { } node || !NodeRanges.Of(node).IsEmpty) return ReconcileResult.Done;
        var ranges = Allocate(name);
        if (ranges.IsEmpty)
        {
            Log.NotAvailable(_logger, name);
            events.Event(node, "Normal", "CIDRNotAvailable", $"Node {name} status is now: CIDRNotAvailable");
            return ReconcileResult.Done;
        }

        try
        {
            await informers.Client.For<Node>().PatchAsync("", name, PatchType.StrategicMerge, Patch(ranges), cancellationToken);
        }
        catch
        {
            lock (_gate) Free(ranges);
            throw;
        }

        Log.Assigned(_logger, name, string.Join(", ", ranges));
        return ReconcileResult.Done;
    }

    private ImmutableArray<IPNetwork> Allocate(string node)
    {
        lock (_gate)
        {
            var ranges = ImmutableArray.CreateBuilder<IPNetwork>(_allocators.Length);
            foreach (var allocator in _allocators)
            {
                if (allocator.Allocate() is { } range) ranges.Add(range);
            }

            if (ranges.Count == _allocators.Length)
            {
                _without.Remove(node);
                return ranges.ToImmutable();
            }

            _without.Add(node);
            Free(ranges.ToImmutable());
            return [];
        }
    }

    private void Free(ImmutableArray<IPNetwork> ranges)
    {
        foreach (var range in ranges)
        {
            foreach (var allocator in _allocators) allocator.Release(range);
        }
    }

    private void Occupy(Node node)
    {
        lock (_gate)
        {
            foreach (var range in NodeRanges.Of(node))
            {
                foreach (var allocator in _allocators) allocator.Occupy(range);
            }
        }
    }

    private string[] Release(Node node)
    {
        lock (_gate)
        {
            Free(NodeRanges.Of(node));
            _without.Remove(node.Metadata.Name);
            return [.. _without];
        }
    }

    private static ReadOnlyMemory<byte> Patch(ImmutableArray<IPNetwork> ranges)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("spec");
            json.WriteString("podCIDR", ranges[0].ToString());
            json.WriteStartArray("podCIDRs");
            foreach (var range in ranges) json.WriteStringValue(range.ToString());
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Node {Node} has the pod ranges {Ranges}")]
        public static partial void Assigned(ILogger logger, string node, string ranges);

        [LoggerMessage(2, LogLevel.Warning, "Node {Node} gets no pod range: all are in use")]
        public static partial void NotAvailable(ILogger logger, string node);
    }
}
