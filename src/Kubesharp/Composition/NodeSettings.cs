using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kubesharp.Network.PodNetwork;
using Kubesharp.Node;
using Kubesharp.Node.Server;

namespace Kubesharp.Composition;

/// <summary>What the node agent and the pod network of a machine are told.</summary>
internal static class NodeSettings
{
    public static NodeAgentOptions OptionsOf(ServerSettings settings, IPAddress nodeIP)
    {
        var folder = settings.Folder;
        var options = new NodeAgentOptions
        {
            NodeName = settings.NodeName,
            NodeIps = [nodeIP.ToString()],
            RuntimeEndpoint = settings.RuntimeEndpoint ?? folder.ContainerdSocket,
            RootDirectory = folder.Under("kubelet"),
            PodLogsDirectory = folder.Under("log/pods"),
            CgroupRoot = folder.CgroupRoot,
        };
        return settings.Kubelet?.Over(options) ?? options;
    }

    public static NodeServerOptions ServerOf(ServerSettings settings, NodeAgentOptions options, X509Certificate2 authority)
    {
        var server = new NodeServerOptions { ClientAuthority = authority, Listen = new IPEndPoint(IPAddress.Any, options.Port) };
        return settings.Kubelet?.Over(server) ?? server;
    }

    public static PodNetworkOptions PodNetworkOf(ServerSettings settings) =>
        new() { NodeName = settings.NodeName, CniFolder = settings.Folder.CniConfigurations, IpamDataFolder = settings.Folder.Under("cni/ipam") };
}
