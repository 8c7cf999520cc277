using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PersistentVolumeClaimSpec")]
public sealed partial record PersistentVolumeClaimSpec
{
    [Field(1, ListType = ListType.Atomic, Enum = typeof(PersistentVolumeAccessMode))]
    public ValueList<string> AccessModes { get; init; }

    [Field(4)]
    public LabelSelector? Selector { get; init; }

    [Field(2)]
    public VolumeResourceRequirements Resources { get; init; } = VolumeResourceRequirements.Empty;

    [Field(3)]
    public string VolumeName { get; init; } = "";

    [Field(5)]
    public string? StorageClassName { get; init; }

    [Field(6, Enum = typeof(PersistentVolumeMode))]
    public string? VolumeMode { get; init; }

    [Field(7)]
    public TypedLocalObjectReference? DataSource { get; init; }

    [Field(8)]
    public TypedObjectReference? DataSourceRef { get; init; }

    [Field(9)]
    public string? VolumeAttributesClassName { get; init; }
}

[ApiType("io.k8s.api.core.v1.TypedObjectReference")]
public sealed partial record TypedObjectReference
{
    [Field(1, Always = true)]
    public string? ApiGroup { get; init; }

    [Field(2, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(4)]
    public string? Namespace { get; init; }
}

[ApiType("io.k8s.api.core.v1.VolumeResourceRequirements")]
public sealed partial record VolumeResourceRequirements
{
    [Field(1)]
    public ValueMap<Quantity> Limits { get; init; }

    [Field(2)]
    public ValueMap<Quantity> Requests { get; init; }
}
