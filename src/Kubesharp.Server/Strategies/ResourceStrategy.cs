using System.Buffers;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Schema;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies;

/// <summary>
/// What a schema cannot say of a kind: defaults, validation, what an update may change, how it is deleted and printed. This is the form
/// the request pipeline works with; built-in kinds derive from <see cref="ResourceStrategy{T}"/>.
/// </summary>
public abstract class ResourceStrategy
{
    public abstract ResourceInfo Resource { get; }

    /// <summary>Null when the kind has none (custom resources that preserve unknown fields).</summary>
    public abstract TypeSchema? Schema { get; }

    /// <summary>The part of the store's keys between <c>/registry/</c> and the namespace, such as <c>services/specs</c>.</summary>
    public virtual string StoragePrefix => Resource.Gvr.Resource;

    /// <summary>Whether the status is written through the status subresource only.</summary>
    public virtual bool HasStatus => false;

    /// <summary>Whether metadata.generation counts the changes of the specification.</summary>
    public virtual bool TracksGeneration => false;

    /// <summary>Whether a PUT to a name that does not exist creates the object.</summary>
    public virtual bool AllowCreateOnUpdate => false;

    /// <summary>Whether a PUT without a resourceVersion overwrites whatever is stored.</summary>
    public virtual bool AllowUnconditionalUpdate => true;

    /// <summary>Names by which field selectors may select, beside metadata.name and metadata.namespace.</summary>
    public virtual IReadOnlyList<string> FieldNames => [];

    /// <summary>The name that a field of <see cref="FieldNames"/> has in the version in which objects are stored.</summary>
    public virtual string StoredField(string name) => name;

    /// <summary>Columns of the Table form.</summary>
    public virtual IReadOnlyList<TableColumn> TableColumns => ShowsAge ? TableColumn.NameAndAge : TableColumn.NameAndCreatedAt;

    /// <summary>Whether a kind without columns of its own shows how old its objects are; upstream shows when most of those were created.</summary>
    public virtual bool ShowsAge => false;

    /// <summary>What happens to dependents when a deletion does not say.</summary>
    public virtual string DefaultPropagation => DeletionPropagation.Background;

    /// <summary>How long objects of the kind live on their own before the store removes them; null for ever (events: 1 h).</summary>
    public virtual TimeSpan? TimeToLive(RequestContext context) => null;

    internal abstract IKubernetesObject DefaultObject(IKubernetesObject value);

    internal abstract IKubernetesObject PrepareObjectForCreate(IKubernetesObject value, RequestContext context);

    internal abstract IKubernetesObject PrepareObjectForUpdate(IKubernetesObject old, IKubernetesObject value, RequestContext context);

    internal abstract IKubernetesObject PrepareObjectForStatusUpdate(IKubernetesObject old, IKubernetesObject value, RequestContext context);

    internal abstract void ValidateObject(IKubernetesObject value, ErrorList errors, RequestContext context);

    internal abstract void ValidateObjectUpdate(IKubernetesObject value, IKubernetesObject old, ErrorList errors, RequestContext context);

    internal abstract void ValidateObjectStatusUpdate(IKubernetesObject value, IKubernetesObject old, ErrorList errors, RequestContext context);

    internal abstract string[] ValidateObjectName(string name, bool prefix);

    internal abstract void WarnOfObject(IKubernetesObject value, IKubernetesObject? old, RequestContext context);

    internal abstract DeletionDecision DecideObjectDeletion(IKubernetesObject value, DeleteOptions options, RequestContext context);

    internal abstract string FieldOf(IKubernetesObject value, string name);

    internal abstract void WriteObjectRow(IKubernetesObject value, TableRowBuilder row);

    internal abstract IKubernetesObject WithMetadata(IKubernetesObject value, ObjectMeta metadata);

    internal abstract IKubernetesObject FromJson(ReadOnlySpan<byte> json, Api.Serialization.DecodeProblems? problems);

    /// <summary>Reads an object of which another state is known, and shares with it what has not changed.</summary>
    internal abstract IKubernetesObject FromJson(
        ReadOnlySpan<byte> json, Api.Serialization.DecodeProblems? problems, IKubernetesObject known, ReadOnlySpan<byte> knownJson);

    internal abstract IKubernetesObject FromProtobuf(ReadOnlySpan<byte> message);

    internal abstract byte[] ToJson(IKubernetesObject value);

    internal abstract void WriteJson(IKubernetesObject value, IBufferWriter<byte> output);

    /// <summary>A record from a client in the process, as decoding its JSON would give it.</summary>
    internal abstract IKubernetesObject Canonical(IKubernetesObject value);

    /// <summary>A record, as decoding the JSON that was made of it would give it.</summary>
    internal abstract IKubernetesObject Canonical(IKubernetesObject value, ReadOnlySpan<byte> json);

    internal abstract byte[] ToProtobuf(IKubernetesObject value);
}
