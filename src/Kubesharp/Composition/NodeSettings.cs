using System.Net;
using Kubesharp.Network.PodNetwork;
using Kubesharp.Node;

namespace Kubesharp.Composition;

/// <summary>What the node agent and the pod network of a machine are told.</summary>
internal static class NodeSettings
{
    public static NodeAgentOptions OptionsOf(ServerSettings settings, IPAddress nodeIP)
    {
        var folder = settings.Folder;
        return new NodeAgentOptions
        {
            NodeName = settings.NodeName,
            NodeIps = [nodeIP.ToString()],
            RuntimeEndpoint = settings.RuntimeEndpoint ?? folder.ContainerdSocket,
            RootDirectory = folder.Under("kubelet"),
            PodLogsDirectory = folder.Under("log/pods"),
            CgroupRoot = folder.CgroupRoot,
        };
    }

    public static PodNetworkOptions PodNetworkOf(ServerSettings settings) =>
        new() { NodeName = settings.NodeName, CniFolder = settings.Folder.CniConfigurations, IpamDataFolder = settings.Folder.Under("cni/ipam") };
}
