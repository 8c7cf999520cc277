using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Storage.V1;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>Makes nodes, pods and everything else from a seed. Values are few, so that things meet often.</summary>
internal sealed class RandomCluster(Random random)
{
    private static readonly string[] Zones = ["a", "b", "c"];
    private static readonly string[] Apps = ["web", "db", "cache"];
    private static readonly string[] Tiers = ["front", "back"];
    private static readonly string[] Keys = ["topology.kubernetes.io/zone", "kubernetes.io/hostname", "topology.kubernetes.io/region", "rack"];
    private static readonly string[] Images = ["app:1", "registry.example.com/db:2", "tool"];

    public static string[] Namespaces { get; } = ["default", "team-a", "team-b"];

    private readonly DateTimeOffset _epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public bool Chance(int percent) => random.Next(100) < percent;

    public T Pick<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    public ValueMap<string> NamespaceLabels() => Chance(50) ? ValueMap.Of("team", Pick(Zones)) : [];

    public Node Node(string name)
    {
        var labels = new List<KeyValuePair<string, string>>();
        if (Chance(90)) labels.Add(new("kubernetes.io/hostname", name));
        if (Chance(85)) labels.Add(new("topology.kubernetes.io/zone", Pick(Zones)));
        if (Chance(50)) labels.Add(new("topology.kubernetes.io/region", Pick(["r1", "r2"])));
        if (Chance(60)) labels.Add(new("rack", "k" + random.Next(4)));
        if (Chance(40)) labels.Add(new("cores", Pick(["4", "8", "x"])));
        var taints = new List<Taint>();
        if (Chance(20)) taints.Add(Taint.Empty with { Key = "dedicated", Value = Pick(Apps), Effect = Pick(["NoSchedule", "NoExecute"]) });
        if (Chance(25)) taints.Add(Taint.Empty with { Key = "spot", Effect = "PreferNoSchedule" });
        if (Chance(10)) taints.Add(Taint.Empty with { Key = "old", Value = "yes", Effect = "PreferNoSchedule" });
        return new Node
        {
            Metadata = ObjectMeta.Empty with { Name = name, Labels = labels.ToValueMap() },
            Spec = NodeSpec.Empty with { Taints = taints.ToValueList(), Unschedulable = Chance(8) },
            Status = NodeStatus.Empty with
            {
                Allocatable = Resources([.. Zero("cpu", Pick(["1", "2", "4"]), 3), .. Zero("memory", Pick(["1Gi", "2Gi", "4Gi"]), 3), new("pods", Pick(["2", "5", "10"])), .. Some("example.com/gpu", Pick(["1", "4"]), 30)]),
                Images = Images.Where(_ => Chance(40)).Select(image => ContainerImage.Empty with { Names = [image.Contains(':') ? image : image + ":latest"], SizeBytes = Pick([30L << 20, 200L << 20, 900L << 20]) }).ToValueList(),
            },
        };
    }

    /// <summary>Something that may have happened to a node.</summary>
    public Node Change(Node node)
    {
        var fresh = Node(node.Metadata.Name);
        return random.Next(5) switch
        {
            0 => node with { Spec = fresh.Spec },
            1 => node with { Metadata = fresh.Metadata },
            2 => node with { Status = node.Status with { Allocatable = fresh.Status.Allocatable } },
            3 => node with { Status = node.Status with { Images = fresh.Status.Images } },
            _ => node with { Metadata = node.Metadata with { ResourceVersion = random.Next().ToString(System.Globalization.CultureInfo.InvariantCulture) } },
        };
    }

    /// <summary>The pattern of some pods.</summary>
    public Pod Template(int number, IReadOnlyList<string> nodes)
    {
        var labels = new List<KeyValuePair<string, string>>();
        if (Chance(85)) labels.Add(new("app", Pick(Apps)));
        if (Chance(40)) labels.Add(new("tier", Pick(Tiers)));
        var spec = PodSpec.Empty with
        {
            Containers = Containers(Chance(20) ? 2 : 1),
            InitContainers = Chance(10) ? Containers(1) : [],
            Tolerations = Tolerations(),
            NodeSelector = Chance(12) ? ValueMap.Of("topology.kubernetes.io/zone", Pick(Zones)) : [],
            Affinity = Affinity(nodes),
            TopologySpreadConstraints = Chance(35) ? Spread() : [],
            Overhead = Chance(5) ? Resources([new("cpu", "100m")]) : [],
            Priority = Chance(40) ? random.Next(4) : null,
            PreemptionPolicy = Chance(10) ? "Never" : null,
        };
        var owners = Chance(25) ? ValueList.Wrap([OwnerReference.Empty with { ApiVersion = "apps/v1", Kind = "ReplicaSet", Name = "rs-" + Pick(Apps), Controller = true }]) : default;
        return new Pod
        {
            Metadata = ObjectMeta.Empty with { Namespace = Pick(Namespaces), Name = "t" + number, Labels = labels.ToValueMap(), OwnerReferences = owners },
            Spec = spec,
        };
    }

    public PodSpec WithVolumes(PodSpec spec)
    {
        var volumes = new List<Volume>();
        if (Chance(30)) volumes.Add(Volume.Empty with { Name = "disk", Source = VolumeSource.Empty with { GcePersistentDisk = GCEPersistentDiskVolumeSource.Empty with { PdName = Pick(["d1", "d2"]), ReadOnly = Chance(50) } } });
        if (Chance(80)) volumes.Add(Volume.Empty with { Name = "data", Source = VolumeSource.Empty with { PersistentVolumeClaim = PersistentVolumeClaimVolumeSource.Empty with { ClaimName = "claim-" + random.Next(6) } } });
        return spec with { Volumes = volumes.ToValueList() };
    }

    public DateTimeOffset StartTime(int number) => _epoch.AddSeconds(number);

    public Service Service(string ns, string app) => new()
    {
        Metadata = ObjectMeta.Empty with { Namespace = ns, Name = "svc-" + app },
        Spec = ServiceSpec.Empty with { Selector = Chance(80) ? ValueMap.Of("app", app) : ValueMap.Of("tier", Pick(Tiers)) },
    };

    public ReplicaSet ReplicaSet(string ns, string app) => new()
    {
        Metadata = ObjectMeta.Empty with { Namespace = ns, Name = "rs-" + app },
        Spec = ReplicaSetSpec.Empty with { Selector = LabelSelector.Empty with { MatchLabels = ValueMap.Of("app", app) } },
    };

    public PodDisruptionBudget Budget(string ns, string app) => new()
    {
        Metadata = ObjectMeta.Empty with { Namespace = ns, Name = "pdb-" + app },
        Spec = PodDisruptionBudgetSpec.Empty with { Selector = LabelSelector.Empty with { MatchLabels = ValueMap.Of("app", app) } },
        Status = PodDisruptionBudgetStatus.Empty with { DisruptionsAllowed = random.Next(3) },
    };

    public StorageClass StorageClass(string name, bool waits) => new()
    {
        Metadata = ObjectMeta.Empty with { Name = name },
        Provisioner = "csi.example.com",
        VolumeBindingMode = waits ? "WaitForFirstConsumer" : "Immediate",
        AllowedTopologies = waits && Chance(60)
            ? [TopologySelectorTerm.Empty with { MatchLabelExpressions = [TopologySelectorLabelRequirement.Empty with { Key = Keys[0], Values = [Pick(Zones), Pick(Zones)] }] }]
            : [],
    };

    public PersistentVolume PersistentVolume(string name) => new()
    {
        Metadata = ObjectMeta.Empty with { Name = name, Labels = Chance(50) ? ValueMap.Of(Chance(50) ? Keys[0] : "failure-domain.beta.kubernetes.io/zone", Chance(30) ? "a__b" : Pick(Zones)) : [] },
        Spec = PersistentVolumeSpec.Empty with
        {
            Source = PersistentVolumeSource.Empty with { Csi = CSIPersistentVolumeSource.Empty with { Driver = "csi.example.com", VolumeHandle = name } },
            ClaimRef = ObjectReference.Empty with { Namespace = "nobody", Name = name },
            NodeAffinity = Chance(50)
                ? VolumeNodeAffinity.Empty with { Required = NodeSelector.Empty with { NodeSelectorTerms = [NodeSelectorTerm.Empty with { MatchExpressions = [Requirement()] }] } }
                : null,
        },
    };

    public PersistentVolumeClaim Claim(string ns, string name, IReadOnlyList<string> volumes)
    {
        var isBound = Chance(70);
        return new()
        {
            Metadata = ObjectMeta.Empty with { Namespace = ns, Name = name, Annotations = isBound ? ValueMap.Of("pv.kubernetes.io/bind-completed", "yes") : [] },
            Spec = PersistentVolumeClaimSpec.Empty with
            {
                AccessModes = [Chance(40) ? "ReadWriteOncePod" : "ReadWriteMany"],
                StorageClassName = Chance(80) ? "late" : "now",
                VolumeName = !isBound ? "" : Chance(95) ? Pick(volumes) : "gone",
            },
        };
    }

    public CSINode CsiNode(string node) => new()
    {
        Metadata = ObjectMeta.Empty with { Name = node },
        Spec = CSINodeSpec.Empty with { Drivers = [CSINodeDriver.Empty with { Name = "csi.example.com", NodeID = node, Allocatable = VolumeNodeResources.Empty with { Count = random.Next(1, 4) } }] },
    };

    /// <summary>The devices of a node, of two models; some are broken.</summary>
    public ResourceSlice DeviceSlice(string node)
    {
        var devices = Enumerable.Range(0, random.Next(1, 5)).Select(i =>
            "{\"name\":\"d" + i + "\",\"attributes\":{\"model\":{\"string\":\"" + Pick(["x", "y"]) + "\"}}" + (Chance(15) ? ",\"taints\":[{\"key\":\"broken\",\"effect\":\"NoSchedule\"}]" : "") + "}");
        return Build.Object<ResourceSlice>(
            "{\"metadata\":{\"name\":\"" + node + "\"},\"spec\":{\"driver\":\"gpu.example.com\",\"nodeName\":\"" + node + "\",\"pool\":{\"name\":\"" + node
            + "\",\"generation\":1,\"resourceSliceCount\":1},\"devices\":[" + string.Join(',', devices) + "]}}");
    }

    /// <summary>A claim for a device or a few, alike or not.</summary>
    public ResourceClaim DeviceClaim(string name)
    {
        var requests = Enumerable.Range(0, random.Next(1, 3)).Select(i =>
        {
            var mode = Chance(15) ? "\"allocationMode\":\"All\"" : $"\"allocationMode\":\"ExactCount\",\"count\":{random.Next(1, 3)}";
            var selector = Chance(50) ? ",\"selectors\":[{\"cel\":{\"expression\":\"device.attributes['gpu.example.com'].model == '" + Pick(["x", "y"]) + "'\"}}]" : "";
            var toleration = Chance(40) ? ",\"tolerations\":[{\"key\":\"broken\",\"operator\":\"Exists\"}]" : "";
            return "{\"name\":\"r" + i + "\",\"exactly\":{\"deviceClassName\":\"gpu\"," + mode + selector + toleration + "}}";
        });
        var constraint = Chance(25) ? ",\"constraints\":[{\"matchAttribute\":\"gpu.example.com/model\"}]" : "";
        return Build.Object<ResourceClaim>(
            "{\"metadata\":{\"namespace\":\"default\",\"name\":\"" + name + "\",\"uid\":\"uid-" + name + "\"},\"spec\":{\"devices\":{\"requests\":[" + string.Join(',', requests) + "]" + constraint + "}}}");
    }

    public PodSpec WithDevices(PodSpec spec) =>
        spec with { ResourceClaims = [PodResourceClaim.Empty with { Name = "device", ResourceClaimName = "device-" + random.Next(4) }] };

    private static ValueMap<Quantity> Resources(IEnumerable<KeyValuePair<string, string>> amounts) =>
        amounts.Select(pair => KeyValuePair.Create(pair.Key, Quantity.Parse(pair.Value))).ToValueMap();

    private IEnumerable<KeyValuePair<string, string>> Some(string name, string amount, int percent)
    {
        if (Chance(percent)) yield return new(name, amount);
    }

    private IEnumerable<KeyValuePair<string, string>> Zero(string name, string amount, int percent) => [new(name, Chance(percent) ? "0" : amount)];

    private ValueList<Container> Containers(int count)
    {
        var containers = new List<Container>();
        for (var i = 0; i < count; i++)
        {
            var requests = Resources([.. Some("cpu", Pick(["100m", "500m", "1", "1500m"]), 80), .. Some("memory", Pick(["64Mi", "512Mi", "1Gi"]), 70), .. Some("example.com/gpu", "1", 6)]);
            var ports = Chance(12)
                ? ValueList.Wrap([ContainerPort.Empty with { Port = 80, HostPort = Pick([80, 8080]), HostIP = Pick(["", "127.0.0.1"]), Protocol = Pick(["TCP", "UDP"]) }])
                : default;
            containers.Add(Container.Empty with { Name = "c" + i, Image = Pick(Images), Resources = ResourceRequirements.Empty with { Requests = requests }, Ports = ports });
        }

        return containers.ToValueList();
    }

    private ValueList<Toleration> Tolerations()
    {
        var tolerations = new List<Toleration>();
        if (Chance(25)) tolerations.Add(Toleration.Empty with { Key = "dedicated", Operator = Pick(["", "Equal"]), Value = Pick(Apps), Effect = Pick(["", "NoSchedule"]) });
        if (Chance(20)) tolerations.Add(Toleration.Empty with { Key = "spot", Operator = "Exists" });
        if (Chance(5)) tolerations.Add(Toleration.Empty with { Operator = "Exists" });
        return tolerations.ToValueList();
    }

    private NodeSelectorRequirement Requirement()
    {
        var @operator = Pick(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]);
        if (@operator is "Gt" or "Lt") return NodeSelectorRequirement.Empty with { Key = "cores", Operator = @operator, Values = [Pick(["3", "5", "8"])] };
        ValueList<string> values = @operator is "In" or "NotIn" ? [Pick(Zones), Pick(Zones)] : [];
        return NodeSelectorRequirement.Empty with { Key = Keys[0], Operator = @operator, Values = values };
    }

    private Affinity? Affinity(IReadOnlyList<string> nodes)
    {
        if (!Chance(60)) return null;
        return Api.Core.V1.Affinity.Empty with
        {
            NodeAffinity = Chance(40) ? NodeAffinity(nodes) : null,
            PodAffinity = Chance(35)
                ? PodAffinity.Empty with { RequiredDuringSchedulingIgnoredDuringExecution = Terms(50), PreferredDuringSchedulingIgnoredDuringExecution = WeightedTerms() }
                : null,
            PodAntiAffinity = Chance(35)
                ? PodAntiAffinity.Empty with { RequiredDuringSchedulingIgnoredDuringExecution = Terms(60), PreferredDuringSchedulingIgnoredDuringExecution = WeightedTerms() }
                : null,
        };
    }

    private NodeAffinity NodeAffinity(IReadOnlyList<string> nodes)
    {
        var fields = Chance(10) && nodes.Count > 0
            ? ValueList.Wrap([NodeSelectorRequirement.Empty with { Key = "metadata.name", Operator = Pick(["In", "In", "NotIn"]), Values = [Pick(nodes)] }])
            : default;
        var terms = new List<NodeSelectorTerm> { NodeSelectorTerm.Empty with { MatchExpressions = fields.Count == 0 || Chance(30) ? [Requirement()] : [], MatchFields = fields } };
        if (Chance(30)) terms.Add(NodeSelectorTerm.Empty with { MatchExpressions = [Requirement()] });
        return Api.Core.V1.NodeAffinity.Empty with
        {
            RequiredDuringSchedulingIgnoredDuringExecution = Chance(60) ? NodeSelector.Empty with { NodeSelectorTerms = terms.ToValueList() } : null,
            PreferredDuringSchedulingIgnoredDuringExecution = Chance(60)
                ? [PreferredSchedulingTerm.Empty with { Weight = random.Next(1, 100), Preference = NodeSelectorTerm.Empty with { MatchExpressions = [Requirement()] } }]
                : [],
        };
    }

    private LabelSelector Selector() => random.Next(4) switch
    {
        0 => LabelSelector.Empty with { MatchExpressions = [LabelSelectorRequirement.Empty with { Key = "app", Operator = "In", Values = [Pick(Apps), Pick(Apps)] }] },
        1 => LabelSelector.Empty with { MatchExpressions = [LabelSelectorRequirement.Empty with { Key = "tier", Operator = Pick(["Exists", "DoesNotExist"]) }] },
        _ => LabelSelector.Empty with { MatchLabels = ValueMap.Of("app", Pick(Apps)) },
    };

    private PodAffinityTerm Term() => PodAffinityTerm.Empty with
    {
        TopologyKey = Pick(Keys),
        LabelSelector = Selector(),
        Namespaces = Chance(25) ? [Pick(Namespaces)] : [],
        NamespaceSelector = Chance(25)
            ? Chance(30) ? LabelSelector.Empty : LabelSelector.Empty with { MatchExpressions = [LabelSelectorRequirement.Empty with { Key = "team", Operator = Pick(["In", "NotIn"]), Values = [Pick(Zones)] }] }
            : null,
    };

    private ValueList<PodAffinityTerm> Terms(int percent) => Chance(percent) ? Chance(20) ? [Term(), Term()] : [Term()] : [];

    private ValueList<WeightedPodAffinityTerm> WeightedTerms() =>
        Chance(50) ? [WeightedPodAffinityTerm.Empty with { Weight = random.Next(1, 100), PodAffinityTerm = Term() }] : [];

    private ValueList<TopologySpreadConstraint> Spread()
    {
        var constraints = new List<TopologySpreadConstraint>();
        foreach (var key in Keys.OrderBy(_ => random.Next()).Take(random.Next(1, 3)))
        {
            constraints.Add(TopologySpreadConstraint.Empty with
            {
                TopologyKey = key,
                MaxSkew = random.Next(1, 4),
                WhenUnsatisfiable = Chance(50) ? "DoNotSchedule" : "ScheduleAnyway",
                LabelSelector = Chance(95) ? Selector() : LabelSelector.Empty,
                MatchLabelKeys = Chance(20) ? ["tier"] : [],
                MinDomains = Chance(15) ? random.Next(1, 5) : null,
                NodeAffinityPolicy = Chance(30) ? Pick(["Honor", "Ignore"]) : null,
                NodeTaintsPolicy = Chance(30) ? Pick(["Honor", "Ignore"]) : null,
            });
        }

        return constraints.ToValueList();
    }
}
