using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ConfigMap")]
[Kind("", "v1", "ConfigMap")]
[Resource("configmaps", "configmap", Namespaced = true, ShortNames = "cm")]
public sealed partial record ConfigMap
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(4)]
    public bool? Immutable { get; init; }

    [Field(2)]
    public ValueMap<string> Data { get; init; }

    [Field(3)]
    public ValueMap<ByteString> BinaryData { get; init; }
}

[ApiType("io.k8s.api.core.v1.ConfigMapList")]
[Kind("", "v1", "ConfigMapList")]
public sealed partial record ConfigMapList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<ConfigMap> Items { get; init; }
}
