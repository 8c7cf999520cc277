using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Storage.V1;

[ApiType("io.k8s.api.storage.v1.VolumeAttributesClass")]
[Kind("storage.k8s.io", "v1", "VolumeAttributesClass")]
[Resource("volumeattributesclasses", "volumeattributesclass", Namespaced = false, ShortNames = "vac")]
public sealed partial record VolumeAttributesClass
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public string DriverName { get; init; } = "";

    [Field(3)]
    public ValueMap<string> Parameters { get; init; }
}

[ApiType("io.k8s.api.storage.v1.VolumeAttributesClassList")]
[Kind("storage.k8s.io", "v1", "VolumeAttributesClassList")]
public sealed partial record VolumeAttributesClassList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<VolumeAttributesClass> Items { get; init; }
}
