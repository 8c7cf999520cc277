using System.Buffers;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Storage;
using Kubesharp.Server.Strategies;
using Kubesharp.Server.Wire;

namespace Kubesharp.Server.Rest;

/// <summary>The resource a request is about: as it is served, and where it is stored.</summary>
/// <param name="Resource">The resource in the requested version.</param>
/// <param name="Storage">Its objects, in the stored version.</param>
/// <param name="Converter">Between the two versions; null when they are the same.</param>
internal sealed record RestTarget(ServedResource Resource, ObjectStorage Storage, VersionConverter? Converter)
{
    /// <summary>The strategy of the stored version.</summary>
    public ResourceStrategy Strategy => Storage.Strategy;

    /// <summary>The strategy of the served version.</summary>
    public ResourceStrategy Served => Resource.Strategy!;

    public GroupVersionResource Gvr => Resource.Info.Gvr;

    public GroupVersionKind Gvk => Resource.Info.Gvk;

    /// <summary>How many bytes behind the opening brace of a stored object hold its kind and version, which lists leave out.</summary>
    public int ItemPrefixLength => Resource.IsCustom ? 0 : "\"kind\":\"\",\"apiVersion\":\"\",".Length + Gvk.Kind.Length + Gvk.ApiVersion.Length;

    /// <summary>Writes a stored object as JSON in the served version.</summary>
    public void WriteJson(StoredObject value, IBufferWriter<byte> output)
    {
        if (Converter is null) value.WriteTo(output);
        else Served.WriteJson(Converter.ToServed(Storage.TypedOf(value)), output);
    }

    /// <summary>A stored object as JSON in the served version.</summary>
    public byte[] JsonOf(StoredObject value) => Converter is null ? value.ToJson() : Served.ToJson(Converter.ToServed(Storage.TypedOf(value)));

    /// <summary>A stored object as a record, as a client in the process sees it.</summary>
    public IKubernetesObject RecordOf(StoredObject value, ResponseFormat format) =>
        format.Projection is Projection.PartialMetadata or Projection.PartialMetadataList ? new PartialObjectMetadata { Metadata = Storage.TypedOf(value).Metadata } : ServedOf(value);

    public IKubernetesObject ServedOf(StoredObject value)
    {
        var typed = Storage.TypedOf(value);
        return Converter is null ? typed : Converter.ToServed(typed);
    }
}
