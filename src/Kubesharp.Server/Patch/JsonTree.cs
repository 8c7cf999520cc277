using System.Text.Json;

namespace Kubesharp.Server.Patch;

/// <summary>
/// A JSON value that can be changed. Values that nobody looks into stay what they are on the <see cref="JsonTape"/> they came from and are
/// copied byte for byte when the tree is written, so member order, number text and unknown content survive.
/// </summary>
internal sealed class JsonTree
{
    // From this many members on an object keeps an index of its names.
    private const int IndexFrom = 24;

    private readonly JsonTape? _tape;
    private readonly int _token;
    private readonly byte[]? _literal;
    private List<JsonMember>? _members;
    private List<JsonTree>? _items;
    private Dictionary<ReadOnlyMemory<byte>, int>? _names;
    private int _removed;

    private JsonTree(JsonValueKind kind, JsonTape? tape, int token, byte[]? literal)
    {
        Kind = kind;
        _tape = tape;
        _token = token;
        _literal = literal;
    }

    public JsonValueKind Kind { get; }

    public bool IsObject => Kind == JsonValueKind.Object;

    public bool IsArray => Kind == JsonValueKind.Array;

    public bool IsNull => Kind == JsonValueKind.Null;

    public bool IsString => Kind == JsonValueKind.String;

    /// <summary>How many members an object has.</summary>
    public int MemberCount => Members().Count - _removed;

    /// <summary>The items of an array, to be read and changed; empty for other values.</summary>
    public List<JsonTree> Items => IsArray ? _items ??= ReadItems() : [];

    /// <summary>The root of a tape, or one of its values.</summary>
    public static JsonTree From(JsonTape tape, int token = 0) => new(tape.Kind(token), tape, token, null);

    /// <summary>A null.</summary>
    public static JsonTree Null() => new(JsonValueKind.Null, null, 0, "null"u8.ToArray());

    /// <summary>A string with a content.</summary>
    public static JsonTree String(ReadOnlySpan<byte> content) => new(JsonValueKind.String, null, 0, JsonStrings.Quote(content));

    public static JsonTree NewObject() => new(JsonValueKind.Object, null, 0, null) { _members = [] };

    public static JsonTree NewArray() => new(JsonValueKind.Array, null, 0, null) { _items = [] };

    /// <summary>A value of its own: changes to one do not show in the other.</summary>
    public JsonTree Copy()
    {
        if (_members is null && _items is null) return new(Kind, _tape, _token, _literal);
        var copy = IsObject ? NewObject() : NewArray();
        if (IsObject)
        {
            foreach (var member in Members())
            {
                if (member.Value is not null) copy._members!.Add(member with { Value = member.Value.Copy() });
            }
        }
        else
        {
            foreach (var item in Items) copy._items!.Add(item.Copy());
        }

        return copy;
    }

    /// <summary>The value of a member, or null when there is none.</summary>
    public JsonTree? Get(ReadOnlySpan<byte> name)
    {
        var index = IndexOf(name);
        return index < 0 ? null : _members![index].Value;
    }

    /// <summary>Replaces a member, or adds it after the others.</summary>
    public void Set(ReadOnlySpan<byte> name, JsonTree value)
    {
        var index = IndexOf(name);
        if (index >= 0) _members![index] = _members[index] with { Value = value };
        else Add(new(name.ToArray(), value));
    }

    /// <summary>Removes a member; false when there is none.</summary>
    public bool Remove(ReadOnlySpan<byte> name)
    {
        var index = IndexOf(name);
        if (index < 0) return false;
        _members![index] = _members[index] with { Value = null };
        _names?.Remove(_members[index].Name);
        _removed++;
        return true;
    }

    /// <summary>The members of an object at this moment; the object may be changed while they are walked.</summary>
    public IEnumerable<(ReadOnlyMemory<byte> Name, JsonTree Value)> MembersNow()
    {
        var members = Members();
        for (int i = 0, count = members.Count; i < count; i++)
        {
            if (members[i].Value is { } value) yield return (members[i].Name, value);
        }
    }

    /// <summary>The content of a string, or the text of another scalar.</summary>
    public ReadOnlySpan<byte> Scalar()
    {
        if (_tape is not null) return IsString ? _tape.String(_token) : _tape.Raw(_token);
        if (!IsString) return _literal;
        var inner = _literal.AsSpan(1, _literal!.Length - 2);
        return inner.Contains((byte)'\\') ? JsonStrings.Unescape(inner) : inner;
    }

    /// <summary>Whether two values mean the same: members in any order, numbers by value.</summary>
    public bool SameAs(JsonTree other)
    {
        if (Kind != other.Kind) return false;
        switch (Kind)
        {
            case JsonValueKind.Object:
                if (MemberCount != other.MemberCount) return false;
                foreach (var member in Members())
                {
                    if (member.Value is null) continue;
                    if (other.Get(member.Name.Span) is not { } value || !member.Value.SameAs(value)) return false;
                }

                return true;
            case JsonValueKind.Array:
                if (Items.Count != other.Items.Count) return false;
                for (var i = 0; i < Items.Count; i++)
                {
                    if (!Items[i].SameAs(other.Items[i])) return false;
                }

                return true;
            case JsonValueKind.Number:
                return JsonNumbers.Same(Scalar(), other.Scalar());
            default:
                return Scalar().SequenceEqual(other.Scalar());
        }
    }

    public void WriteTo(ByteBuffer output)
    {
        if (_members is not null) WriteMembers(output);
        else if (_items is not null) WriteItems(output);
        else if (_tape is not null) _tape.WriteTo(_token, output);
        else output.Write(_literal);
    }

    /// <summary>Writes the value with the members of every object in order of their names.</summary>
    public void WriteSorted(ByteBuffer output)
    {
        if (IsObject)
        {
            var members = MembersNow().ToArray();
            Array.Sort(members, static (a, b) => a.Name.Span.SequenceCompareTo(b.Name.Span));
            output.Write((byte)'{');
            for (var i = 0; i < members.Length; i++)
            {
                if (i > 0) output.Write((byte)',');
                JsonStrings.Write(output, members[i].Name.Span);
                output.Write((byte)':');
                members[i].Value.WriteSorted(output);
            }

            output.Write((byte)'}');
        }
        else if (IsArray)
        {
            output.Write((byte)'[');
            for (var i = 0; i < Items.Count; i++)
            {
                if (i > 0) output.Write((byte)',');
                Items[i].WriteSorted(output);
            }

            output.Write((byte)']');
        }
        else
        {
            WriteTo(output);
        }
    }

    /// <summary>The value as compact JSON.</summary>
    public byte[] ToJson()
    {
        using var output = new ByteBuffer();
        WriteTo(output);
        return output.ToArray();
    }

    private void WriteMembers(ByteBuffer output)
    {
        output.Write((byte)'{');
        var first = true;
        foreach (var member in _members!)
        {
            if (member.Value is null) continue;
            if (!first) output.Write((byte)',');
            first = false;
            JsonStrings.Write(output, member.Name.Span);
            output.Write((byte)':');
            member.Value.WriteTo(output);
        }

        output.Write((byte)'}');
    }

    private void WriteItems(ByteBuffer output)
    {
        output.Write((byte)'[');
        for (var i = 0; i < _items!.Count; i++)
        {
            if (i > 0) output.Write((byte)',');
            _items[i].WriteTo(output);
        }

        output.Write((byte)']');
    }

    private int IndexOf(ReadOnlySpan<byte> name)
    {
        var members = Members();
        if (members.Count >= IndexFrom)
        {
            _names ??= IndexNames(members);
            return _names.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var at) ? at : -1;
        }

        for (var i = 0; i < members.Count; i++)
        {
            if (members[i].Value is not null && members[i].Name.Span.SequenceEqual(name)) return i;
        }

        return -1;
    }

    private void Add(JsonMember member)
    {
        _names?.Add(member.Name, _members!.Count);
        _members!.Add(member);
    }

    private List<JsonMember> Members() => _members ??= IsObject ? ReadMembers() : [];

    private List<JsonMember> ReadMembers()
    {
        if (_tape is null) return [];
        Dictionary<ReadOnlyMemory<byte>, int>? names = null;
        var end = _tape.Next(_token);
        var count = 0;
        for (var i = _token + 1; i < end; i = _tape.Next(i + 1)) count++;
        var members = new List<JsonMember>(count + 1);
        for (var i = _token + 1; i < end; i = _tape.Next(i + 1))
        {
            var name = _tape.IsEscaped(i) ? JsonStrings.Unescape(_tape.Raw(i)) : _tape.Memory(i);
            var member = new JsonMember(name, From(_tape, i + 1));
            if (members.Count >= IndexFrom) names ??= IndexNames(members);

            // Of members with the same name the last counts, at the place of the first.
            var known = -1;
            if (names is not null) known = names.TryGetValue(name, out var at) ? at : -1;
            else for (var k = 0; k < members.Count && known < 0; k++) if (members[k].Name.Span.SequenceEqual(name.Span)) known = k;
            if (known >= 0)
            {
                members[known] = member;
                continue;
            }

            names?.Add(name, members.Count);
            members.Add(member);
        }

        _names = names;
        return members;
    }

    private List<JsonTree> ReadItems()
    {
        var items = new List<JsonTree>();
        if (_tape is null) return items;
        var end = _tape.Next(_token);
        for (var i = _token + 1; i < end; i = _tape.Next(i)) items.Add(From(_tape, i));
        return items;
    }

    private static Dictionary<ReadOnlyMemory<byte>, int> IndexNames(List<JsonMember> members)
    {
        var names = new Dictionary<ReadOnlyMemory<byte>, int>(members.Count, Utf8NameComparer.Instance);
        for (var i = 0; i < members.Count; i++)
        {
            if (members[i].Value is not null) names.Add(members[i].Name, i);
        }

        return names;
    }

    /// <summary>A member; without a value it was removed.</summary>
    private readonly record struct JsonMember(ReadOnlyMemory<byte> Name, JsonTree? Value);
}
