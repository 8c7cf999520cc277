using System.Globalization;
using System.Text;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Functions;

/// <summary>Work with texts, counted in code points.</summary>
internal static class StringFunctions
{
    public static IReadOnlyList<CelFunction> All { get; } =
    [
        CelFunction.Member("charAt", 1, static arguments => arguments is [CelString text, CelInt index] ? CharAt(new(text.Value), index.Value) : null),
        new("indexOf", IsMember: true, 1, 2, IndexOf),
        new("lastIndexOf", IsMember: true, 1, 2, LastIndexOf),
        new("join", IsMember: true, 0, 1, Join),
        CelFunction.Member("lowerAscii", 0, static arguments => arguments[0] is CelString text ? new CelString(Ascii(text.Value, char.IsAsciiLetterUpper)) : null),
        CelFunction.Member("upperAscii", 0, static arguments => arguments[0] is CelString text ? new CelString(Ascii(text.Value, char.IsAsciiLetterLower)) : null),
        new("replace", IsMember: true, 2, 3, Replace),
        new("split", IsMember: true, 1, 2, Split),
        new("substring", IsMember: true, 1, 2, Substring),
        CelFunction.Member("trim", 0, static arguments => arguments[0] is CelString text ? new CelString(text.Value.Trim()) : null),
        CelFunction.Member("format", 1, static arguments => arguments is [CelString text, CelList values] ? StringFormatter.Format(text.Value, values) : null),
        CelFunction.Global("strings.quote", 1, static arguments => arguments[0] is CelString text ? new CelString(Quote(text.Value)) : null),
    ];

    private static CelValue CharAt(CodePoints text, long index)
    {
        if (index < 0 || index > text.Count) return OutOfRange(index);
        return index == text.Count ? CelString.Empty : new CelString(text.Substring((int)index, (int)index + 1));
    }

    private static CelError OutOfRange(long index) => new($"index out of range: {index}");

    private static CelValue? IndexOf(CelValue[] arguments)
    {
        if (arguments is not [CelString text, CelString part, ..]) return null;
        var points = new CodePoints(text.Value);
        long from = 0;
        if (arguments.Length == 3)
        {
            if (arguments[2] is not CelInt start) return null;
            from = start.Value;
            if (from < 0) return OutOfRange(from);
            if (part.Value.Length == 0) return new CelInt(Math.Min(from, points.Count));
            if (from > points.Count) return part.Value.Length == 0 ? new CelInt(points.Count) : new CelInt(-1);
        }

        return new CelInt(points.IndexOf(part.Value, (int)from));
    }

    private static CelValue? LastIndexOf(CelValue[] arguments)
    {
        if (arguments is not [CelString text, CelString part, ..]) return null;
        var points = new CodePoints(text.Value);
        long from = points.Count;
        if (arguments.Length == 3)
        {
            if (arguments[2] is not CelInt start) return null;
            from = start.Value;
            if (from < 0 || (from >= points.Count && part.Value.Length > 0 && from > points.Count)) return OutOfRange(from);
        }

        return new CelInt(points.LastIndexOf(part.Value, (int)from));
    }

    private static CelValue? Join(CelValue[] arguments)
    {
        if (arguments[0] is not CelList list) return null;
        var separator = "";
        if (arguments.Length == 2)
        {
            if (arguments[1] is not CelString text) return null;
            separator = text.Value;
        }

        var result = new StringBuilder();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not CelString item) return null;
            if (i > 0) result.Append(separator);
            result.Append(item.Value);
        }

        return new CelString(result.ToString());
    }

    private static string Ascii(string text, Func<char, bool> changes) => string.Create(text.Length, (text, changes), static (span, state) =>
    {
        const int caseBit = 0x20;
        for (var i = 0; i < span.Length; i++) span[i] = state.changes(state.text[i]) ? (char)(state.text[i] ^ caseBit) : state.text[i];
    });

    private static CelValue? Replace(CelValue[] arguments)
    {
        if (arguments is not [CelString text, CelString from, CelString to, ..]) return null;
        var limit = -1L;
        if (arguments.Length == 4)
        {
            if (arguments[3] is not CelInt number) return null;
            limit = number.Value;
        }

        if (limit == 0) return text;
        if (from.Value.Length == 0) return new CelString(Interleave(text.Value, to.Value, limit));
        var result = new StringBuilder();
        var position = 0;
        while (limit != 0 && text.Value.IndexOf(from.Value, position, StringComparison.Ordinal) is >= 0 and var found)
        {
            result.Append(text.Value, position, found - position).Append(to.Value);
            position = found + from.Value.Length;
            limit--;
        }

        return new CelString(result.Append(text.Value, position, text.Value.Length - position).ToString());
    }

    /// <summary>An empty text is found before every code point and at the end.</summary>
    private static string Interleave(string text, string part, long limit)
    {
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (limit-- != 0) result.Append(part);
            else limit = 0;
            result.Append(rune.ToString());
        }

        if (limit != 0) result.Append(part);
        return result.ToString();
    }

    private static CelValue? Split(CelValue[] arguments)
    {
        if (arguments is not [CelString text, CelString separator, ..]) return null;
        var limit = -1L;
        if (arguments.Length == 3)
        {
            if (arguments[2] is not CelInt number) return null;
            limit = number.Value;
        }

        if (limit == 0) return CelList.Empty;
        IEnumerable<string> parts;
        if (separator.Value.Length == 0)
        {
            var points = new CodePoints(text.Value);
            var count = limit < 0 ? points.Count : (int)Math.Min(limit, points.Count);
            parts = Enumerable.Range(0, count).Select(i => points.Substring(i, i == count - 1 ? points.Count : i + 1)).ToArray();
        }
        else
        {
            parts = limit < 0 ? text.Value.Split(separator.Value) : text.Value.Split(separator.Value, (int)Math.Min(limit, int.MaxValue));
        }

        return CelList.Of([.. parts.Select(part => (CelValue)new CelString(part))]);
    }

    private static CelValue? Substring(CelValue[] arguments)
    {
        if (arguments is not [CelString text, CelInt from, ..]) return null;
        var points = new CodePoints(text.Value);
        long to = points.Count;
        if (arguments.Length == 3)
        {
            if (arguments[2] is not CelInt end) return null;
            to = end.Value;
            if (to < 0 || to > points.Count) return OutOfRange(to);
        }

        if (from.Value < 0 || from.Value > points.Count) return OutOfRange(from.Value);
        if (from.Value > to) return new CelError($"invalid substring range. start: {from.Value}, end: {to}");
        return new CelString(points.Substring((int)from.Value, (int)to));
    }

    private static string Quote(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            var escape = rune.Value switch
            {
                7 => "\\a",
                8 => "\\b",
                12 => "\\f",
                10 => "\\n",
                13 => "\\r",
                9 => "\\t",
                11 => "\\v",
                '\\' => "\\\\",
                '"' => "\\\"",
                _ => null,
            };
            result.Append(escape ?? rune.ToString());
        }

        return result.Append('"').ToString();
    }
}
