using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.VolumeSource")]
public sealed partial record VolumeSource
{
    [Field(1)]
    public HostPathVolumeSource? HostPath { get; init; }

    [Field(2)]
    public EmptyDirVolumeSource? EmptyDir { get; init; }

    [Field(3)]
    public GCEPersistentDiskVolumeSource? GcePersistentDisk { get; init; }

    [Field(4)]
    public AWSElasticBlockStoreVolumeSource? AwsElasticBlockStore { get; init; }

    [Field(5)]
    public GitRepoVolumeSource? GitRepo { get; init; }

    [Field(6)]
    public SecretVolumeSource? Secret { get; init; }

    [Field(7)]
    public NFSVolumeSource? Nfs { get; init; }

    [Field(8)]
    public ISCSIVolumeSource? Iscsi { get; init; }

    [Field(9)]
    public GlusterfsVolumeSource? Glusterfs { get; init; }

    [Field(10)]
    public PersistentVolumeClaimVolumeSource? PersistentVolumeClaim { get; init; }

    [Field(11)]
    public RBDVolumeSource? Rbd { get; init; }

    [Field(12)]
    public FlexVolumeSource? FlexVolume { get; init; }

    [Field(13)]
    public CinderVolumeSource? Cinder { get; init; }

    [Field(14)]
    public CephFSVolumeSource? Cephfs { get; init; }

    [Field(15)]
    public FlockerVolumeSource? Flocker { get; init; }

    [Field(16)]
    public DownwardAPIVolumeSource? DownwardAPI { get; init; }

    [Field(17)]
    public FCVolumeSource? Fc { get; init; }

    [Field(18)]
    public AzureFileVolumeSource? AzureFile { get; init; }

    [Field(19)]
    public ConfigMapVolumeSource? ConfigMap { get; init; }

    [Field(20)]
    public VsphereVirtualDiskVolumeSource? VsphereVolume { get; init; }

    [Field(21)]
    public QuobyteVolumeSource? Quobyte { get; init; }

    [Field(22)]
    public AzureDiskVolumeSource? AzureDisk { get; init; }

    [Field(23)]
    public PhotonPersistentDiskVolumeSource? PhotonPersistentDisk { get; init; }

    [Field(26)]
    public ProjectedVolumeSource? Projected { get; init; }

    [Field(24)]
    public PortworxVolumeSource? PortworxVolume { get; init; }

    [Field(25)]
    public ScaleIOVolumeSource? ScaleIO { get; init; }

    [Field(27)]
    public StorageOSVolumeSource? Storageos { get; init; }

    [Field(28)]
    public CSIVolumeSource? Csi { get; init; }

    [Field(29)]
    public EphemeralVolumeSource? Ephemeral { get; init; }

    [Field(30)]
    public ImageVolumeSource? Image { get; init; }
}

[ApiType("io.k8s.api.core.v1.AzureFileVolumeSource")]
public sealed partial record AzureFileVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string SecretName { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string ShareName { get; init; } = "";

    [Field(3)]
    public bool ReadOnly { get; init; }
}

[ApiType("io.k8s.api.core.v1.CinderVolumeSource")]
public sealed partial record CinderVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string VolumeID { get; init; } = "";

    [Field(2)]
    public string FsType { get; init; } = "";

    [Field(3)]
    public bool ReadOnly { get; init; }

    [Field(4)]
    public LocalObjectReference? SecretRef { get; init; }
}

[ApiType("io.k8s.api.core.v1.ConfigMapVolumeSource")]
public sealed partial record ConfigMapVolumeSource
{
    [Inline(1)]
    public LocalObjectReference LocalObjectReference { get; init; } = LocalObjectReference.Empty;

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<KeyToPath> Items { get; init; }

    [Field(3)]
    public int? DefaultMode { get; init; }

    [Field(4)]
    public bool? Optional { get; init; }
}

[ApiType("io.k8s.api.core.v1.DownwardAPIVolumeSource")]
public sealed partial record DownwardAPIVolumeSource
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<DownwardAPIVolumeFile> Items { get; init; }

    [Field(2)]
    public int? DefaultMode { get; init; }
}

[ApiType("io.k8s.api.core.v1.EmptyDirVolumeSource")]
public sealed partial record EmptyDirVolumeSource
{
    [Field(1)]
    public string Medium { get; init; } = "";

    [Field(2)]
    public Quantity? SizeLimit { get; init; }
}

[ApiType("io.k8s.api.core.v1.EphemeralVolumeSource")]
public sealed partial record EphemeralVolumeSource
{
    [Field(1)]
    public PersistentVolumeClaimTemplate? VolumeClaimTemplate { get; init; }
}

[ApiType("io.k8s.api.core.v1.GitRepoVolumeSource")]
public sealed partial record GitRepoVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string Repository { get; init; } = "";

    [Field(2)]
    public string Revision { get; init; } = "";

    [Field(3)]
    public string Directory { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.GlusterfsVolumeSource")]
public sealed partial record GlusterfsVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string Endpoints { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Path { get; init; } = "";

    [Field(3)]
    public bool ReadOnly { get; init; }
}

[ApiType("io.k8s.api.core.v1.ImageVolumeSource")]
public sealed partial record ImageVolumeSource
{
    [Field(1)]
    public string Reference { get; init; } = "";

    [Field(2, Enum = typeof(PullPolicy))]
    public string PullPolicy { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimTemplate")]
public sealed partial record PersistentVolumeClaimTemplate
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public PersistentVolumeClaimSpec Spec { get; init; } = PersistentVolumeClaimSpec.Empty;
}

[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimVolumeSource")]
public sealed partial record PersistentVolumeClaimVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string ClaimName { get; init; } = "";

    [Field(2)]
    public bool ReadOnly { get; init; }
}

[ApiType("io.k8s.api.core.v1.SecretVolumeSource")]
public sealed partial record SecretVolumeSource
{
    [Field(1)]
    public string SecretName { get; init; } = "";

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<KeyToPath> Items { get; init; }

    [Field(3)]
    public int? DefaultMode { get; init; }

    [Field(4)]
    public bool? Optional { get; init; }
}
