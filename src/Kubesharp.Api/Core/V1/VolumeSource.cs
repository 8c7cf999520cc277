using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>The kinds of volumes; exactly one member is set.</summary>
[ApiType("io.k8s.api.core.v1.VolumeSource", Shared = true)]
public sealed partial record VolumeSource
{
    /// <summary>A file or folder of the node. Gives pods access to the node, so be careful.</summary>
    [Field(1)]
    public HostPathVolumeSource? HostPath { get; init; }

    /// <summary>A folder that starts empty and goes with the pod.</summary>
    [Field(2)]
    public EmptyDirVolumeSource? EmptyDir { get; init; }

    /// <summary>A disk of Google Compute Engine. Handled by a CSI driver.</summary>
    [Field(3)]
    public GCEPersistentDiskVolumeSource? GcePersistentDisk { get; init; }

    /// <summary>A disk of AWS. Handled by a CSI driver.</summary>
    [Field(4)]
    public AWSElasticBlockStoreVolumeSource? AwsElasticBlockStore { get; init; }

    /// <summary>A clone of a git repository. No longer supported; use an init container.</summary>
    [Field(5)]
    public GitRepoVolumeSource? GitRepo { get; init; }

    /// <summary>The keys of a Secret as files.</summary>
    [Field(6)]
    public SecretVolumeSource? Secret { get; init; }

    /// <summary>A folder of an NFS server.</summary>
    [Field(7)]
    public NFSVolumeSource? Nfs { get; init; }

    /// <summary>An iSCSI disk.</summary>
    [Field(8)]
    public ISCSIVolumeSource? Iscsi { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(9)]
    public GlusterfsVolumeSource? Glusterfs { get; init; }

    /// <summary>A volume that outlives the pod, by its claim.</summary>
    [Field(10)]
    public PersistentVolumeClaimVolumeSource? PersistentVolumeClaim { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(11)]
    public RBDVolumeSource? Rbd { get; init; }

    /// <summary>A volume of a FlexVolume driver. Out of date.</summary>
    [Field(12)]
    public FlexVolumeSource? FlexVolume { get; init; }

    /// <summary>A disk of OpenStack. Handled by a CSI driver.</summary>
    [Field(13)]
    public CinderVolumeSource? Cinder { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(14)]
    public CephFSVolumeSource? Cephfs { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(15)]
    public FlockerVolumeSource? Flocker { get; init; }

    /// <summary>Fields of the pod as files.</summary>
    [Field(16)]
    public DownwardAPIVolumeSource? DownwardAPI { get; init; }

    /// <summary>A Fibre Channel disk.</summary>
    [Field(17)]
    public FCVolumeSource? Fc { get; init; }

    /// <summary>A file share of Azure. Handled by a CSI driver.</summary>
    [Field(18)]
    public AzureFileVolumeSource? AzureFile { get; init; }

    /// <summary>The keys of a ConfigMap as files.</summary>
    [Field(19)]
    public ConfigMapVolumeSource? ConfigMap { get; init; }

    /// <summary>A disk of vSphere. Handled by a CSI driver.</summary>
    [Field(20)]
    public VsphereVirtualDiskVolumeSource? VsphereVolume { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(21)]
    public QuobyteVolumeSource? Quobyte { get; init; }

    /// <summary>A disk of Azure. Handled by a CSI driver.</summary>
    [Field(22)]
    public AzureDiskVolumeSource? AzureDisk { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(23)]
    public PhotonPersistentDiskVolumeSource? PhotonPersistentDisk { get; init; }

    /// <summary>Several sources in one folder.</summary>
    [Field(26)]
    public ProjectedVolumeSource? Projected { get; init; }

    /// <summary>A Portworx volume. Handled by a CSI driver.</summary>
    [Field(24)]
    public PortworxVolumeSource? PortworxVolume { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(25)]
    public ScaleIOVolumeSource? ScaleIO { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(27)]
    public StorageOSVolumeSource? Storageos { get; init; }

    /// <summary>A volume made by a CSI driver for this pod alone.</summary>
    [Field(28)]
    public CSIVolumeSource? Csi { get; init; }

    /// <summary>A claim made for this pod alone and deleted with it.</summary>
    [Field(29)]
    public EphemeralVolumeSource? Ephemeral { get; init; }

    /// <summary>The content of a container image, read-only.</summary>
    [Field(30)]
    public ImageVolumeSource? Image { get; init; }
}

[ApiType("io.k8s.api.core.v1.AzureFileVolumeSource")]
public sealed partial record AzureFileVolumeSource
{
    /// <summary>Secret with the credentials for the storage.</summary>
    [Field(1, Always = true, Required = true)]
    public string SecretName { get; init; } = "";

    /// <summary>Name of the share.</summary>
    [Field(2, Always = true, Required = true)]
    public string ShareName { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(3)]
    public bool ReadOnly { get; init; }
}

[ApiType("io.k8s.api.core.v1.CinderVolumeSource")]
public sealed partial record CinderVolumeSource
{
    /// <summary>Identifier of the volume.</summary>
    [Field(1, Always = true, Required = true)]
    public string VolumeID { get; init; } = "";

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(2)]
    public string FsType { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(3)]
    public bool ReadOnly { get; init; }

    /// <summary>Secret with the credentials for the storage.</summary>
    [Field(4)]
    public LocalObjectReference? SecretRef { get; init; }
}

/// <summary>The keys of a ConfigMap as files.</summary>
[ApiType("io.k8s.api.core.v1.ConfigMapVolumeSource")]
public sealed partial record ConfigMapVolumeSource
{
    [Inline(1)]
    public LocalObjectReference LocalObjectReference { get; init; } = LocalObjectReference.Empty;

    /// <summary>Keys to show and their paths. Default: all, each under its own name.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<KeyToPath> Items { get; init; }

    /// <summary>Mode of the files, such as 0400 (decimal 256 in JSON). Default 0644.</summary>
    [Field(3)]
    public int? DefaultMode { get; init; }

    /// <summary>Whether ConfigMap and keys may be missing. Default false.</summary>
    [Field(4)]
    public bool? Optional { get; init; }
}

/// <summary>Fields of the pod as files.</summary>
[ApiType("io.k8s.api.core.v1.DownwardAPIVolumeSource")]
public sealed partial record DownwardAPIVolumeSource
{
    /// <summary>The files.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<DownwardAPIVolumeFile> Items { get; init; }

    /// <summary>Mode of the files. Default 0644.</summary>
    [Field(2)]
    public int? DefaultMode { get; init; }
}

/// <summary>A folder that starts empty and goes with the pod.</summary>
[ApiType("io.k8s.api.core.v1.EmptyDirVolumeSource")]
public sealed partial record EmptyDirVolumeSource
{
    /// <summary>Where it lives: empty for the node's disk, Memory for a RAM disk, HugePages for huge pages.</summary>
    [Field(1)]
    public string Medium { get; init; } = "";

    /// <summary>Most it may hold; a pod that stores more is evicted. No limit when absent.</summary>
    [Field(2)]
    public Quantity? SizeLimit { get; init; }
}

/// <summary>A claim made for the pod alone.</summary>
[ApiType("io.k8s.api.core.v1.EphemeralVolumeSource")]
public sealed partial record EphemeralVolumeSource
{
    /// <summary>Template of the claim.</summary>
    [Field(1)]
    public PersistentVolumeClaimTemplate? VolumeClaimTemplate { get; init; }
}

[ApiType("io.k8s.api.core.v1.GitRepoVolumeSource")]
public sealed partial record GitRepoVolumeSource
{
    /// <summary>Address of the repository.</summary>
    [Field(1, Always = true, Required = true)]
    public string Repository { get; init; } = "";

    /// <summary>Commit to check out.</summary>
    [Field(2)]
    public string Revision { get; init; } = "";

    /// <summary>Folder to clone into.</summary>
    [Field(3)]
    public string Directory { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.GlusterfsVolumeSource")]
public sealed partial record GlusterfsVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string Endpoints { get; init; } = "";

    /// <summary>Path in the storage.</summary>
    [Field(2, Always = true, Required = true)]
    public string Path { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(3)]
    public bool ReadOnly { get; init; }
}

/// <summary>The content of an image as a volume.</summary>
[ApiType("io.k8s.api.core.v1.ImageVolumeSource")]
public sealed partial record ImageVolumeSource
{
    /// <summary>The image.</summary>
    [Field(1)]
    public string Reference { get; init; } = "";

    /// <summary>When it is pulled: Always, IfNotPresent or Never.</summary>
    [Field(2, Enum = typeof(PullPolicy))]
    public string PullPolicy { get; init; } = "";
}

/// <summary>Template of a claim.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimTemplate")]
public sealed partial record PersistentVolumeClaimTemplate
{
    /// <summary>Labels and annotations for the claim.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What the claim asks for.</summary>
    [Field(2, Required = true)]
    public PersistentVolumeClaimSpec Spec { get; init; } = PersistentVolumeClaimSpec.Empty;
}

/// <summary>A persistent volume by its claim.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimVolumeSource")]
public sealed partial record PersistentVolumeClaimVolumeSource
{
    /// <summary>PersistentVolumeClaim in the pod's namespace.</summary>
    [Field(1, Always = true, Required = true)]
    public string ClaimName { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(2)]
    public bool ReadOnly { get; init; }
}

/// <summary>The keys of a Secret as files.</summary>
[ApiType("io.k8s.api.core.v1.SecretVolumeSource")]
public sealed partial record SecretVolumeSource
{
    /// <summary>Secret in the pod's namespace.</summary>
    [Field(1)]
    public string SecretName { get; init; } = "";

    /// <summary>Keys to show and their paths. Default: all, each under its own name.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<KeyToPath> Items { get; init; }

    /// <summary>Mode of the files, such as 0400 (decimal 256 in JSON). Default 0644.</summary>
    [Field(3)]
    public int? DefaultMode { get; init; }

    /// <summary>Whether Secret and keys may be missing. Default false.</summary>
    [Field(4)]
    public bool? Optional { get; init; }
}
