using System.Globalization;

namespace Kubesharp.Cel.Values;

/// <summary>A point in time, exact to the nanosecond, from year 1 to year 9999.</summary>
public sealed class CelTimestamp : CelValue
{
    internal const long MinSeconds = -62135596800;
    internal const long MaxSeconds = 253402300799;
    private const int NanosPerTick = 100;

    private CelTimestamp(long seconds, int nanos)
    {
        Seconds = seconds;
        Nanos = nanos;
    }

    /// <summary>Whole seconds since 1970-01-01T00:00:00Z.</summary>
    public long Seconds { get; }

    /// <summary>Nanoseconds after the whole second, never negative.</summary>
    public int Nanos { get; }

    public override CelType Type => CelType.Timestamp;

    public static CelTimestamp Of(DateTimeOffset time) =>
        new(time.ToUnixTimeSeconds(), (int)((time.UtcTicks - DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds()).UtcTicks) * NanosPerTick));

    /// <summary>The time, to 100 nanoseconds.</summary>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeSeconds(Seconds).AddTicks(Nanos / NanosPerTick);

    /// <summary>A time from seconds and nanoseconds; an error when it is out of range.</summary>
    internal static CelValue From(Int128 seconds, Int128 nanos)
    {
        var all = (seconds * CelDuration.NanosPerSecond) + nanos;
        var whole = all / CelDuration.NanosPerSecond;
        var rest = all % CelDuration.NanosPerSecond;
        if (rest < 0)
        {
            rest += CelDuration.NanosPerSecond;
            whole--;
        }

        return whole < MinSeconds || whole > MaxSeconds ? new CelError("timestamp overflow") : new CelTimestamp((long)whole, (int)rest);
    }

    /// <summary>Reads a time in the form of RFC 3339.</summary>
    internal static CelValue Parse(string text)
    {
        // 1. Digits beyond the hundred nanoseconds that the library knows are read here.
        var nanos = 0;
        var rest = text;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0)
        {
            var end = dot + 1;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            var digits = text[(dot + 1)..end];
            if (digits.Length is 0 or > 9) return Invalid(text);
            nanos = int.Parse(digits.PadRight(9, '0'), CultureInfo.InvariantCulture);
            rest = text[..dot] + text[end..];
        }

        // 2. The rest must be exactly of the form.
        string[] forms = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz"];
        return DateTimeOffset.TryParseExact(rest, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? From(time.ToUnixTimeSeconds(), nanos)
            : Invalid(text);
    }

    public override bool Equals(object? obj) => obj is CelTimestamp other && other.Seconds == Seconds && other.Nanos == Nanos;

    public override int GetHashCode() => HashCode.Combine(Seconds, Nanos);

    public override string ToString()
    {
        var whole = DateTimeOffset.FromUnixTimeSeconds(Seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return Nanos == 0 ? whole + "Z" : $"{whole}.{Nanos.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0')}Z";
    }

    internal override int? CompareTo(CelValue other)
    {
        if (other is not CelTimestamp time) return null;
        return Seconds != time.Seconds ? Seconds.CompareTo(time.Seconds) : Nanos.CompareTo(time.Nanos);
    }

    private static CelError Invalid(string text) => new($"invalid timestamp \"{text}\"");
}

/// <summary>A length of time in nanoseconds.</summary>
public sealed class CelDuration(long nanos) : CelValue
{
    internal const long NanosPerSecond = 1_000_000_000;
    private const int NanosPerTick = 100;

    public long Nanos { get; } = nanos;

    public override CelType Type => CelType.Duration;

    internal override bool IsZero => Nanos == 0;

    public static CelDuration Of(TimeSpan span) => new(checked(span.Ticks * NanosPerTick));

    internal static CelValue From(Int128 nanos) =>
        nanos < long.MinValue || nanos > long.MaxValue ? new CelError("duration overflow") : new CelDuration((long)nanos);

    /// <summary>Reads numbers with units, such as <c>1h30m</c> or <c>-1.5s</c>.</summary>
    internal static CelValue Parse(string text)
    {
        var position = 0;
        var negative = false;
        if (text.Length > 0 && text[0] is '-' or '+') negative = text[position++] == '-';
        if (position == text.Length) return Invalid(text);
        if (text[position..] == "0") return new CelDuration(0);
        decimal total = 0;
        while (position < text.Length)
        {
            var start = position;
            while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] == '.')) position++;
            if (!decimal.TryParse(text.AsSpan(start, position - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return Invalid(text);
            start = position;
            while (position < text.Length && !char.IsAsciiDigit(text[position]) && text[position] != '.') position++;
            if (UnitOf(text.AsSpan(start, position - start)) is not { } unit) return Invalid(text);
            if (number > long.MaxValue / unit) return Invalid(text);
            total += decimal.Truncate(number * unit);
        }

        if (negative) total = -total;
        return total is < long.MinValue or > long.MaxValue ? Invalid(text) : new CelDuration((long)total);
    }

    public override bool Equals(object? obj) => obj is CelDuration other && other.Nanos == Nanos;

    public override int GetHashCode() => Nanos.GetHashCode();

    public override string ToString() => (Nanos / (decimal)NanosPerSecond).ToString("0.#########", CultureInfo.InvariantCulture) + "s";

    internal override int? CompareTo(CelValue other) => other is CelDuration duration ? Nanos.CompareTo(duration.Nanos) : null;

    private static decimal? UnitOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => NanosPerSecond,
        "m" => 60 * NanosPerSecond,
        "h" => 3600 * NanosPerSecond,
        _ => null,
    };

    private static CelError Invalid(string text) => new($"invalid duration \"{text}\"");
}
