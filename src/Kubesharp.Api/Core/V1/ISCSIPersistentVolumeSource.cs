namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ISCSIPersistentVolumeSource")]
public sealed partial record ISCSIPersistentVolumeSource
{
    /// <summary>Address of the target, with a port unless it is 3260.</summary>
    [Field(1, Always = true, Required = true)]
    public string TargetPortal { get; init; } = "";

    /// <summary>Qualified name of the target.</summary>
    [Field(2, Always = true, Required = true)]
    public string Iqn { get; init; } = "";

    /// <summary>Number of the logical unit.</summary>
    [Field(3, Always = true, Required = true)]
    public int Lun { get; init; }

    /// <summary>Interface to use. Default: default.</summary>
    [Field(4, Default = "\"default\"")]
    public string IscsiInterface { get; init; } = "";

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(5)]
    public string FsType { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(6)]
    public bool ReadOnly { get; init; }

    /// <summary>Further addresses of the target.</summary>
    [Field(7, ListType = ListType.Atomic)]
    public ValueList<string> Portals { get; init; }

    /// <summary>Whether discovery uses CHAP.</summary>
    [Field(8)]
    public bool ChapAuthDiscovery { get; init; }

    /// <summary>Whether sessions use CHAP.</summary>
    [Field(11)]
    public bool ChapAuthSession { get; init; }

    /// <summary>Secret with the credentials for the storage.</summary>
    [Field(10)]
    public SecretReference? SecretRef { get; init; }

    /// <summary>Name of the initiator.</summary>
    [Field(12)]
    public string? InitiatorName { get; init; }
}
