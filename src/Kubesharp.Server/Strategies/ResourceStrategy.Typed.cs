using System.Buffers;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Schema;
using Kubesharp.Api.Serialization;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies;

/// <summary>
/// The strategy of a built-in kind. Objects are immutable: the methods that change something return a changed copy. The request pipeline
/// itself takes care of metadata (names, uid, timestamps, generation, resourceVersion, managedFields, deletion) and validates it by
/// <see cref="ValidateName"/>; what is left here is spec and status.
/// </summary>
public abstract class ResourceStrategy<T> : ResourceStrategy
    where T : class, IResource<T>
{
    public sealed override ResourceInfo Resource => T.Resource;

    public sealed override TypeSchema Schema => T.Schema;

    /// <summary>
    /// A copy of <paramref name="to"/> that has the status of <paramref name="from"/>. It is all the pipeline needs to keep status out of
    /// ordinary updates, spec out of status updates, and to see whether the specification changed.
    /// </summary>
    protected internal virtual T CopyStatus(T to, T from) => to;

    /// <summary>Fills absent fields with the values the API promises. Also applied to what is read from clients for updates. Must be idempotent.</summary>
    protected internal virtual T Default(T value) => value;

    /// <summary>Before admission of a creation: drops what users may not set (by default the status), sets what the server decides.</summary>
    protected internal virtual T PrepareForCreate(T value, RequestContext context) => HasStatus ? CopyStatus(value, T.Empty) : value;

    /// <summary>Before validation of an update: puts back what an update may not change silently (by default the status).</summary>
    protected internal virtual T PrepareForUpdate(T old, T value, RequestContext context) => HasStatus ? CopyStatus(value, old) : value;

    /// <summary>Before validation of a status update: everything but status and metadata stays as it was.</summary>
    protected internal virtual T PrepareForStatusUpdate(T old, T value, RequestContext context) =>
        CopyStatus(old.WithMetadata(value.Metadata), value);

    /// <summary>Checks a new object, except for its metadata.</summary>
    protected internal virtual void Validate(T value, ErrorList errors, RequestContext context)
    {
    }

    /// <summary>Checks an update, except for the metadata. <see cref="Validate"/> is not called by the pipeline; call it from here if it applies.</summary>
    protected internal virtual void ValidateUpdate(T value, T old, ErrorList errors, RequestContext context) => Validate(value, errors, context);

    protected internal virtual void ValidateStatusUpdate(T value, T old, ErrorList errors, RequestContext context)
    {
    }

    /// <summary>What is wrong with a name (or with a generateName, when <paramref name="prefix"/>), in the words of <see cref="Names"/>.</summary>
    protected internal virtual string[] ValidateName(string name, bool prefix) =>
        Names.Dns1123Subdomain(prefix && name.EndsWith('-') ? string.Concat(name.AsSpan(0, name.Length - 1), "a") : name);

    /// <summary>Adds warnings to the context; <paramref name="old"/> is null for creations.</summary>
    protected internal virtual void Warn(T value, T? old, RequestContext context)
    {
    }

    /// <summary>How a deletion goes on: at once, or gracefully after some seconds.</summary>
    protected internal virtual DeletionDecision DecideDeletion(T value, DeleteOptions options, RequestContext context) => DeletionDecision.Immediate;

    /// <summary>The value of one of <see cref="ResourceStrategy.FieldNames"/>; empty text for absent values.</summary>
    protected internal virtual string Field(T value, string name) => "";

    /// <summary>Adds one cell for each of <see cref="ResourceStrategy.TableColumns"/>, in their order.</summary>
    protected internal virtual void WriteRow(T value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        if (ShowsAge) row.Age(value.Metadata.CreationTimestamp);
        else row.Text(value.Metadata.CreationTimestamp.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
    }

    internal sealed override IKubernetesObject DefaultObject(IKubernetesObject value) => Default((T)value);

    internal sealed override IKubernetesObject PrepareObjectForCreate(IKubernetesObject value, RequestContext context) => PrepareForCreate((T)value, context);

    internal sealed override IKubernetesObject PrepareObjectForUpdate(IKubernetesObject old, IKubernetesObject value, RequestContext context)
    {
        var prepared = PrepareForUpdate((T)old, (T)value, context);
        if (!TracksGeneration) return prepared;
        var changed = !CopyStatus(prepared, (T)old).WithMetadata(old.Metadata).Equals((T)old);
        return prepared.WithMetadata(prepared.Metadata with { Generation = old.Metadata.Generation + (changed ? 1 : 0) });
    }

    internal sealed override IKubernetesObject PrepareObjectForStatusUpdate(IKubernetesObject old, IKubernetesObject value, RequestContext context)
    {
        var prepared = PrepareForStatusUpdate((T)old, (T)value, context);
        return prepared.Metadata.Generation == old.Metadata.Generation
            ? prepared
            : prepared.WithMetadata(prepared.Metadata with { Generation = old.Metadata.Generation });
    }

    internal sealed override void ValidateObject(IKubernetesObject value, ErrorList errors, RequestContext context) => Validate((T)value, errors, context);

    internal sealed override void ValidateObjectUpdate(IKubernetesObject value, IKubernetesObject old, ErrorList errors, RequestContext context) =>
        ValidateUpdate((T)value, (T)old, errors, context);

    internal sealed override void ValidateObjectStatusUpdate(IKubernetesObject value, IKubernetesObject old, ErrorList errors, RequestContext context) =>
        ValidateStatusUpdate((T)value, (T)old, errors, context);

    internal sealed override string[] ValidateObjectName(string name, bool prefix) => ValidateName(name, prefix);

    internal sealed override void WarnOfObject(IKubernetesObject value, IKubernetesObject? old, RequestContext context) => Warn((T)value, (T?)old, context);

    internal sealed override DeletionDecision DecideObjectDeletion(IKubernetesObject value, DeleteOptions options, RequestContext context) =>
        DecideDeletion((T)value, options, context);

    internal sealed override string FieldOf(IKubernetesObject value, string name) => Field((T)value, name);

    internal sealed override void WriteObjectRow(IKubernetesObject value, TableRowBuilder row) => WriteRow((T)value, row);

    internal sealed override IKubernetesObject WithMetadata(IKubernetesObject value, ObjectMeta metadata) => ((T)value).WithMetadata(metadata);

    internal sealed override IKubernetesObject FromJson(ReadOnlySpan<byte> json, DecodeProblems? problems) => ApiJson.Decode<T>(json, problems);

    internal sealed override IKubernetesObject FromJson(
        ReadOnlySpan<byte> json, DecodeProblems? problems, IKubernetesObject known, ReadOnlySpan<byte> knownJson) =>
        ApiJson.Decode(json, problems, (T)known, knownJson);

    internal sealed override IKubernetesObject FromProtobuf(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        return T.ReadProtobuf(ref reader);
    }

    internal sealed override byte[] ToJson(IKubernetesObject value) => ApiJson.Encode((T)value);

    internal sealed override void WriteJson(IKubernetesObject value, IBufferWriter<byte> output) => ApiJson.Encode((T)value, output);

    internal sealed override IKubernetesObject Canonical(IKubernetesObject value) => Api.Serialization.Canonical.Of((T)value);

    internal sealed override IKubernetesObject Canonical(IKubernetesObject value, ReadOnlySpan<byte> json) => Api.Serialization.Canonical.Of((T)value, json);

    internal sealed override byte[] ToProtobuf(IKubernetesObject value) => ApiProtobuf.Encode((T)value);
}
