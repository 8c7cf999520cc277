using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Server.Strategies;
using Kubesharp.Store;

namespace Kubesharp.Server.Storage;

/// <summary>
/// An object as the server keeps it: its canonical JSON and the little that lists, watches and selectors ask for. The stored bytes do not
/// hold the resourceVersion, which the store assigns; it is spliced in on the way out. Everything else is made from the bytes on demand.
/// </summary>
internal sealed class StoredObject
{
    private readonly ResourceStrategy _strategy;
    private readonly int _splice;
    private readonly StoredObject? _content;
    private object? _typed;
    private byte[]? _protobuf;
    private string? _indexValue;

    /// <summary>Makes the object of a write that is about to happen; the revision follows with <see cref="Committed"/>.</summary>
    /// <param name="strategy">How the kind is decoded.</param>
    /// <param name="key">The store's key.</param>
    /// <param name="json">Canonical JSON without resourceVersion.</param>
    /// <param name="typed">The record that was encoded.</param>
    public StoredObject(ResourceStrategy strategy, string key, ReadOnlyMemory<byte> json, IKubernetesObject typed)
        : this(strategy, key, json, typed.Metadata) => _typed = strategy.Canonical(typed, json.Span);

    private StoredObject(ResourceStrategy strategy, string key, ReadOnlyMemory<byte> json, ObjectMeta metadata)
    {
        _strategy = strategy;
        Key = key;
        Raw = json;
        Metadata = Header(metadata);
        _splice = FindSplice(json.Span);
    }

    private StoredObject(StoredObject content, long revision)
    {
        _strategy = content._strategy;
        Key = content.Key;
        Raw = content.Raw;
        Metadata = content.Metadata;
        _splice = content._splice;
        _content = content;
        Revision = revision;
    }

    /// <summary>Where the object is in the store.</summary>
    public string Key { get; }

    /// <summary>Revision of the write, which is the object's resourceVersion; 0 until it is stored.</summary>
    public long Revision { get; private set; }

    /// <summary>Canonical JSON without the resourceVersion.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>Metadata without annotations and managedFields.</summary>
    public ObjectMeta Metadata { get; }

    public string Namespace => Metadata.Namespace;

    public string Name => Metadata.Name;

    public ValueMap<string> Labels => Metadata.Labels;

    /// <summary>Most bytes that <see cref="WriteTo"/> writes.</summary>
    public int MaxLength => Raw.Length + 48;

    /// <summary>
    /// The object as a record, with its resourceVersion, the same as decoding its JSON gives. Decoded when first asked for, and let go of
    /// again by <see cref="Forget"/>.
    /// </summary>
    public IKubernetesObject Typed
    {
        get
        {
            if (Known is { } known) return known;
            var typed = WithRevision(_content?.Known ?? _strategy.FromJson(Raw.Span, null));
            Volatile.Write(ref _typed, typed);
            return typed;
        }
    }

    /// <summary>The record, when it is at hand: kept here, or by somebody in the process who got it from here.</summary>
    public IKubernetesObject? Known => Volatile.Read(ref _typed) switch
    {
        WeakReference<IKubernetesObject> weak => weak.TryGetTarget(out var typed) ? typed : null,
        var typed => (IKubernetesObject?)typed,
    };

    /// <summary>Makes the object from a stored value, by decoding its metadata only.</summary>
    public static StoredObject FromStore(ResourceStrategy strategy, KeyValue value)
    {
        if (value.Decoded is StoredObject written) return written.Committed(value.ModRevision);
        return new StoredObject(strategy, value.Key, value.Value, ReadMetadata(value.Value.Span)).Committed(value.ModRevision);
    }

    /// <summary>The same content at another revision, as deletion events carry it.</summary>
    public StoredObject At(long revision) => new(this, revision);

    /// <summary>Lets go of everything that can be made again.</summary>
    /// <param name="isShared">Whether the record is to be found again as long as somebody else in the process holds it.</param>
    public void Forget(bool isShared)
    {
        if (!isShared) Volatile.Write(ref _typed, null);
        else if (Volatile.Read(ref _typed) is IKubernetesObject typed) Volatile.Write(ref _typed, new WeakReference<IKubernetesObject>(typed));
        Volatile.Write(ref _protobuf, null);
    }

    /// <summary>A value that watches are narrowed by, such as a pod's node; worked out once.</summary>
    public string IndexValue(string field) => _indexValue ??= _strategy.FieldOf(Peek(), field);

    /// <summary>The value of a field that field selectors may name.</summary>
    public string Field(string name) => name switch
    {
        "metadata.name" => Name,
        "metadata.namespace" => Namespace,
        _ => _strategy.FieldOf(Peek(), name),
    };

    /// <summary>The object as canonical JSON with its resourceVersion.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="skip">How many bytes after the opening brace to leave out: the kind, in lists.</param>
    public void WriteTo(IBufferWriter<byte> output, int skip = 0)
    {
        var raw = Raw.Span;
        var target = output.GetSpan(raw.Length + 48);
        var length = 0;
        if (skip > 0)
        {
            target[0] = (byte)'{';
            length = 1;
            raw[(skip + 1).._splice].CopyTo(target[1..]);
            length += _splice - skip - 1;
        }
        else
        {
            raw[.._splice].CopyTo(target);
            length = _splice;
        }

        if (Revision > 0)
        {
            ",\"resourceVersion\":\""u8.CopyTo(target[length..]);
            length += 20;
            Utf8Formatter.TryFormat(Revision, target[length..], out var digits);
            length += digits;
            target[length++] = (byte)'"';
        }

        raw[_splice..].CopyTo(target[length..]);
        output.Advance(length + raw.Length - _splice);
    }

    /// <summary>The object as canonical JSON with its resourceVersion, as an array of its own.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(MaxLength);
        WriteTo(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// The object as protobuf with its envelope. All watchers of an object that has just been written get the same bytes; they are kept as
    /// long as the record is, and not at all for an object that nobody has decoded lately.
    /// </summary>
    public byte[] ToProtobuf()
    {
        var known = Volatile.Read(ref _protobuf);
        if (known is not null) return known;
        known = _strategy.ToProtobuf(Known ?? WithRevision(_content?.Known ?? _strategy.FromJson(Raw.Span, null)));
        if (!KeepsRecord) return known;
        Volatile.Write(ref _protobuf, known);
        // It may have been told to forget in the meantime, and nobody will tell it again.
        if (!KeepsRecord) Volatile.Write(ref _protobuf, null);
        return known;
    }

    private bool KeepsRecord => Volatile.Read(ref _typed) is IKubernetesObject;

    /// <summary>The record, without keeping it: selectors walk whole collections.</summary>
    private IKubernetesObject Peek() => Known ?? _strategy.FromJson(Raw.Span, null);

    /// <summary>Called once, on the store's writer, before anybody else sees the object.</summary>
    private StoredObject Committed(long revision)
    {
        Debug.Assert(Revision == 0 || Revision == revision, "an object is stored once");
        Revision = revision;
        if (_typed is IKubernetesObject typed) _typed = WithRevision(typed);
        return this;
    }

    private IKubernetesObject WithRevision(IKubernetesObject value) =>
        _strategy.WithMetadata(value, value.Metadata with { ResourceVersion = Revision > 0 ? Revision.ToString(System.Globalization.CultureInfo.InvariantCulture) : "" });

    private static ObjectMeta ReadMetadata(ReadOnlySpan<byte> json)
    {
        var start = json.IndexOf("\"metadata\":{"u8);
        if (start < 0) throw new InvalidDataException("stored object has no metadata");
        var decoder = new JsonDecoder(json[(start + 11)..]);
        decoder.Read();
        return ObjectMeta.ReadJson(ref decoder);
    }

    private static ObjectMeta Header(ObjectMeta metadata) =>
        metadata with { Annotations = default, ManagedFields = default, ResourceVersion = "", SelfLink = "", GenerateName = "" };

    /// <summary>
    /// The place behind the uid, where the resourceVersion belongs. Nothing before it can hold the searched text: kind, version, name and
    /// namespace cannot contain quotes.
    /// </summary>
    private static int FindSplice(ReadOnlySpan<byte> json)
    {
        var start = json.IndexOf("\"uid\":\""u8);
        if (start < 0) throw new InvalidDataException($"stored object has no uid: {Encoding.UTF8.GetString(json[..Math.Min(json.Length, 100)])}");
        var value = start + 7;
        return value + json[value..].IndexOf((byte)'"') + 1;
    }
}
