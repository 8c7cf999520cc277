namespace Kubesharp.Api.Core.V1;

/// <summary>The kinds of persistent volumes; exactly one member is set.</summary>
[ApiType("io.k8s.api.core.v1.PersistentVolumeSource")]
public sealed partial record PersistentVolumeSource
{
    /// <summary>A disk of Google Compute Engine. Handled by a CSI driver.</summary>
    [Field(1)]
    public GCEPersistentDiskVolumeSource? GcePersistentDisk { get; init; }

    /// <summary>A disk of AWS. Handled by a CSI driver.</summary>
    [Field(2)]
    public AWSElasticBlockStoreVolumeSource? AwsElasticBlockStore { get; init; }

    /// <summary>A folder of the node, for tests on a single node.</summary>
    [Field(3)]
    public HostPathVolumeSource? HostPath { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(4)]
    public GlusterfsPersistentVolumeSource? Glusterfs { get; init; }

    /// <summary>A folder of an NFS server.</summary>
    [Field(5)]
    public NFSVolumeSource? Nfs { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(6)]
    public RBDPersistentVolumeSource? Rbd { get; init; }

    /// <summary>An iSCSI disk.</summary>
    [Field(7)]
    public ISCSIPersistentVolumeSource? Iscsi { get; init; }

    /// <summary>A disk of OpenStack. Handled by a CSI driver.</summary>
    [Field(8)]
    public CinderPersistentVolumeSource? Cinder { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(9)]
    public CephFSPersistentVolumeSource? Cephfs { get; init; }

    /// <summary>A Fibre Channel disk.</summary>
    [Field(10)]
    public FCVolumeSource? Fc { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(11)]
    public FlockerVolumeSource? Flocker { get; init; }

    /// <summary>A volume of a FlexVolume driver. Out of date.</summary>
    [Field(12)]
    public FlexPersistentVolumeSource? FlexVolume { get; init; }

    /// <summary>A file share of Azure. Handled by a CSI driver.</summary>
    [Field(13)]
    public AzureFilePersistentVolumeSource? AzureFile { get; init; }

    /// <summary>A disk of vSphere. Handled by a CSI driver.</summary>
    [Field(14)]
    public VsphereVirtualDiskVolumeSource? VsphereVolume { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(15)]
    public QuobyteVolumeSource? Quobyte { get; init; }

    /// <summary>A disk of Azure. Handled by a CSI driver.</summary>
    [Field(16)]
    public AzureDiskVolumeSource? AzureDisk { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(17)]
    public PhotonPersistentDiskVolumeSource? PhotonPersistentDisk { get; init; }

    /// <summary>A Portworx volume. Handled by a CSI driver.</summary>
    [Field(18)]
    public PortworxVolumeSource? PortworxVolume { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(19)]
    public ScaleIOPersistentVolumeSource? ScaleIO { get; init; }

    /// <summary>A disk or folder of one node.</summary>
    [Field(20)]
    public LocalVolumeSource? Local { get; init; }

    /// <summary>No longer supported.</summary>
    [Field(21)]
    public StorageOSPersistentVolumeSource? Storageos { get; init; }

    /// <summary>A volume of a CSI driver.</summary>
    [Field(22)]
    public CSIPersistentVolumeSource? Csi { get; init; }
}

[ApiType("io.k8s.api.core.v1.AzureFilePersistentVolumeSource")]
public sealed partial record AzureFilePersistentVolumeSource
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

    /// <summary>Namespace of the Secret.</summary>
    [Field(4, Always = true)]
    public string? SecretNamespace { get; init; }
}

[ApiType("io.k8s.api.core.v1.CephFSPersistentVolumeSource")]
public sealed partial record CephFSPersistentVolumeSource
{
    /// <summary>Addresses of the monitors.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Monitors { get; init; }

    /// <summary>Path in the storage.</summary>
    [Field(2)]
    public string Path { get; init; } = "";

    /// <summary>User to connect as.</summary>
    [Field(3)]
    public string User { get; init; } = "";

    [Field(4)]
    public string SecretFile { get; init; } = "";

    /// <summary>Secret with the credentials for the storage.</summary>
    [Field(5)]
    public SecretReference? SecretRef { get; init; }

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(6)]
    public bool ReadOnly { get; init; }
}

[ApiType("io.k8s.api.core.v1.CinderPersistentVolumeSource")]
public sealed partial record CinderPersistentVolumeSource
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
    public SecretReference? SecretRef { get; init; }
}

[ApiType("io.k8s.api.core.v1.FlexPersistentVolumeSource")]
public sealed partial record FlexPersistentVolumeSource
{
    /// <summary>Name of the driver.</summary>
    [Field(1, Always = true, Required = true)]
    public string Driver { get; init; } = "";

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(2)]
    public string FsType { get; init; } = "";

    /// <summary>Secret with the credentials for the storage.</summary>
    [Field(3)]
    public SecretReference? SecretRef { get; init; }

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(4)]
    public bool ReadOnly { get; init; }

    /// <summary>Settings for the driver.</summary>
    [Field(5)]
    public ValueMap<string> Options { get; init; }
}

[ApiType("io.k8s.api.core.v1.GlusterfsPersistentVolumeSource")]
public sealed partial record GlusterfsPersistentVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string Endpoints { get; init; } = "";

    /// <summary>Path in the storage.</summary>
    [Field(2, Always = true, Required = true)]
    public string Path { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(3)]
    public bool ReadOnly { get; init; }

    [Field(4)]
    public string? EndpointsNamespace { get; init; }
}

/// <summary>A disk or folder of one node.</summary>
[ApiType("io.k8s.api.core.v1.LocalVolumeSource")]
public sealed partial record LocalVolumeSource
{
    /// <summary>Path on the node.</summary>
    [Field(1, Always = true, Required = true)]
    public string Path { get; init; } = "";

    /// <summary>Type of the file system for disks. Default: found out.</summary>
    [Field(2)]
    public string? FsType { get; init; }
}

[ApiType("io.k8s.api.core.v1.RBDPersistentVolumeSource")]
public sealed partial record RBDPersistentVolumeSource
{
    /// <summary>Addresses of the monitors.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Monitors { get; init; }

    [Field(2, Always = true, Required = true)]
    public string Image { get; init; } = "";

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(3)]
    public string FsType { get; init; } = "";

    [Field(4, Default = "\"rbd\"")]
    public string Pool { get; init; } = "";

    /// <summary>User to connect as.</summary>
    [Field(5, Default = "\"admin\"")]
    public string User { get; init; } = "";

    [Field(6, Default = "\"/etc/ceph/keyring\"")]
    public string Keyring { get; init; } = "";

    /// <summary>Secret with the credentials for the storage.</summary>
    [Field(7)]
    public SecretReference? SecretRef { get; init; }

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(8)]
    public bool ReadOnly { get; init; }
}

[ApiType("io.k8s.api.core.v1.StorageOSPersistentVolumeSource")]
public sealed partial record StorageOSPersistentVolumeSource
{
    /// <summary>Name of the volume.</summary>
    [Field(1)]
    public string VolumeName { get; init; } = "";

    [Field(2)]
    public string VolumeNamespace { get; init; } = "";

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(3)]
    public string FsType { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(4)]
    public bool ReadOnly { get; init; }

    /// <summary>Secret with the credentials for the storage.</summary>
    [Field(5)]
    public ObjectReference? SecretRef { get; init; }
}
