using System.Runtime.InteropServices;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Apply;

/// <summary>Walks one object and gathers the paths in it.</summary>
internal sealed class FieldCollector(JsonTape tape)
{
    // Entries of the levels that are being walked, the deepest last.
    private readonly List<FieldSet.Entry> _open = [];

    /// <summary>
    /// The fields a manager names by applying this object: leaves, list items, keys of maps, and whatever is empty; but not the objects
    /// that only lead there.
    /// </summary>
    public FieldSet? Applied(FieldShape shape, int index = 0)
    {
        var start = _open.Count;
        if (IsObject(shape, index))
        {
            var hint = 0;
            var end = tape.Next(index);
            for (var i = index + 1; i < end; i = tape.Next(i + 1))
            {
                var name = tape.String(i);
                var field = shape.Field(name, ref hint);
                if (field is { Ignored: true }) continue;
                var value = i + 1;
                var below = field?.Shape ?? shape.Element ?? FieldShape.Deduced;
                var children = Applied(below, value);
                var named = field is null || IsLeaf(below, value) || tape.IsNull(value) || tape.IsObject(value) && tape.IsEmpty(value);
                if (field is { SelfIgnored: true }) named = false;
                if (named || children is not null) _open.Add(new(field?.Step ?? PathElement.Field(name), named, children));
            }
        }
        else if (IsList(shape, index))
        {
            AddItems(shape, index, static (self, list, item) => self.Applied(list.Element!, item));
        }

        return Close(start);
    }

    /// <summary>Every path below a value that appears or disappears as a whole, the objects in between included.</summary>
    public FieldSet? Everything(FieldShape shape, int index)
    {
        var start = _open.Count;
        if (IsObject(shape, index))
        {
            var hint = 0;
            var end = tape.Next(index);
            for (var i = index + 1; i < end; i = tape.Next(i + 1))
            {
                var name = tape.String(i);
                var field = shape.Field(name, ref hint);
                if (field is { Ignored: true }) continue;
                var children = Everything(field?.Shape ?? shape.Element ?? FieldShape.Deduced, i + 1);
                if (field is { SelfIgnored: true } && children is null) continue;
                _open.Add(new(field?.Step ?? PathElement.Field(name), field is not { SelfIgnored: true }, children));
            }
        }
        else if (IsList(shape, index))
        {
            AddItems(shape, index, static (self, list, item) => self.Everything(list.Element!, item));
        }

        return Close(start);
    }

    /// <summary>Whether a value is owned as a whole.</summary>
    private bool IsLeaf(FieldShape shape, int index) => shape.Kind == ShapeKind.Leaf || shape.Kind == ShapeKind.Deduced && !tape.IsObject(index);

    private bool IsObject(FieldShape shape, int index) => shape.Kind is ShapeKind.Object or ShapeKind.Deduced && tape.IsObject(index);

    private bool IsList(FieldShape shape, int index) => shape.Kind is ShapeKind.Set or ShapeKind.KeyedList && tape.IsArray(index);

    // Items that share a step are owned together and not looked into.
    private void AddItems(FieldShape list, int index, Func<FieldCollector, FieldShape, int, FieldSet?> below)
    {
        var items = ListItems.Read(tape, list, index);
        var table = ListItems.Group(items);
        for (var i = 0; i < items.Count; i++)
        {
            var count = table.Count(items[i].Step, out var first);
            if (first != i) continue;
            _open.Add(new(items[i].Step, true, count > 1 ? null : below(this, list, items[i].Token)));
        }
    }

    private FieldSet? Close(int start)
    {
        if (_open.Count == start) return null;
        var set = FieldSet.Of(CollectionsMarshal.AsSpan(_open)[start..]);
        CollectionsMarshal.SetCount(_open, start);
        return set;
    }
}
