namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PersistentVolumeSource")]
public sealed partial record PersistentVolumeSource
{
    [Field(1)]
    public GCEPersistentDiskVolumeSource? GcePersistentDisk { get; init; }

    [Field(2)]
    public AWSElasticBlockStoreVolumeSource? AwsElasticBlockStore { get; init; }

    [Field(3)]
    public HostPathVolumeSource? HostPath { get; init; }

    [Field(4)]
    public GlusterfsPersistentVolumeSource? Glusterfs { get; init; }

    [Field(5)]
    public NFSVolumeSource? Nfs { get; init; }

    [Field(6)]
    public RBDPersistentVolumeSource? Rbd { get; init; }

    [Field(7)]
    public ISCSIPersistentVolumeSource? Iscsi { get; init; }

    [Field(8)]
    public CinderPersistentVolumeSource? Cinder { get; init; }

    [Field(9)]
    public CephFSPersistentVolumeSource? Cephfs { get; init; }

    [Field(10)]
    public FCVolumeSource? Fc { get; init; }

    [Field(11)]
    public FlockerVolumeSource? Flocker { get; init; }

    [Field(12)]
    public FlexPersistentVolumeSource? FlexVolume { get; init; }

    [Field(13)]
    public AzureFilePersistentVolumeSource? AzureFile { get; init; }

    [Field(14)]
    public VsphereVirtualDiskVolumeSource? VsphereVolume { get; init; }

    [Field(15)]
    public QuobyteVolumeSource? Quobyte { get; init; }

    [Field(16)]
    public AzureDiskVolumeSource? AzureDisk { get; init; }

    [Field(17)]
    public PhotonPersistentDiskVolumeSource? PhotonPersistentDisk { get; init; }

    [Field(18)]
    public PortworxVolumeSource? PortworxVolume { get; init; }

    [Field(19)]
    public ScaleIOPersistentVolumeSource? ScaleIO { get; init; }

    [Field(20)]
    public LocalVolumeSource? Local { get; init; }

    [Field(21)]
    public StorageOSPersistentVolumeSource? Storageos { get; init; }

    [Field(22)]
    public CSIPersistentVolumeSource? Csi { get; init; }
}

[ApiType("io.k8s.api.core.v1.AzureFilePersistentVolumeSource")]
public sealed partial record AzureFilePersistentVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string SecretName { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string ShareName { get; init; } = "";

    [Field(3)]
    public bool ReadOnly { get; init; }

    [Field(4, Always = true)]
    public string? SecretNamespace { get; init; }
}

[ApiType("io.k8s.api.core.v1.CephFSPersistentVolumeSource")]
public sealed partial record CephFSPersistentVolumeSource
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Monitors { get; init; }

    [Field(2)]
    public string Path { get; init; } = "";

    [Field(3)]
    public string User { get; init; } = "";

    [Field(4)]
    public string SecretFile { get; init; } = "";

    [Field(5)]
    public SecretReference? SecretRef { get; init; }

    [Field(6)]
    public bool ReadOnly { get; init; }
}

[ApiType("io.k8s.api.core.v1.CinderPersistentVolumeSource")]
public sealed partial record CinderPersistentVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string VolumeID { get; init; } = "";

    [Field(2)]
    public string FsType { get; init; } = "";

    [Field(3)]
    public bool ReadOnly { get; init; }

    [Field(4)]
    public SecretReference? SecretRef { get; init; }
}

[ApiType("io.k8s.api.core.v1.FlexPersistentVolumeSource")]
public sealed partial record FlexPersistentVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string Driver { get; init; } = "";

    [Field(2)]
    public string FsType { get; init; } = "";

    [Field(3)]
    public SecretReference? SecretRef { get; init; }

    [Field(4)]
    public bool ReadOnly { get; init; }

    [Field(5)]
    public ValueMap<string> Options { get; init; }
}

[ApiType("io.k8s.api.core.v1.GlusterfsPersistentVolumeSource")]
public sealed partial record GlusterfsPersistentVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string Endpoints { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Path { get; init; } = "";

    [Field(3)]
    public bool ReadOnly { get; init; }

    [Field(4)]
    public string? EndpointsNamespace { get; init; }
}

[ApiType("io.k8s.api.core.v1.LocalVolumeSource")]
public sealed partial record LocalVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string Path { get; init; } = "";

    [Field(2)]
    public string? FsType { get; init; }
}

[ApiType("io.k8s.api.core.v1.RBDPersistentVolumeSource")]
public sealed partial record RBDPersistentVolumeSource
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> Monitors { get; init; }

    [Field(2, Always = true, Required = true)]
    public string Image { get; init; } = "";

    [Field(3)]
    public string FsType { get; init; } = "";

    [Field(4, Default = "\"rbd\"")]
    public string Pool { get; init; } = "";

    [Field(5, Default = "\"admin\"")]
    public string User { get; init; } = "";

    [Field(6, Default = "\"/etc/ceph/keyring\"")]
    public string Keyring { get; init; } = "";

    [Field(7)]
    public SecretReference? SecretRef { get; init; }

    [Field(8)]
    public bool ReadOnly { get; init; }
}

[ApiType("io.k8s.api.core.v1.StorageOSPersistentVolumeSource")]
public sealed partial record StorageOSPersistentVolumeSource
{
    [Field(1)]
    public string VolumeName { get; init; } = "";

    [Field(2)]
    public string VolumeNamespace { get; init; } = "";

    [Field(3)]
    public string FsType { get; init; } = "";

    [Field(4)]
    public bool ReadOnly { get; init; }

    [Field(5)]
    public ObjectReference? SecretRef { get; init; }
}
