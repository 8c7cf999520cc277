using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Kubesharp.Api.Selectors;

/// <summary>One condition of a <see cref="FieldSelector"/>: a field has a value, or has not.</summary>
public readonly record struct FieldTerm(string Field, string Value, bool Negated)
{
    public override string ToString() => $"{Field}{(Negated ? "!=" : "=")}{FieldSelector.Escape(Value)}";
}

/// <summary>Chooses objects by a few of their fields, such as <c>spec.nodeName=n1,status.phase!=Running</c>. All terms have to hold.</summary>
public sealed class FieldSelector
{
    private readonly FieldTerm[] _terms;

    private FieldSelector(FieldTerm[] terms) => _terms = terms;

    public static FieldSelector Everything { get; } = new([]);

    public ReadOnlySpan<FieldTerm> Terms => _terms;

    public bool IsEverything => _terms.Length == 0;

    /// <summary>A selector for one value of one field.</summary>
    public static FieldSelector Of(string field, string value) => new([new(field, value, false)]);

    /// <summary>The same conditions on fields of other names.</summary>
    public FieldSelector WithNames(Func<string, string> nameOf) =>
        IsEverything ? this : new(Array.ConvertAll(_terms, term => term with { Field = nameOf(term.Field) }));

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is no selector; the message is the one Kubernetes gives.</exception>
    public static FieldSelector Parse(string text) => TryParse(text, out var selector, out var error) ? selector : throw new FormatException(error);

    /// <inheritdoc cref="Parse"/>
    public static bool TryParse(string text, [NotNullWhen(true)] out FieldSelector? selector, [NotNullWhen(false)] out string? error)
    {
        selector = null;
        error = null;
        List<FieldTerm> terms = [];
        var parts = SplitTerms(text);
        parts.Sort(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            if (part.Length == 0) continue;
            var sign = part.IndexOf('=');
            if (sign < 0)
            {
                error = $"invalid selector: '{text}'; can't understand '{part}'";
                return false;
            }

            var negated = sign > 0 && part[sign - 1] == '!';
            var twofold = !negated && sign + 1 < part.Length && part[sign + 1] == '=';
            if (!TryUnescape(part[(sign + (twofold ? 2 : 1))..], out var value, out error)) return false;
            terms.Add(new(part[..(negated ? sign - 1 : sign)], value, negated));
        }

        selector = terms.Count == 0 ? Everything : new([.. terms]);
        return true;
    }

    /// <summary>Whether all terms hold for an object.</summary>
    /// <param name="fieldOf">Gives the text of a field; empty for one the object has not.</param>
    public bool Matches(Func<string, string> fieldOf)
    {
        foreach (var term in _terms)
        {
            if (fieldOf(term.Field) == term.Value == term.Negated) return false;
        }

        return true;
    }

    /// <inheritdoc cref="Matches(Func{string, string})"/>
    public bool Matches(ValueMap<string> fields)
    {
        foreach (var term in _terms)
        {
            if ((fields.Get(term.Field) ?? "") == term.Value == term.Negated) return false;
        }

        return true;
    }

    /// <summary>The value a field must have for an object to match, or null when the selector does not fix it.</summary>
    public string? ExactValueOf(string field)
    {
        foreach (var term in _terms)
        {
            if (!term.Negated && term.Field == field) return term.Value;
        }

        return null;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => string.Join(',', _terms);

    /// <summary>Puts a backslash before the characters that separate terms.</summary>
    public static string Escape(string value) =>
        value.AsSpan().ContainsAny('\\', ',', '=')
            ? value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal)
            : value;

    /// <summary>Parts between commas that have no backslash before them; backslashes stay.</summary>
    private static List<string> SplitTerms(string text)
    {
        List<string> parts = [];
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == ',')
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static bool TryUnescape(string text, out string value, [NotNullWhen(false)] out string? error)
    {
        value = text;
        error = null;
        if (!text.AsSpan().ContainsAny('\\', ',', '=')) return true;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is ',' or '=')
            {
                // The number of the character, not the character: that is what Kubernetes prints.
                error = string.Create(CultureInfo.InvariantCulture, $"invalid field selector: unescaped character in value: {(int)c}");
                return false;
            }

            if (c == '\\')
            {
                if (i + 1 == text.Length || text[i + 1] is not ('\\' or ',' or '='))
                {
                    error = $"invalid field selector: invalid escape sequence: {text.AsSpan(i, Math.Min(2, text.Length - i))}";
                    return false;
                }

                c = text[++i];
            }

            result.Append(c);
        }

        value = result.ToString();
        return true;
    }
}
