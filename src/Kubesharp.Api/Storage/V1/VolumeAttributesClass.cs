using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Storage.V1;

/// <summary>Settings of volumes that may change later.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeAttributesClass")]
[Kind("storage.k8s.io", "v1", "VolumeAttributesClass")]
[Resource("volumeattributesclasses", "volumeattributesclass", Namespaced = false, ShortNames = "vac")]
public sealed partial record VolumeAttributesClass
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>CSI driver the settings are for.</summary>
    [Field(2, Always = true, Required = true)]
    public string DriverName { get; init; } = "";

    /// <summary>The settings.</summary>
    [Field(3)]
    public ValueMap<string> Parameters { get; init; }
}

/// <summary>A list of VolumeAttributesClass objects.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeAttributesClassList")]
[Kind("storage.k8s.io", "v1", "VolumeAttributesClassList")]
public sealed partial record VolumeAttributesClassList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<VolumeAttributesClass> Items { get; init; }
}
