using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Machine;
using Kubesharp.Node.Nodes;
using Kubesharp.Node.Pods;
using CgroupDriver = Kubesharp.Node.Cgroups.CgroupDriver;
using ContainerState = Kubesharp.Node.Cri.V1.ContainerState;

namespace Kubesharp.Node.Server;

/// <summary>
/// The document of <c>/metrics/cadvisor</c>: every cgroup of the node, its pods and their containers, under the names and labels that cAdvisor
/// has for them.
/// </summary>
internal sealed class CadvisorMetrics(ICriRuntime runtime, IPodLookup pods, NodeAgentOptions options, CgroupFileSystem fileSystem, TimeProvider time)
{
    private readonly CgroupReader _reader = new(fileSystem);
    private readonly NodeFacts _facts = NodeFacts.Read(options.RootDirectory);

    public async Task<byte[]> ReadAsync(CancellationToken cancel)
    {
        var subjects = Machine();
        var known = pods.Pods.ToDictionary(pod => pod.Metadata.Uid, StringComparer.Ordinal);
        foreach (var pod in known.Values) Add(subjects, new Subject { Path = PathOf(pod), Namespace = pod.Metadata.Namespace, Pod = pod.Metadata.Name, StartedAt = pod.Status.StartTime });
        foreach (var sandbox in await runtime.ListPodSandboxAsync(null, cancel))
        {
            if (RuntimeLabels.PodUidOf(sandbox.Labels) is not { } uid || !known.TryGetValue(uid, out var pod)) continue;
            var path = PathOf(pod, sandbox.Id);
            Add(subjects, new Subject
            {
                Path = path,
                Name = sandbox.Id,
                Namespace = pod.Metadata.Namespace,
                Pod = pod.Metadata.Name,
                StartedAt = RuntimeContainer.Instant(sandbox.CreatedAt),
                Interfaces = _reader.ProcessOf(path) is { } process ? InterfaceUse.Of(process) : [],
            });
        }

        var layers = (await runtime.ListContainerStatsAsync(null, cancel)).ToDictionary(stats => stats.Attributes.Id, stats => stats.WritableLayer);
        foreach (var container in await runtime.ListContainersAsync(null, cancel))
        {
            var isRunning = container.State == ContainerState.ContainerRunning;
            if (!isRunning || RuntimeLabels.PodUidOf(container.Labels) is not { } uid || RuntimeLabels.ContainerNameOf(container.Labels) is not { } name) continue;
            if (!known.TryGetValue(uid, out var pod)) continue;
            Add(subjects, new Subject
            {
                Path = PathOf(pod, container.Id),
                Container = name,
                Image = container.Image.UserSpecifiedImage is { Length: > 0 } image ? image : container.Image.Image,
                Name = container.Id,
                Namespace = pod.Metadata.Namespace,
                Pod = pod.Metadata.Name,
                StartedAt = RuntimeContainer.Instant(container.CreatedAt),
                Layer = layers.GetValueOrDefault(container.Id),
            });
        }

        return Write(subjects);
    }

    /// <summary>The root, the top of the pods and their classes.</summary>
    private List<Subject> Machine()
    {
        var subjects = new List<Subject>();
        Add(subjects, new Subject
        {
            Path = "/",
            Interfaces = InterfaceUse.Of(Environment.ProcessId),
            Disk = FileSystemUse.Of(options.RootDirectory),
            Device = Devices.Of(options.RootDirectory, File.ReadLines("/proc/self/mounts")),
        });
        foreach (var qos in Enum.GetValues<PodQosClass>()) Add(subjects, new Subject { Path = options.CgroupRoot.OfClass(qos).ToPath(options.CgroupDriver) });
        return subjects;
    }

    private void Add(List<Subject> subjects, Subject subject)
    {
        if (_reader.Read(subject.Path == "/" ? "" : subject.Path) is { } usage) subjects.Add(subject with { Usage = usage, SeenAt = time.GetUtcNow().ToUnixTimeSeconds() });
    }

    private string PathOf(Pod pod) => options.CgroupRoot.OfPod(PodResources.QosOf(pod), pod.Metadata.Uid).ToPath(options.CgroupDriver);

    private string PathOf(Pod pod, string id) => PathOf(pod) + (options.CgroupDriver == CgroupDriver.Cgroupfs ? "/" + id : $"/cri-containerd-{id}.scope");

    private byte[] Write(List<Subject> subjects)
    {
        var text = new MetricText();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        text.Family("cadvisor_version_info", "gauge", "A metric with a constant '1' value labeled by kernel version, OS version, docker version, cadvisor version & cadvisor revision.");
        text.Sample("cadvisor_version_info", $"cadvisorRevision=\"\",cadvisorVersion=\"\",dockerVersion=\"\",kernelVersion=\"{_facts.KernelVersion}\",osVersion=\"{_facts.OsImage}\"", 1);
        foreach (var family in CadvisorFamilies.All)
        {
            var begun = false;
            foreach (var subject in subjects)
            {
                foreach (var (labels, value) in family.Read(subject))
                {
                    if (!begun) text.Family(family.Name, family.Type, family.Help);
                    begun = true;
                    text.Sample(family.Name, subject.Labels(labels), value, now);
                }
            }
        }

        text.Family("container_scrape_error", "gauge", "1 if there was an error while getting container metrics, 0 otherwise");
        text.Sample("container_scrape_error", "", 0);
        var machine = $"boot_id=\"{_facts.BootId}\",machine_id=\"{_facts.MachineId}\",system_uuid=\"{_facts.SystemUuid}\"";
        text.Family("machine_cpu_cores", "gauge", "Number of logical CPU cores.");
        text.Sample("machine_cpu_cores", machine, _facts.Processors, now);
        text.Family("machine_memory_bytes", "gauge", "Amount of memory installed on the machine.");
        text.Sample("machine_memory_bytes", machine, _facts.Memory, now);
        return text.ToBytes();
    }

    /// <summary>One cgroup, and what it is of.</summary>
    internal sealed record Subject
    {
        public required string Path { get; init; }

        public string Container { get; init; } = "";

        public string Image { get; init; } = "";

        public string Name { get; init; } = "";

        public string Namespace { get; init; } = "";

        public string Pod { get; init; } = "";

        public DateTimeOffset? StartedAt { get; init; }

        public CgroupUsage Usage { get; init; } = new();

        /// <summary>When that was read, in seconds since 1970.</summary>
        public long SeenAt { get; init; }

        /// <summary>Known where a network begins: at sandboxes and at the root.</summary>
        public IReadOnlyList<InterfaceUse> Interfaces { get; init; } = [];

        /// <summary>What a container has written beside its image.</summary>
        public FilesystemUsage? Layer { get; init; }

        /// <summary>The file system of pods, for the root.</summary>
        public FileSystemUse? Disk { get; init; }

        public string Device { get; init; } = "";

        /// <summary>All labels in their alphabetical order.</summary>
        /// <param name="own">A label of the family: its name, an equals sign and its value, or nothing.</param>
        public string Labels(string own)
        {
            List<string> labels = [$"container=\"{Container}\"", $"id=\"{Path}\"", $"image=\"{Image}\"", $"name=\"{Name}\"", $"namespace=\"{Namespace}\"", $"pod=\"{Pod}\""];
            if (own.Length > 0) labels.Add(own);
            labels.Sort(StringComparer.Ordinal);
            return string.Join(',', labels);
        }
    }
}
