namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.GCEPersistentDiskVolumeSource")]
public sealed partial record GCEPersistentDiskVolumeSource
{
    [Field(1, Always = true, Required = true)]
    public string PdName { get; init; } = "";

    [Field(2)]
    public string FsType { get; init; } = "";

    [Field(3)]
    public int Partition { get; init; }

    [Field(4)]
    public bool ReadOnly { get; init; }
}
