namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.FCVolumeSource")]
public sealed partial record FCVolumeSource
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> TargetWWNs { get; init; }

    [Field(2)]
    public int? Lun { get; init; }

    [Field(3)]
    public string FsType { get; init; } = "";

    [Field(4)]
    public bool ReadOnly { get; init; }

    [Field(5, ListType = ListType.Atomic)]
    public ValueList<string> Wwids { get; init; }
}
