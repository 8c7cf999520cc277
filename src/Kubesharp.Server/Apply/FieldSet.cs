using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Apply;

/// <summary>
/// A set of field paths, as a tree: each entry is one step, says whether the path that ends here belongs to the set, and holds the longer
/// paths. Sets never change, so parts of them are shared freely.
/// </summary>
internal sealed class FieldSet
{
    private readonly Entry[] _entries;
    private byte[]? _json;

    private FieldSet(Entry[] entries) => _entries = entries;

    public static FieldSet Empty { get; } = new([]);

    public bool IsEmpty => _entries.Length == 0;

    public ReadOnlySpan<Entry> Entries => _entries;

    /// <summary>A set of entries in any order, each step once.</summary>
    public static FieldSet? Of(Span<Entry> entries)
    {
        if (entries.IsEmpty) return null;
        var sorted = entries.ToArray();
        Sort(sorted);
        return new(sorted);
    }

    /// <summary>Paths that are in either set.</summary>
    public static FieldSet? Union(FieldSet? left, FieldSet? right)
    {
        if (left is null || ReferenceEquals(left, right)) return right;
        return right is null ? left : Combine(left, right, SetOperation.Union);
    }

    /// <summary>Paths of the left set that are not in the right one.</summary>
    public static FieldSet? Difference(FieldSet? left, FieldSet? right)
    {
        if (left is null || ReferenceEquals(left, right)) return null;
        return Overlap(left, right) ? Combine(left, right!, SetOperation.Difference) : left;
    }

    /// <summary>Paths that are in both sets.</summary>
    public static FieldSet? Intersection(FieldSet? left, FieldSet? right)
    {
        if (left is null || right is null) return null;
        return ReferenceEquals(left, right) ? left : Combine(left, right, SetOperation.Intersection);
    }

    /// <summary>Whether some path is in both sets.</summary>
    public static bool Overlap(FieldSet? left, FieldSet? right)
    {
        if (left is null || right is null) return false;
        for (int i = 0, j = 0; i < left._entries.Length && j < right._entries.Length;)
        {
            ref var a = ref left._entries[i];
            ref var b = ref right._entries[j];
            var order = a.Step.CompareTo(b.Step);
            if (order == 0)
            {
                if (a.IsMember && b.IsMember || Overlap(a.Children, b.Children)) return true;
                i++;
                j++;
            }
            else if (order < 0)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return false;
    }

    /// <summary>Whether every path of this set is in another.</summary>
    public static bool Contains(FieldSet? whole, FieldSet? part)
    {
        if (part is null || ReferenceEquals(whole, part)) return true;
        if (whole is null) return false;
        var i = 0;
        foreach (ref var entry in part._entries.AsSpan())
        {
            while (i < whole._entries.Length && whole._entries[i].Step.CompareTo(entry.Step) < 0) i++;
            if (i == whole._entries.Length || !whole._entries[i].Step.Equals(entry.Step)) return false;
            if (entry.IsMember && !whole._entries[i].IsMember || !Contains(whole._entries[i].Children, entry.Children)) return false;
        }

        return true;
    }

    /// <summary>The entry of a step; the default value when there is none.</summary>
    public Entry Find(PathElement step)
    {
        int low = 0, high = _entries.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = _entries[middle].Step.CompareTo(step);
            if (order == 0) return _entries[middle];
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return default;
    }

    /// <summary>
    /// The set with each declared field that leads to members as a member too, so that taking the set away from an object takes away
    /// what would stay as an empty shell.
    /// </summary>
    public FieldSet WithNamedFields(FieldShape shape)
    {
        var entries = new Entry[_entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            ref var entry = ref _entries[i];
            var below = shape.Step(entry.Step);
            var named = entry.Children is not null && entry.Step.IsField && shape.Declares(entry.Step);
            entries[i] = new(entry.Step, entry.IsMember || named, entry.Children?.WithNamedFields(below));
        }

        return new(entries);
    }

    /// <summary>Calls back for every path: at each level the members first, then what is below them.</summary>
    public void Walk(Action<string> visit, string prefix = "")
    {
        foreach (var entry in _entries)
        {
            if (entry.IsMember) visit(prefix + entry.Step);
        }

        foreach (var entry in _entries) entry.Children?.Walk(visit, prefix + entry.Step);
    }

    /// <summary>The fieldsV1 form; the same array each time, not to be changed.</summary>
    public byte[] ToJson()
    {
        if (_json is not null) return _json;
        using var output = new ByteBuffer(1024);
        Write(output, false);
        return _json = output.ToArray();
    }

    /// <summary>Reads the fieldsV1 form.</summary>
    /// <exception cref="FormatException">The JSON is not a field set.</exception>
    public static FieldSet? Parse(JsonTape tape, int index, out bool isMember)
    {
        isMember = false;
        if (!tape.IsObject(index)) throw new FormatException("expected map");
        var entries = new List<Entry>();
        var end = tape.Next(index);
        for (var i = index + 1; i < end; i = tape.Next(i + 1))
        {
            var name = tape.String(i);
            if (name.SequenceEqual("."u8))
            {
                isMember = true;
                continue;
            }

            // Steps of kinds this version does not know are dropped, as upstream does.
            if (PathElement.Parse(name) is not { } step) continue;
            var children = Parse(tape, i + 1, out var member);
            entries.Add(new(step, member || children is null, children));
        }

        return Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(entries));
    }

    private void Write(ByteBuffer output, bool isMember)
    {
        output.Write((byte)'{');
        if (isMember) output.Write("\".\":{}"u8);
        for (var i = 0; i < _entries.Length; i++)
        {
            ref var entry = ref _entries[i];
            if (i > 0 || isMember) output.Write((byte)',');
            output.Write(entry.Step.Quoted);
            output.Write((byte)':');
            if (entry.Children is null) output.Write("{}"u8);
            else entry.Children.Write(output, entry.IsMember);
        }

        output.Write((byte)'}');
    }

    private static FieldSet? Combine(FieldSet left, FieldSet right, SetOperation operation)
    {
        var result = new Entry[operation == SetOperation.Union ? left._entries.Length + right._entries.Length : left._entries.Length];
        var count = 0;
        int i = 0, j = 0;
        var sameAsLeft = true;
        while (i < left._entries.Length || j < right._entries.Length)
        {
            var order = i == left._entries.Length ? 1 : j == right._entries.Length ? -1 : left._entries[i].Step.CompareTo(right._entries[j].Step);
            if (order < 0)
            {
                if (operation == SetOperation.Intersection) sameAsLeft = false;
                else result[count++] = left._entries[i];
                i++;
                continue;
            }

            if (order > 0)
            {
                if (operation == SetOperation.Union)
                {
                    result[count++] = right._entries[j];
                    sameAsLeft = false;
                }

                j++;
                continue;
            }

            var a = left._entries[i++];
            var b = right._entries[j++];
            var (member, children) = operation switch
            {
                SetOperation.Union => (a.IsMember || b.IsMember, Union(a.Children, b.Children)),
                SetOperation.Intersection => (a.IsMember && b.IsMember, Intersection(a.Children, b.Children)),
                _ => (a.IsMember && !b.IsMember, Difference(a.Children, b.Children)),
            };
            if (member != a.IsMember || !ReferenceEquals(children, a.Children)) sameAsLeft = false;
            if (member || children is not null) result[count++] = new(a.Step, member, children);
        }

        if (sameAsLeft) return left;
        return count == 0 ? null : new(result.AsSpan(0, count).ToArray());
    }

    // Objects have few members, mostly in an order of their own, so inserting beats sorting.
    private static void Sort(Entry[] entries)
    {
        if (entries.Length > 32)
        {
            Array.Sort(entries, static (a, b) => a.Step.CompareTo(b.Step));
            return;
        }

        for (var i = 1; i < entries.Length; i++)
        {
            var entry = entries[i];
            var at = i;
            for (; at > 0 && entries[at - 1].Step.CompareTo(entry.Step) > 0; at--) entries[at] = entries[at - 1];
            entries[at] = entry;
        }
    }

    /// <summary>One step of the tree.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="IsMember">The path that ends here is in the set.</param>
    /// <param name="Children">Longer paths, or null.</param>
    public readonly record struct Entry(PathElement Step, bool IsMember, FieldSet? Children);

    private enum SetOperation
    {
        Union,
        Intersection,
        Difference,
    }
}
