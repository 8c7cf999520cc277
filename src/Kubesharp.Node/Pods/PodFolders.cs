namespace Kubesharp.Node.Pods;

/// <summary>Where the agent keeps the files of a pod, in the places that tools and drivers expect them below the kubelet's folder.</summary>
public sealed class PodFolders(string root, string logs)
{
    public string Pods => Path.Combine(root, "pods");

    public string Logs => logs;

    /// <summary>What must not touch a disk.</summary>
    public string Memory => Path.Combine(root, "memory");

    public string OfPod(string uid) => Path.Combine(root, "pods", uid);

    public string HostsFile(string uid) => Path.Combine(OfPod(uid), "etc-hosts");

    /// <summary>Folder of the files of one container, its termination messages among them.</summary>
    public string OfContainer(string uid, string container) => Path.Combine(OfPod(uid), "containers", container);

    public string VolumesOf(string uid) => Path.Combine(OfPod(uid), "volumes");

    public string EmptyDirOf(string uid, string volume) => Path.Combine(VolumesOf(uid), "kubernetes.io~empty-dir", volume);

    /// <summary>Folder of the logs of a pod.</summary>
    public string LogsOf(string ns, string name, string uid) => Path.Combine(logs, $"{ns}_{name}_{uid}");

    /// <summary>The log of one run of a container.</summary>
    public string LogFile(string ns, string name, string uid, string container, int restartCount) => Path.Combine(
        LogsOf(ns, name, uid), container, restartCount.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".log");
}
