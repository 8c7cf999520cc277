using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Storage.V1;

namespace Kubesharp.Scheduler.Tests.Plugins;

/// <summary>Plugins about volumes.</summary>
public sealed class VolumePluginsTests
{
    private const string UsesClaim = """ "volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"c"}}] """;
    private readonly PluginCluster _cluster = new();

    public VolumePluginsTests()
    {
        _cluster.Node("a1", "\"topology.kubernetes.io/zone\":\"a\"");
        _cluster.Node("b1", "\"topology.kubernetes.io/zone\":\"b\"");
        _cluster.State.StorageClasses.Set(PluginCluster.Read<StorageClass>(
            """{"metadata":{"name":"late"},"provisioner":"csi.example.com","volumeBindingMode":"WaitForFirstConsumer","allowedTopologies":[{"matchLabelExpressions":[{"key":"topology.kubernetes.io/zone","values":["b"]}]}]}"""));
    }

    [Theory]
    [InlineData("", "a1 b1")]
    [InlineData("\"topology.kubernetes.io/zone\":\"a\"", "a1")]
    [InlineData("\"topology.kubernetes.io/zone\":\"a__b\"", "a1 b1")]
    [InlineData("\"failure-domain.beta.kubernetes.io/zone\":\"b\"", "b1")]
    public void VolumeZone_LabelsOfTheVolume_Decide(string labels, string expected)
    {
        Volume(labels, "");
        Claim("\"volumeName\":\"pv\"", bound: true);
        Assert.Equal(expected, _cluster.Feasible(_cluster.Pod("p", UsesClaim)));
    }

    [Fact]
    public void VolumeBinding_VolumeOfAnotherNode_Unreachable()
    {
        Volume("", """ ,"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"kubernetes.io/hostname","operator":"In","values":["b1"]}]}]}} """);
        Claim("\"volumeName\":\"pv\"", bound: true);
        Assert.Equal("b1", _cluster.Feasible(_cluster.Pod("p", UsesClaim)));
    }

    [Theory]
    [InlineData(null, "persistentvolumeclaim \"c\" not found")]
    [InlineData("\"storageClassName\":\"now\"", "pod has unbound immediate PersistentVolumeClaims")]
    public void VolumeBinding_ClaimIsNoUse_PodRefusedAsSuch(string? claim, string expected)
    {
        if (claim is not null) Claim(claim, bound: false);
        Assert.Equal($"0/2 nodes are available: {expected}. not found", _cluster.Message(_cluster.Pod("p", UsesClaim)));
    }

    [Fact]
    public void VolumeBinding_OneClaimUnboundAndOneGone_TheLatterIsTold()
    {
        Claim("\"storageClassName\":\"now\"", bound: false);
        _cluster.State.Claims.Set(PluginCluster.Read<PersistentVolumeClaim>(
            """{"metadata":{"namespace":"default","name":"lost"},"spec":{"storageClassName":"now","volumeName":"gone"},"status":{"phase":"Lost"}}"""));
        const string both = """ "volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"c"}},{"name":"w","persistentVolumeClaim":{"claimName":"lost"}}] """;
        Assert.Equal(
            "0/2 nodes are available: persistentvolumeclaim \"lost\" bound to non-existent persistentvolume \"gone\". not found",
            _cluster.Message(_cluster.Pod("p", both)));
    }

    [Fact]
    public void VolumeBinding_ClaimWaitsForItsPod_WhereAVolumeCanBeMade()
    {
        Claim("\"storageClassName\":\"late\"", bound: false);
        Assert.Equal("b1", _cluster.Feasible(_cluster.Pod("p", UsesClaim)));
    }

    [Fact]
    public void VolumeBinding_Reserved_VolumesAreTakenUntilTheyAreGivenBack()
    {
        _cluster.State.StorageClasses.Set(PluginCluster.Read<StorageClass>(
            """{"metadata":{"name":"local"},"provisioner":"kubernetes.io/no-provisioner","volumeBindingMode":"WaitForFirstConsumer"}"""));
        foreach (var name in new[] { "small", "large" }) Volume("", ",\"storageClassName\":\"local\"", name);
        var small = _cluster.State.Volumes.Find("", "small")!;
        foreach (var volume in new[] { small, _cluster.State.Volumes.Find("", "large")! })
        {
            var size = Kubesharp.Api.Quantity.Parse(volume == small ? "1Gi" : "5Gi");
            _cluster.State.Volumes.Set(volume with { Spec = volume.Spec with { Capacity = volume.Spec.Capacity.Set("storage", size) }, Status = volume.Status with { Phase = PersistentVolumePhase.Available } });
        }

        const string wants = "\"storageClassName\":\"local\",\"resources\":{\"requests\":{\"storage\":\"1Gi\"}}";
        foreach (var claim in new[] { "c", "d", "e" }) Claim(wants, bound: false, claim);

        // 1. The smallest that will do, then the next one.
        var first = _cluster.Pod("p", UsesClaim);
        var result = _cluster.Framework.Schedule(first, out _);
        Assert.Null(_cluster.Framework.Reserve(result.State, first, result.Node!));
        Assert.Equal("c", OwnerOf("small"));
        var second = _cluster.Pod("q", UsesClaim.Replace("\"c\"", "\"d\"", StringComparison.Ordinal));
        var other = _cluster.Framework.Schedule(second, out _);
        Assert.Null(_cluster.Framework.Reserve(other.State, second, other.Node!));
        Assert.Equal("d", OwnerOf("large"));

        // 2. None is left until one comes back.
        var third = _cluster.Pod("r", UsesClaim.Replace("\"c\"", "\"e\"", StringComparison.Ordinal));
        Assert.StartsWith("0/2 nodes are available: 2 node(s) didn't find available persistent volumes to bind.", _cluster.Message(third), StringComparison.Ordinal);
        _cluster.Framework.Unreserve(result.State, first, result.Node!);
        Assert.Null(OwnerOf("small"));
        Assert.Equal("a1 b1", _cluster.Feasible(third));

        // 3. What the cluster has told meanwhile is not forgotten: the volume is the pod's by now, and of a newer version.
        var written = _cluster.State.Volumes.Find("", "large")!;
        written = written with { Metadata = written.Metadata with { ResourceVersion = "7" } };
        _cluster.State.Volumes.Set(written);
        _cluster.Framework.Unreserve(other.State, second, other.Node!);
        Assert.Same(written, _cluster.State.Volumes.Find("", "large"));
        Assert.Equal("a1 b1", _cluster.Feasible(second));

        string? OwnerOf(string volume) => _cluster.State.Volumes.Find("", volume)!.Spec.ClaimRef?.Name;
    }

    [Theory]
    [InlineData("ReadWriteOncePod", false)]
    [InlineData("ReadWriteMany", true)]
    public void VolumeRestrictions_ClaimInUse_ByAccessMode(string mode, bool fits)
    {
        Volume("", "");
        Claim($"\"volumeName\":\"pv\",\"accessModes\":[\"{mode}\"]", bound: true);
        _cluster.Place("other", "a1", UsesClaim);
        Assert.Equal(fits ? "a1 b1" : "", _cluster.Feasible(_cluster.Pod("p", UsesClaim)));
    }

    [Theory]
    [InlineData("d", false, "b1")]
    [InlineData("d", true, "b1")]
    [InlineData("e", false, "a1 b1")]
    public void VolumeRestrictions_DiskAttached_OnlyReadersShareIt(string disk, bool readOnly, string expected)
    {
        _cluster.Place("other", "a1", Disk("d", false));
        Assert.Equal(expected, _cluster.Feasible(_cluster.Pod("p", Disk(disk, readOnly))));
    }

    [Fact]
    public void NodeVolumeLimits_NodeIsFull_GoesElsewhere()
    {
        foreach (var node in new[] { "a1", "b1" })
        {
            _cluster.State.CsiNodes.Set(PluginCluster.Read<CSINode>($$$"""{"metadata":{"name":"{{{node}}}"},"spec":{"drivers":[{"name":"csi.example.com","nodeID":"{{{node}}}","allocatable":{"count":1}}]}}"""));
        }

        Volume("", "");
        Volume("", "", "pv2");
        Claim("\"volumeName\":\"pv\"", bound: true);
        Claim("\"volumeName\":\"pv2\"", bound: true, "c2");
        _cluster.Place("other", "a1", UsesClaim.Replace("\"c\"", "\"c2\"", StringComparison.Ordinal));
        Assert.Equal("b1", _cluster.Feasible(_cluster.Pod("p", UsesClaim)));
    }

    [Theory]
    [InlineData("", "a1 b1")]
    [InlineData("kubernetes.io/aws-ebs,kubernetes.io/gce-pd", "b1")]
    public void NodeVolumeLimits_DiskOfAPod_CountsWhereTheDriverHasTakenOver(string migrated, string expected)
    {
        _cluster.State.CsiNodes.Set(PluginCluster.Read<CSINode>(
            $$$"""
            {"metadata":{"name":"a1","annotations":{"storage.alpha.kubernetes.io/migrated-plugins":"{{{migrated}}}"}},
             "spec":{"drivers":[{"name":"pd.csi.storage.gke.io","nodeID":"a1","allocatable":{"count":1}}]}}
            """));
        _cluster.Place("other", "a1", Disk("d", true));
        Assert.Equal(expected, _cluster.Feasible(_cluster.Pod("p", Disk("e", false))));
        Assert.Equal("a1 b1", _cluster.Feasible(_cluster.Pod("q", Disk("d", true))));
    }

    [Fact]
    public void NodeVolumeLimits_VolumeStillAttached_CountsUntilItIsNot()
    {
        _cluster.State.CsiNodes.Set(PluginCluster.Read<CSINode>("""{"metadata":{"name":"a1"},"spec":{"drivers":[{"name":"csi.example.com","nodeID":"a1","allocatable":{"count":1}}]}}"""));
        Volume("", "");
        Volume("", "", "pv2");
        Claim("\"volumeName\":\"pv\"", bound: true);
        _cluster.State.Attachments.Set(PluginCluster.Read<VolumeAttachment>(
            """{"metadata":{"name":"va"},"spec":{"attacher":"csi.example.com","nodeName":"a1","source":{"persistentVolumeName":"pv2"}}}"""));
        Assert.Equal("b1", _cluster.Feasible(_cluster.Pod("p", UsesClaim)));
        _cluster.State.Attachments.Remove("va");
        Assert.Equal("a1 b1", _cluster.Feasible(_cluster.Pod("p", UsesClaim)));
    }

    [Fact]
    public void VolumeRestrictions_TwoUsersOfAnExclusiveClaim_RemovingOneIsThoughtToHelp()
    {
        Volume("", "");
        Claim("\"volumeName\":\"pv\",\"accessModes\":[\"ReadWriteOncePod\"]", bound: true);
        _cluster.Place("one", "a1", UsesClaim + ",\"priority\":1");
        _cluster.Place("two", "b1", UsesClaim + ",\"priority\":9");
        _cluster.Framework.Schedule(_cluster.Pod("p", UsesClaim + ",\"priority\":5"), out var postFilter);
        Assert.Equal(("a1", "default/one"), (postFilter!.NominatedNode, Assert.Single(postFilter.Victims).Key));
    }

    private static string Disk(string name, bool readOnly) => $$$"""
        "volumes":[{"name":"v","gcePersistentDisk":{"pdName":"{{{name}}}","readOnly":{{{(readOnly ? "true" : "false")}}}}}]
        """;

    private void Volume(string labels, string spec, string name = "pv") => _cluster.State.Volumes.Set(PluginCluster.Read<PersistentVolume>(
        $$$"""{"metadata":{"name":"{{{name}}}","labels":{ {{{labels}}} }},"spec":{"capacity":{"storage":"1Gi"},"csi":{"driver":"csi.example.com","volumeHandle":"{{{name}}}"}{{{spec}}}}}"""));

    private void Claim(string spec, bool bound, string name = "c") => _cluster.State.Claims.Set(PluginCluster.Read<PersistentVolumeClaim>(
        $$$"""{"metadata":{"namespace":"default","name":"{{{name}}}","annotations":{ {{{(bound ? "\"pv.kubernetes.io/bind-completed\":\"yes\"" : "")}}} }},"spec":{ {{{spec}}} }}"""));
}
