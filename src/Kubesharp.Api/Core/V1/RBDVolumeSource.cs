namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.RBDVolumeSource")]
public sealed partial record RBDVolumeSource
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
    public LocalObjectReference? SecretRef { get; init; }

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(8)]
    public bool ReadOnly { get; init; }
}
