namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.FCVolumeSource")]
public sealed partial record FCVolumeSource
{
    /// <summary>World-wide names of the target.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> TargetWWNs { get; init; }

    /// <summary>Number of the logical unit.</summary>
    [Field(2)]
    public int? Lun { get; init; }

    /// <summary>Type of the file system, such as ext4. The default depends on the storage.</summary>
    [Field(3)]
    public string FsType { get; init; } = "";

    /// <summary>Mounts the volume read-only. Default false.</summary>
    [Field(4)]
    public bool ReadOnly { get; init; }

    /// <summary>World-wide identifiers of the volume.</summary>
    [Field(5, ListType = ListType.Atomic)]
    public ValueList<string> Wwids { get; init; }
}
