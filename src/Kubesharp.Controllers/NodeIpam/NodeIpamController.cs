using System.Buffers.Binary;
using System.Net;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.NodeIpam;

/// <summary>Gives every node a part of the cluster's pod addresses.</summary>
public sealed class NodeIpamController : IController
{
    private const int NodeMask = 24;
    private readonly KubernetesClient _client;
    private readonly IInformer<Node> _nodes;
    private readonly EventRecorder _events;
    private readonly IPNetwork _cluster;
    private readonly Dictionary<int, string> _taken = [];
    private readonly WorkQueue<string> _queue;
    private readonly ControllerLoop<string> _loop;

    /// <param name="context">What controllers work with.</param>
    /// <param name="cluster">Pod addresses of the whole cluster, IPv4.</param>
    public NodeIpamController(ControllerContext context, IPNetwork cluster)
    {
        _client = context.Client;
        _cluster = cluster;
        _nodes = context.Informers.For<Node>();
        _events = new EventRecorder(context.Client, context.Time, "cidrAllocator");
        _queue = new WorkQueue<string>(context.Time);
        _loop = new ControllerLoop<string>(Name, _queue, 1, ReconcileAsync, context.Logs.CreateLogger<NodeIpamController>());
    }

    public string Name => "node-ipam-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _nodes.WaitForSyncAsync(cancellationToken);
        foreach (var node in _nodes.List()) Occupy(node);
        using var handler = _nodes.AddHandler(new InformerHandler<Node>
        {
            Added = (node, _) => _queue.Add(node.Metadata.Name),
            Updated = (_, node) => _queue.Add(node.Metadata.Name),
            Deleted = (node, _) => _queue.Add(node.Metadata.Name),
        });
        await _loop.RunAsync(cancellationToken);
    }

    private int Count => 1 << Math.Max(0, NodeMask - _cluster.PrefixLength);

    private async Task<ReconcileResult> ReconcileAsync(string name, CancellationToken cancellationToken)
    {
        if (_nodes.Get("", name) is not { } node)
        {
            foreach (var index in _taken.Where(pair => pair.Value == name).Select(pair => pair.Key).ToList()) _taken.Remove(index);
            return ReconcileResult.Done;
        }

        if (node.Spec.PodCIDR.Length > 0)
        {
            Occupy(node);
            return ReconcileResult.Done;
        }

        if (FirstFree(name) is not { } free)
        {
            _events.Event(node, EventTypes.Normal, "CIDRNotAvailable", $"Node {name} status is now: CIDRNotAvailable");
            return ReconcileResult.Done;
        }

        var cidr = Subnet(free);
        _taken[free] = name;
        var patch = System.Text.Encoding.UTF8.GetBytes($"{{\"spec\":{{\"podCIDR\":\"{cidr}\",\"podCIDRs\":[\"{cidr}\"]}}}}");
        await _client.For<Node>().PatchAsync("", name, PatchType.Merge, patch, cancellationToken);
        return ReconcileResult.Done;
    }

    private void Occupy(Node node)
    {
        if (!IPNetwork.TryParse(node.Spec.PodCIDR, out var network) || !_cluster.Contains(network.BaseAddress)) return;
        _taken[(int)((Number(network.BaseAddress) - Number(_cluster.BaseAddress)) >> (32 - NodeMask))] = node.Metadata.Name;
    }

    private int? FirstFree(string name)
    {
        for (var index = 0; index < Count; index++)
        {
            if (!_taken.TryGetValue(index, out var holder) || holder == name) return index;
        }

        return null;
    }

    private string Subnet(int index)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Number(_cluster.BaseAddress) + ((uint)index << (32 - NodeMask)));
        return $"{new IPAddress(bytes)}/{NodeMask}";
    }

    private static uint Number(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
}
