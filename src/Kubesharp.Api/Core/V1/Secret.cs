using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.Secret")]
[Kind("", "v1", "Secret")]
[Resource("secrets", "secret", Namespaced = true)]
public sealed partial record Secret
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(5)]
    public bool? Immutable { get; init; }

    [Field(2)]
    public ValueMap<ByteString> Data { get; init; }

    [Field(4)]
    public ValueMap<string> StringData { get; init; }

    [Field(3)]
    public string Type { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.SecretList")]
[Kind("", "v1", "SecretList")]
public sealed partial record SecretList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<Secret> Items { get; init; }
}
