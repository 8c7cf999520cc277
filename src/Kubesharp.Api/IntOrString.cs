using System.Globalization;

namespace Kubesharp.Api;

/// <summary>A number or a text, such as a port by number or by name, or an amount as a count or a percentage. The default value is the number 0.</summary>
public readonly record struct IntOrString
{
    private readonly string? _text;

    public IntOrString(int number) => Number = number;

    public IntOrString(string text) => _text = text;

    public bool IsString => _text is not null;

    /// <summary>The number; 0 when the value is a text.</summary>
    public int Number { get; }

    /// <summary>The text; empty when the value is a number.</summary>
    public string Text => _text ?? "";

    public static implicit operator IntOrString(int number) => new(number);

    public static implicit operator IntOrString(string text) => new(text);

    public override string ToString() => _text ?? Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The value as a count: the number itself, or the percentage of <paramref name="total"/> rounded up or down;
    /// null when the text is not a percentage.
    /// </summary>
    public int? Scale(int total, bool roundUp)
    {
        if (_text is null) return Number;
        if (!_text.EndsWith('%') || !int.TryParse(_text.AsSpan(0, _text.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var percent)) return null;
        var exact = (double)percent * total / 100;
        return (int)(roundUp ? Math.Ceiling(exact) : Math.Floor(exact));
    }
}
