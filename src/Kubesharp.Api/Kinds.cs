using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Schema;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Api;

/// <summary>An API type whose codecs and schema the generator wrote.</summary>
public interface IApiType<TSelf>
    where TSelf : class, IApiType<TSelf>
{
    /// <summary>The value whose fields are all absent.</summary>
    static abstract TSelf Empty { get; }

    static abstract TypeSchema Schema { get; }

    /// <summary>Reads an object; the reader stands on its first token and is left on its last. A JSON null gives <see cref="Empty"/>.</summary>
    static abstract TSelf ReadJson(ref JsonDecoder decoder);

    static abstract TSelf ReadProtobuf(ref ProtobufReader reader);

    /// <summary>Writes the object with its braces, without kind and version.</summary>
    void WriteJson(System.Text.Json.Utf8JsonWriter writer);

    /// <summary>
    /// Whether reading what this writes as JSON gives the same again: times are no finer than they are written, what is left out when it is
    /// empty is absent, JSON of open shape is compact, and no text might get lost. It may err on the side of false.
    /// </summary>
    bool IsCanonical();

    /// <summary>Writes the fields, last first, in front of what the writer holds.</summary>
    void WriteProtobuf(ref ProtobufWriter writer);
}

/// <summary>An API type that can stand alone because it has a kind.</summary>
public interface IKind
{
    GroupVersionKind GroupVersionKind { get; }

    /// <summary>The object as canonical JSON with its kind and version.</summary>
    byte[] ToJson();

    /// <summary>The object as protobuf in the envelope that names its kind and version.</summary>
    byte[] ToProtobuf();
}

/// <summary>A kind whose identity is known from the type.</summary>
public interface IKind<TSelf> : IKind, IApiType<TSelf>
    where TSelf : class, IKind<TSelf>
{
    static abstract GroupVersionKind Gvk { get; }

    /// <summary>Writes the members without the braces, without kind and version.</summary>
    void WriteJsonFields(System.Text.Json.Utf8JsonWriter writer);
}

/// <summary>A kind with object metadata.</summary>
public interface IKubernetesObject : IKind
{
    ObjectMeta Metadata { get; }
}

/// <summary>A kind with object metadata, known from the type.</summary>
public interface IKubernetesObject<TSelf> : IKubernetesObject, IKind<TSelf>
    where TSelf : class, IKubernetesObject<TSelf>
{
    /// <summary>A copy with other metadata.</summary>
    TSelf WithMetadata(ObjectMeta metadata);
}

/// <summary>A kind that is stored and served as a REST resource.</summary>
public interface IResource<TSelf> : IKubernetesObject<TSelf>
    where TSelf : class, IResource<TSelf>
{
    static abstract ResourceInfo Resource { get; }
}

/// <summary>Names a kind. The group of the core kinds is empty.</summary>
public sealed record GroupVersionKind(string Group, string Version, string Kind)
{
    /// <summary>Group and version as objects carry them: <c>apps/v1</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    public override string ToString() => $"{ApiVersion}, Kind={Kind}";
}

/// <summary>Names a resource. The group of the core resources is empty.</summary>
public sealed record GroupVersionResource(string Group, string Version, string Resource)
{
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Resource and group as messages name it: <c>deployments.apps</c>, or <c>pods</c> for the core group.</summary>
    public string GroupResource => Group.Length == 0 ? Resource : $"{Resource}.{Group}";
}

/// <summary>What discovery says of a resource.</summary>
public sealed record ResourceInfo(GroupVersionResource Gvr, GroupVersionKind Gvk, string Singular, bool Namespaced, ValueList<string> ShortNames, ValueList<string> Categories);

/// <summary>Kind and version of an object that stands inside another.</summary>
public sealed record TypeMeta(string ApiVersion, string Kind);
