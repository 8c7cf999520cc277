using System.Collections.Concurrent;
using System.Text.Json;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Apply;

/// <summary>
/// What the creator of an object comes to own, by the structure of the object: the pods of one template differ in values only and share one
/// set, which is then worked out and written once and not for each of them. When the table is full it is emptied.
/// </summary>
internal sealed class CreatedFields
{
    private const int Capacity = 256;
    private const int MaxStructureBytes = 8 * 1024;

    private ConcurrentDictionary<ReadOnlyMemory<byte>, Created> _sets = new(Utf8NameComparer.Instance);

    /// <summary>The fields of a new object; null when there are none.</summary>
    /// <param name="shape">The kind's shape; always the same for one table.</param>
    /// <param name="created">The new object.</param>
    /// <param name="empty">The kind's object without content, which nobody owns.</param>
    /// <exception cref="FieldSetException">An item of a keyed list has no keys.</exception>
    public FieldSet? Of(FieldShape shape, JsonTape created, ReadOnlySpan<byte> empty)
    {
        using var structure = new ByteBuffer(2048);
        WriteValue(shape, created, 0, structure);
        var sets = _sets;
        if (sets.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(structure.Written, out var known)) return known.Set;
        using var nothing = JsonTape.Parse(empty);
        var set = ObjectDifference.Compute(shape, nothing, created).Written;
        if (structure.Count > MaxStructureBytes) return set;
        if (sets.Count >= Capacity) _sets = sets = new(Utf8NameComparer.Instance);
        sets[structure.ToArray()] = new(set);
        return set;
    }

    /// <summary>
    /// Writes everything the set depends on and nothing else: names of members, keys of list items, and of other values only whether they are
    /// as empty as in an object without content.
    /// </summary>
    private static void WriteValue(FieldShape shape, JsonTape tape, int index, ByteBuffer output)
    {
        switch (tape.Kind(index))
        {
            case JsonValueKind.Object when shape.Kind is ShapeKind.Object or ShapeKind.Deduced:
                WriteMembers(shape, tape, index, output);
                break;
            case JsonValueKind.Array when shape.Kind is ShapeKind.Set or ShapeKind.KeyedList:
                WriteItems(shape, tape, index, output);
                break;
            case JsonValueKind.Object:
                output.Write(tape.IsEmpty(index) ? (byte)'o' : (byte)'O');
                break;
            case JsonValueKind.Array:
                output.Write(tape.IsEmpty(index) ? (byte)'a' : (byte)'A');
                break;
            case JsonValueKind.String:
                output.Write(tape.Raw(index).IsEmpty ? (byte)'s' : (byte)'S');
                break;
            case JsonValueKind.Number:
                output.Write(tape.Raw(index).SequenceEqual("0"u8) ? (byte)'n' : (byte)'N');
                break;
            default:
                // null, true and false differ in their first letter.
                output.Write(tape.Raw(index)[0]);
                break;
        }
    }

    private static void WriteMembers(FieldShape shape, JsonTape tape, int index, ByteBuffer output)
    {
        output.Write((byte)'{');
        var hint = 0;
        var end = tape.Next(index);
        for (var i = index + 1; i < end; i = tape.Next(i + 1))
        {
            var name = tape.String(i);
            var field = shape.Field(name, ref hint);
            if (field is { Ignored: true }) continue;
            WriteText(name, output);
            WriteValue(field?.Shape ?? shape.Element ?? FieldShape.Deduced, tape, i + 1, output);
        }

        output.Write((byte)'}');
    }

    private static void WriteItems(FieldShape list, JsonTape tape, int index, ByteBuffer output)
    {
        output.Write((byte)'[');
        var end = tape.Next(index);
        for (var i = index + 1; i < end; i = tape.Next(i))
        {
            if (list.Kind == ShapeKind.Set || !tape.IsObject(i))
            {
                WriteText(tape.Verbatim(i), output);
                continue;
            }

            foreach (var key in list.Keys)
            {
                var value = tape.Find(i, key.Name);
                WriteText(value < 0 ? default : tape.Verbatim(value), output);
            }

            WriteValue(list.Element!, tape, i, output);
        }

        output.Write((byte)']');
    }

    /// <summary>Text with its length before it, so that no text can be taken for two others.</summary>
    private static void WriteText(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        output.Write((byte)text.Length);
        output.Write((byte)(text.Length >> 8));
        output.Write((byte)(text.Length >> 16));
        output.Write(text);
    }

    private readonly record struct Created(FieldSet? Set);
}
