using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;

namespace Kubesharp.Bench.Processes;

/// <summary>
/// What the agent asked of the runtime for a pod of one container, read back from the runtime, so that exactly the same can be asked
/// again without an agent.
/// </summary>
internal sealed record RecordedPod
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public required PodSandboxConfig Sandbox { get; init; }

    public required ContainerConfig Container { get; init; }

    /// <summary>Reads any pod that runs, and keeps copies of the files it mounts.</summary>
    public static async Task<RecordedPod> ReadAsync(CriClient cri, string folder, CancellationToken cancellationToken)
    {
        var container = (await cri.ListContainersAsync(null, cancellationToken))[0];
        var sandboxStatus = await cri.PodSandboxStatusAsync(container.PodSandboxId, verbose: true, cancellationToken);
        var containerStatus = await cri.ContainerStatusAsync(container.Id, verbose: true, cancellationToken);
        var config = Config<ContainerConfig>(containerStatus.Info);
        CopyMounts(config, Path.Combine(folder, "recorded"));
        return new RecordedPod { Sandbox = Config<PodSandboxConfig>(sandboxStatus.Info), Container = config };
    }

    /// <summary>Another pod like it, with its own files, which are made here. The agent's labels stay away, so that it keeps its hands off.</summary>
    /// <param name="number">Tells the copies apart.</param>
    /// <param name="folder">Where its files go.</param>
    /// <param name="cgroupParent">Gives the cgroup of a pod by its UID.</param>
    public RecordedPod Copy(int number, string folder, Func<string, string> cgroupParent)
    {
        var uid = Guid.NewGuid().ToString();
        var own = Path.Combine(folder, uid);
        var (sandbox, container) = (Sandbox.Clone(), Container.Clone());
        sandbox.Metadata.Uid = uid;
        sandbox.Metadata.Name = sandbox.Hostname = string.Create(CultureInfo.InvariantCulture, $"alone-{number}");
        sandbox.LogDirectory = Path.Combine(own, "logs");
        sandbox.Linux.CgroupParent = cgroupParent(uid);
        sandbox.Labels.Clear();
        container.Labels.Clear();
        Directory.CreateDirectory(Path.Combine(sandbox.LogDirectory, Path.GetDirectoryName(container.LogPath)!));
        CopyMounts(container, own);
        return new RecordedPod { Sandbox = sandbox, Container = container };
    }

    private static T Config<T>(IDictionary<string, string> info)
        where T : IMessage, new()
    {
        var config = JsonNode.Parse(info["info"])!["config"]!;

        // Values of variables are text in older versions of CRI, and bytes now.
        foreach (var variable in config["envs"]?.AsArray() ?? [])
        {
            if (variable!["value"] is { } value) variable["value"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.GetValue<string>()));
        }

        return Parser.Parse<T>(config.ToJsonString());
    }

    /// <summary>Gives a container its own copies of what it mounts.</summary>
    private static void CopyMounts(ContainerConfig container, string folder)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < container.Mounts.Count; i++)
        {
            var place = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"mount-{i}"));
            CopyFiles(container.Mounts[i].HostPath, place);
            container.Mounts[i].HostPath = place;
        }
    }

    private static void CopyFiles(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Copy(from, to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
