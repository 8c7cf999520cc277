using System.Collections.Immutable;
using Kubesharp.Api;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Eviction;
using Kubesharp.Node.Images;

namespace Kubesharp.Node;

/// <summary>Settings of a node agent; the defaults are the kubelet's.</summary>
public sealed record NodeAgentOptions
{
    /// <summary>Name of the Node object.</summary>
    public required string NodeName { get; init; }

    /// <summary>The machine's own name, for the label and the Hostname address.</summary>
    public string Hostname { get; init; } = Environment.MachineName.ToLowerInvariant();

    /// <summary>Addresses of the node, the main one first; without any, the one that packets to the outside leave from.</summary>
    public ImmutableArray<string> NodeIps { get; init; } = [];

    /// <summary>Socket of the container runtime.</summary>
    public string RuntimeEndpoint { get; init; } = "unix:///run/containerd/containerd.sock";

    /// <summary>Folder of pods and volumes.</summary>
    public string RootDirectory { get; init; } = "/var/lib/kubelet";

    /// <summary>Folder of container logs.</summary>
    public string PodLogsDirectory { get; init; } = "/var/log/pods";

    /// <summary>Port of the agent's HTTPS server, published in the Node object.</summary>
    public int Port { get; init; } = 10250;

    public int MaxPods { get; init; } = 110;

    /// <summary>Addresses of the cluster's DNS; without any, pods get the machine's own.</summary>
    public ImmutableArray<string> ClusterDns { get; init; } = ["10.96.0.10"];

    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>The machine's resolver configuration.</summary>
    public string ResolverConfiguration { get; init; } = "/etc/resolv.conf";

    public CgroupDriver CgroupDriver { get; init; } = CgroupDriver.Cgroupfs;

    /// <summary>Top of the pods' cgroups; another one keeps several agents on one machine apart.</summary>
    public CgroupName CgroupRoot { get; init; } = CgroupName.Pods;

    /// <summary>Labels given to the Node when it registers.</summary>
    public ValueMap<string> NodeLabels { get; init; }

    /// <summary>Taints given to the Node when it registers, beside the ones that every new Node has.</summary>
    public ValueList<Api.Core.V1.Taint> RegisterWithTaints { get; init; }

    /// <summary>What is kept back from pods, by resource.</summary>
    public ValueMap<Quantity> Reserved { get; init; }

    /// <summary>Folder with pods that run whatever the API says; empty for none.</summary>
    public string StaticPodFolder { get; init; } = "";

    /// <summary>How often that folder is read, beside when something happens in it.</summary>
    public TimeSpan StaticPodPeriod { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What has to stay free on the node; of memory and disk it is taken off what pods may have.</summary>
    public EvictionOptions Eviction { get; init; } = new();

    /// <summary>When images are removed that no container uses.</summary>
    public ImageCollectionOptions Images { get; init; } = new();

    public TimeSpan StatusUpdatePeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An unchanged Node status is written this often.</summary>
    public TimeSpan StatusReportPeriod { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>A pod that nothing has happened to is looked at this often.</summary>
    public TimeSpan SyncPeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the runtime is asked what runs, where it has no stream of events.</summary>
    public TimeSpan RelistPeriod { get; init; } = TimeSpan.FromSeconds(1);
}
