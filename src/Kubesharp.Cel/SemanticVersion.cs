using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kubesharp.Cel;

/// <summary>A version by the rules of Semantic Versioning 2.0. Build metadata is kept, but does not count in comparisons.</summary>
public sealed class SemanticVersion : IComparable<SemanticVersion>, IEquatable<SemanticVersion>
{
    private readonly string[] _labels;
    private readonly string _text;

    private SemanticVersion(string text, ulong[] numbers, string[] labels)
    {
        _text = text;
        _labels = labels;
        (Major, Minor, Patch) = (numbers[0], numbers[1], numbers[2]);
    }

    public ulong Major { get; }

    public ulong Minor { get; }

    public ulong Patch { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out SemanticVersion? version)
    {
        version = null;
        var rest = text;
        if (rest.IndexOf('+', StringComparison.Ordinal) is >= 0 and var plus)
        {
            if (!Array.TrueForAll(rest[(plus + 1)..].Split('.'), IsLabel)) return false;
            rest = rest[..plus];
        }

        string[] labels = [];
        if (rest.IndexOf('-', StringComparison.Ordinal) is >= 0 and var dash)
        {
            labels = rest[(dash + 1)..].Split('.');
            if (!Array.TrueForAll(labels, static label => IsLabel(label) && (!IsNumber(label) || IsPlainNumber(label)))) return false;
            rest = rest[..dash];
        }

        var parts = rest.Split('.');
        if (parts.Length != 3) return false;
        var numbers = new ulong[3];
        for (var i = 0; i < 3; i++)
        {
            if (!IsPlainNumber(parts[i]) || !ulong.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return false;
        }

        version = new(text, numbers, labels);
        return true;
    }

    /// <summary>Makes a version of a looser form strict: without a leading v and zeros, with all three numbers.</summary>
    public static string Normalize(string text)
    {
        var form = text.StartsWith('v') ? text[1..] : text;
        var end = form.AsSpan().IndexOfAny('-', '+');
        var tail = end < 0 ? "" : form[end..];
        var parts = (end < 0 ? form : form[..end]).Split('.').ToList();
        while (parts.Count < 3) parts.Add("0");
        for (var i = 0; i < parts.Count; i++)
        {
            if (IsNumber(parts[i])) parts[i] = parts[i].TrimStart('0') is { Length: > 0 } digits ? digits : "0";
        }

        return string.Join('.', parts) + tail;
    }

    public int CompareTo(SemanticVersion? other)
    {
        if (other is null) return 1;
        var order = Major.CompareTo(other.Major);
        if (order == 0) order = Minor.CompareTo(other.Minor);
        if (order == 0) order = Patch.CompareTo(other.Patch);
        if (order != 0) return order;
        if (_labels.Length == 0 || other._labels.Length == 0) return other._labels.Length.CompareTo(_labels.Length);
        for (var i = 0; i < Math.Min(_labels.Length, other._labels.Length); i++)
        {
            order = CompareLabels(_labels[i], other._labels[i]);
            if (order != 0) return order;
        }

        return _labels.Length.CompareTo(other._labels.Length);
    }

    public bool Equals(SemanticVersion? other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is SemanticVersion other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Major, Minor, Patch);

    public override string ToString() => _text;

    private static int CompareLabels(string left, string right)
    {
        var leftIsNumber = IsNumber(left);
        if (leftIsNumber != IsNumber(right)) return leftIsNumber ? -1 : 1;
        if (leftIsNumber && left.Length != right.Length) return left.Length.CompareTo(right.Length);
        return string.CompareOrdinal(left, right);
    }

    private static bool IsLabel(string label) => label.Length > 0 && label.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool IsNumber(string label) => label.Length > 0 && label.All(char.IsAsciiDigit);

    private static bool IsPlainNumber(string label) => IsNumber(label) && (label.Length == 1 || label[0] != '0');
}
