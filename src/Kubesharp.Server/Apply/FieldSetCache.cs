using System.Collections.Concurrent;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Apply;

/// <summary>
/// Parsed field sets by their text. The objects of one controller mostly have the same sets, so a set is parsed once and not per object.
/// When the cache is full it is emptied.
/// </summary>
internal sealed class FieldSetCache
{
    private const int Capacity = 4096;

    private ConcurrentDictionary<ReadOnlyMemory<byte>, Parsed> _sets = new(Utf8NameComparer.Instance);

    /// <summary>The set of a fieldsV1 text; null when it is empty.</summary>
    /// <exception cref="FormatException">The text is not a field set.</exception>
    public FieldSet? Get(RawJson fields)
    {
        if (_sets.TryGetValue(fields.Memory, out var known)) return known.Set;
        FieldSet? set;
        try
        {
            using var tape = JsonTape.Parse(fields.Span);
            set = FieldSet.Parse(tape, 0, out _);
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }

        if (_sets.Count >= Capacity) _sets = new(Utf8NameComparer.Instance);
        _sets[fields.Memory] = new(set);
        return set;
    }

    private readonly record struct Parsed(FieldSet? Set);
}
