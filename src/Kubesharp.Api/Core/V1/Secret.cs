using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>Passwords, keys and other confidential data, as pairs of keys and values.</summary>
[ApiType("io.k8s.api.core.v1.Secret")]
[Kind("", "v1", "Secret")]
[Resource("secrets", "secret", Namespaced = true)]
public sealed partial record Secret
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>Forbids any further change of the data. Default false.</summary>
    [Field(5)]
    public bool? Immutable { get; init; }

    /// <summary>The values, in base64.</summary>
    [Field(2)]
    public ValueMap<ByteString> Data { get; init; }

    /// <summary>Values as plain text, for writing only; they replace those in data.</summary>
    [Field(4)]
    public ValueMap<string> StringData { get; init; }

    /// <summary>What the Secret holds, such as Opaque (default) or kubernetes.io/tls. It cannot be changed.</summary>
    [Field(3)]
    public string Type { get; init; } = "";
}

/// <summary>A list of Secret objects.</summary>
[ApiType("io.k8s.api.core.v1.SecretList")]
[Kind("", "v1", "SecretList")]
public sealed partial record SecretList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<Secret> Items { get; init; }
}
