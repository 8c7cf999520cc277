using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>Configuration as pairs of keys and values.</summary>
[ApiType("io.k8s.api.core.v1.ConfigMap")]
[Kind("", "v1", "ConfigMap")]
[Resource("configmaps", "configmap", Namespaced = true, ShortNames = "cm")]
public sealed partial record ConfigMap
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>Forbids any further change of the data. Default false.</summary>
    [Field(4)]
    public bool? Immutable { get; init; }

    /// <summary>Values that are text.</summary>
    [Field(2)]
    public ValueMap<string> Data { get; init; }

    /// <summary>Values that are not UTF-8 text, in base64.</summary>
    [Field(3)]
    public ValueMap<ByteString> BinaryData { get; init; }
}

/// <summary>A list of ConfigMap objects.</summary>
[ApiType("io.k8s.api.core.v1.ConfigMapList")]
[Kind("", "v1", "ConfigMapList")]
public sealed partial record ConfigMapList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ConfigMap> Items { get; init; }
}
