using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Apply;

/// <summary>Names the items of lists that are owned one by one.</summary>
internal static class ListItems
{
    // From this many items on a table finds them.
    private const int IndexFrom = 16;

    /// <summary>The step that leads to an item of a list.</summary>
    /// <exception cref="FieldSetException">The item has no keys.</exception>
    public static PathElement Step(JsonTape tape, FieldShape list, int item)
    {
        using var text = new ByteBuffer(96);
        if (list.Kind == ShapeKind.Set)
        {
            if (tape.IsObject(item)) throw new FieldSetException("associative list without keys has an element that's a map type");
            if (tape.IsArray(item)) throw new FieldSetException("not supported: associative list with lists as elements");
            text.Write("v:"u8);
            WriteScalar(tape, item, text);
            return new(text.ToArray());
        }

        if (tape.IsNull(item)) throw new FieldSetException("associative list with keys may not have a null element");
        if (!tape.IsObject(item)) throw new FieldSetException("associative list with keys may not have non-map elements");
        text.Write("k:{"u8);
        var first = true;
        foreach (var key in list.Keys)
        {
            var value = tape.Find(item, key.Name);
            if (value < 0 && key.Default is null) continue;
            if (!first) text.Write((byte)',');
            first = false;
            JsonStrings.Write(text, key.Name);
            text.Write((byte)':');
            if (value < 0) text.Write(key.Default);
            else WriteScalar(tape, value, text);
        }

        if (first)
        {
            throw new FieldSetException(
                list.Keys.Length == 1
                    ? $"associative list with keys has an element that omits key field \"{JsonStrings.Decode(list.Keys[0].Name)}\" (and doesn't have default value)"
                    : $"associative list with keys has an element that omits all key fields {string.Join(", ", list.Keys.Select(key => $"\"{JsonStrings.Decode(key.Name)}\""))} (and doesn't have default values for any key fields)");
        }

        text.Write((byte)'}');
        return new(text.ToArray());
    }

    /// <summary>The items of a list with their steps.</summary>
    public static List<(PathElement Step, int Token)> Read(JsonTape tape, FieldShape list, int index)
    {
        var items = new List<(PathElement, int)>();
        if (index < 0 || !tape.IsArray(index)) return items;
        var end = tape.Next(index);
        for (var i = index + 1; i < end; i = tape.Next(i)) items.Add((Step(tape, list, i), i));
        return items;
    }

    /// <summary>For each step the places where it occurs, in order of the first.</summary>
    public static ItemTable Group(List<(PathElement Step, int Token)> items) => new(items);

    // Strings are written the same way whatever escapes the client used.
    private static void WriteScalar(JsonTape tape, int value, ByteBuffer text)
    {
        if (tape.IsEscaped(value)) JsonStrings.Write(text, tape.String(value));
        else tape.WriteTo(value, text);
    }

    /// <summary>Finds items by step.</summary>
    internal readonly struct ItemTable
    {
        private readonly List<(PathElement Step, int Token)> _items;
        private readonly Dictionary<PathElement, (int First, int Count)>? _table;

        public ItemTable(List<(PathElement Step, int Token)> items)
        {
            _items = items;
            if (items.Count < IndexFrom) return;
            _table = new(items.Count);
            for (var i = 0; i < items.Count; i++)
            {
                _table[items[i].Step] = _table.TryGetValue(items[i].Step, out var known) ? (known.First, known.Count + 1) : (i, 1);
            }
        }

        /// <summary>How often a step occurs, and where first.</summary>
        public int Count(PathElement step, out int first)
        {
            first = -1;
            if (_table is not null)
            {
                if (!_table.TryGetValue(step, out var entry)) return 0;
                first = entry.First;
                return entry.Count;
            }

            var count = 0;
            for (var i = 0; i < _items.Count; i++)
            {
                if (!_items[i].Step.Equals(step)) continue;
                if (count++ == 0) first = i;
            }

            return count;
        }
    }
}
