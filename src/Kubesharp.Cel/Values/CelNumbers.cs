using System.Globalization;

namespace Kubesharp.Cel.Values;

/// <summary>A signed number of 64 bits.</summary>
public sealed class CelInt(long value) : CelValue
{
    public long Value { get; } = value;

    public override CelType Type => CelType.Int;

    internal override bool IsZero => Value == 0;

    public override bool Equals(object? obj) => obj is CelValue other && CelNumbers.Compare(this, other) == 0;

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    internal override int? CompareTo(CelValue other) => CelNumbers.Compare(this, other);
}

/// <summary>An unsigned number of 64 bits.</summary>
public sealed class CelUint(ulong value) : CelValue
{
    public ulong Value { get; } = value;

    public override CelType Type => CelType.Uint;

    internal override bool IsZero => Value == 0;

    public override bool Equals(object? obj) => obj is CelValue other && CelNumbers.Compare(this, other) == 0;

    public override int GetHashCode() => Value <= long.MaxValue ? ((long)Value).GetHashCode() : Value.GetHashCode();

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    internal override int? CompareTo(CelValue other) => CelNumbers.Compare(this, other);
}

/// <summary>A floating-point number.</summary>
public sealed class CelDouble(double value) : CelValue
{
    public double Value { get; } = value;

    public override CelType Type => CelType.Double;

    internal override bool IsZero => Value == 0;

    public override bool Equals(object? obj) => obj is CelValue other && CelNumbers.Compare(this, other) == 0;

    public override int GetHashCode() => Value switch
    {
        >= CelNumbers.MinLong and < CelNumbers.BeyondLong when Math.Floor(Value) == Value => ((long)Value).GetHashCode(),
        >= 0 and < CelNumbers.BeyondUlong when Math.Floor(Value) == Value => ((ulong)Value).GetHashCode(),
        _ => Value.GetHashCode(),
    };

    public override string ToString() => CelNumbers.Format(Value);

    internal override int? CompareTo(CelValue other) => CelNumbers.Compare(this, other);
}

/// <summary>Comparison and text of numbers.</summary>
internal static class CelNumbers
{
    public const double MinLong = -9223372036854775808.0;
    public const double BeyondLong = 9223372036854775808.0;
    public const double BeyondUlong = 18446744073709551616.0;

    /// <summary>Order of two numbers of any types; null when one is not a number.</summary>
    public static int? Compare(CelValue left, CelValue right) => (left, right) switch
    {
        (CelInt a, CelInt b) => a.Value.CompareTo(b.Value),
        (CelUint a, CelUint b) => a.Value.CompareTo(b.Value),
        (CelDouble a, CelDouble b) => double.IsNaN(a.Value) || double.IsNaN(b.Value) ? null : a.Value.CompareTo(b.Value),
        (CelInt a, CelUint b) => a.Value < 0 ? -1 : ((ulong)a.Value).CompareTo(b.Value),
        (CelUint a, CelInt b) => b.Value < 0 ? 1 : a.Value.CompareTo((ulong)b.Value),
        (CelInt a, CelDouble b) => Compare(a.Value, b.Value),
        (CelDouble a, CelInt b) => -Compare(b.Value, a.Value),
        (CelUint a, CelDouble b) => Compare(a.Value, b.Value),
        (CelDouble a, CelUint b) => -Compare(b.Value, a.Value),
        _ => null,
    };

    /// <summary>The shortest text that gives the same number, with an exponent when it is below -4 or above 5 digits.</summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "+Inf" : "-Inf";
        if (value == 0) return double.IsNegative(value) ? "-0" : "0";
        var scientific = Shortest(value, out var digits, out var exponent);
        var sign = value < 0 ? "-" : "";
        if (exponent is < -4 or >= 6) return scientific;
        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        if (digits.Length <= exponent + 1) return sign + digits.PadRight(exponent + 1, '0');
        return $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    private static string Shortest(double value, out string digits, out int exponent)
    {
        var text = Math.Abs(value).ToString("E16", CultureInfo.InvariantCulture);
        var round = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        exponent = int.Parse(text.AsSpan(text.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = round.AsSpan(0, round.IndexOf('E') is >= 0 and var end ? end : round.Length);
        digits = mantissa.ToString().Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        var rest = digits.Length > 1 ? "." + digits[1..] : "";
        return $"{(value < 0 ? "-" : "")}{digits[0]}{rest}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    /// <summary>As floating-point numbers, like the reference implementation: near the ends of the range several whole numbers are one of them.</summary>
    private static int? Compare(long left, double right) => double.IsNaN(right) ? null : ((double)left).CompareTo(right);

    private static int? Compare(ulong left, double right) => double.IsNaN(right) ? null : ((double)left).CompareTo(right);
}
