using System.Net;
using System.Net.Sockets;

namespace Kubesharp.Network.Tests.Namespaces;

/// <summary>
/// A node with a bridge for pods (10.244.0.1/24) and a link to an outside machine (172.31.0.1 to 172.31.0.2), each in a
/// network namespace of its own. Pods are further namespaces on the bridge.
/// </summary>
public sealed class NodeBed : IDisposable
{
    public const string NodeIP = "172.31.0.1";
    public const string OutsideIP = "172.31.0.2";
    private readonly List<IDisposable> _owned = [];
    private int _pods;

    public NodeBed()
    {
        Node = Own(new NetworkNamespace("node"));
        Outside = Own(new NetworkNamespace("out"));
        NetworkNamespace.Shell($"""
            ip -n {Node.Name} link add cni0 type bridge
            ip -n {Node.Name} addr add 10.244.0.1/24 dev cni0
            ip -n {Node.Name} link set cni0 up
            ip -n {Node.Name} link add up0 type veth peer name eth0 netns {Outside.Name}
            ip -n {Node.Name} addr add {NodeIP}/24 dev up0
            ip -n {Node.Name} link set up0 up
            ip -n {Outside.Name} addr add {OutsideIP}/24 dev eth0
            ip -n {Outside.Name} link set eth0 up
            ip -n {Outside.Name} route add default via {NodeIP}
            ip -n {Node.Name} route add default via {OutsideIP}
            ip netns exec {Node.Name} sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1
            """);
    }

    public NetworkNamespace Node { get; }

    public NetworkNamespace Outside { get; }

    /// <summary>Adds a pod at the next address, from 10.244.0.2 on.</summary>
    public Pod AddPod()
    {
        var number = ++_pods;
        var pod = Own(new NetworkNamespace($"pod{number}"));
        var address = $"10.244.0.{number + 1}";
        NetworkNamespace.Shell($"""
            ip -n {Node.Name} link add v{number} type veth peer name eth0 netns {pod.Name}
            ip -n {Node.Name} link set v{number} master cni0 up
            bridge -n {Node.Name} link set dev v{number} hairpin on
            ip -n {pod.Name} addr add {address}/24 dev eth0
            ip -n {pod.Name} link set eth0 up
            ip -n {pod.Name} route add default via 10.244.0.1
            """);
        return new Pod(pod, IPAddress.Parse(address));
    }

    /// <summary>A TCP server in a namespace that answers each connection with its name and the client address it sees, then closes.</summary>
    public Responder Serve(NetworkNamespace where, IPAddress address, int port, string name, ProtocolType protocol = ProtocolType.Tcp) =>
        Own(new Responder(where, new IPEndPoint(address, port), name, protocol));

    public void Dispose()
    {
        for (var i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
    }

    private T Own<T>(T item)
        where T : IDisposable
    {
        _owned.Add(item);
        return item;
    }
}
