using System.Text;

namespace Kubesharp.Cel.Functions;

/// <summary>A text counted in Unicode code points, as the language counts. Texts without surrogates are looked at as they are.</summary>
internal readonly struct CodePoints
{
    private readonly string _text;

    /// <summary>Where each code point starts, and the end of the text; null when every character is one.</summary>
    private readonly int[]? _starts;

    public CodePoints(string text)
    {
        _text = text;
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) return;
        var starts = new List<int>(text.Length);
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            starts.Add(position);
            position += rune.Utf16SequenceLength;
        }

        starts.Add(text.Length);
        _starts = [.. starts];
    }

    public int Count => _starts is null ? _text.Length : _starts.Length - 1;

    public string Substring(int from, int to) => _starts is null ? _text[from..to] : _text[_starts[from].._starts[to]];

    public int IndexOf(string part, int from)
    {
        if (_starts is null) return _text.IndexOf(part, from, StringComparison.Ordinal);
        return IndexOf(_text.IndexOf(part, _starts[from], StringComparison.Ordinal));
    }

    /// <summary>Where a part starts the last time at or before an index.</summary>
    public int LastIndexOf(string part, int from)
    {
        for (var i = Math.Min(from, Count); i >= 0; i--)
        {
            var start = _starts is null ? i : _starts[i];
            if (string.CompareOrdinal(_text, start, part, 0, part.Length) == 0 && start + part.Length <= _text.Length) return i;
        }

        return -1;
    }

    private int IndexOf(int position) => position < 0 ? -1 : Array.BinarySearch(_starts!, position);
}
