using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Kubesharp.Api;

/// <summary>How a <see cref="Quantity"/> prefers to be written.</summary>
public enum QuantityFormat : byte
{
    /// <summary>Powers of 1000 with the suffixes n, u, m, none, k, M, G, T, P, E.</summary>
    DecimalSI,

    /// <summary>Powers of 1024 with the suffixes Ki, Mi, Gi, Ti, Pi, Ei.</summary>
    BinarySI,

    /// <summary>A power of ten after the letter e, in steps of three.</summary>
    DecimalExponent,
}

/// <summary>
/// An exact amount of a resource, such as <c>500m</c> processors or <c>2Gi</c> of memory. Values compare by amount whatever their
/// format, so <c>1Ki</c> equals <c>1024</c>. The default value is zero and is written <c>0</c>.
/// </summary>
/// <remarks>
/// The amount is a 64-bit number times a power of ten not below 10^-9. The few amounts beyond that (sums past 2^63 that do not end in
/// zeros) are kept in a heap object, so arithmetic never wraps. Beside that and text only reading a binary amount with a fraction allocates.
/// </remarks>
public readonly struct Quantity : IEquatable<Quantity>, IComparable<Quantity>, ISpanFormattable, IUtf8SpanFormattable
{
    private const int Nano = -9;
    private const int MaxFastDigits = 18;
    private const int MaxExponent = 1000;
    private const int StackLimit = 128;

    private const string WrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private const string WrongNumber = "unable to parse numeric part of quantity";
    private const string WrongSuffix = "unable to parse quantity's suffix";

    private static readonly BigInteger LargestBinary = long.MaxValue * BigInteger.Pow(10, -Nano);

    // One of: nothing; the text as written, where it is not the canonical one but Kubernetes keeps it; a BigAmount.
    private readonly object? _extra;
    private readonly long _value;
    private readonly int _scale;
    private readonly QuantityFormat _format;

    private Quantity(long value, int scale, QuantityFormat format, object? extra = null)
    {
        _value = value;
        _scale = scale;
        _format = format;
        _extra = extra;
    }

    /// <summary>The format the amount is written in, as far as it can be expressed in it.</summary>
    public QuantityFormat Format => _format;

    public static Quantity Zero => default;

    /// <summary>Whether the amount is exactly zero.</summary>
    public bool IsZero => _value == 0 && _extra is not BigAmount;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => _extra is BigAmount big ? big.Nano.Sign : Math.Sign(_value);

    /// <summary>The amount as a whole number, a fraction rounded away from zero; the nearest 64-bit number when it does not fit.</summary>
    public long Value => ScaledValue(0);

    /// <summary>The amount in thousandths, rounded away from zero; the nearest 64-bit number when it does not fit.</summary>
    public long MilliValue => ScaledValue(-3);

    /// <summary>Makes a whole amount.</summary>
    public static Quantity FromValue(long value, QuantityFormat format = QuantityFormat.DecimalSI) => new(value, 0, format);

    /// <summary>Makes an amount of thousandths.</summary>
    public static Quantity FromMilli(long milli, QuantityFormat format = QuantityFormat.DecimalSI) => new(milli, -3, format);

    /// <summary>Makes <paramref name="value"/> times ten to the power of <paramref name="scale"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The scale is below -9 or above 1000.</exception>
    public static Quantity FromScaled(long value, int scale, QuantityFormat format = QuantityFormat.DecimalSI)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, Nano);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, MaxExponent);
        return new(value, scale, format);
    }

    /// <summary>Reads an amount.</summary>
    /// <exception cref="FormatException">The text is not a quantity; the message is the one Kubernetes gives.</exception>
    public static Quantity Parse(ReadOnlySpan<char> text) => TryParse(text, out var result, out var error) ? result : throw new FormatException(error);

    /// <inheritdoc cref="Parse(ReadOnlySpan{char})"/>
    public static Quantity Parse(ReadOnlySpan<byte> utf8) => TryParse(utf8, out var result, out var error) ? result : throw new FormatException(error);

    /// <summary>Reads an amount; false when the text is not a quantity.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Quantity result) => TryParse(text, out result, out _);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Quantity)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Quantity result) => TryParse(utf8, out result, out _);

    /// <summary>Reads an amount; when the text is not a quantity, <paramref name="error"/> is the message Kubernetes gives.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Quantity result, [NotNullWhen(false)] out string? error)
    {
        var ascii = text.Length <= StackLimit ? stackalloc byte[text.Length] : new byte[text.Length];
        if (Ascii.FromUtf16(text, ascii, out _) == OperationStatus.Done) return TryParse(ascii, out result, out error);
        result = default;
        error = WrongFormat;
        return false;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Quantity, out string)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Quantity result, [NotNullWhen(false)] out string? error)
    {
        result = default;
        if (utf8.IsEmpty)
        {
            error = WrongFormat;
            return false;
        }

        // 1. Sign, digits before and after the point, suffix. Missing digits count as zero.
        var negative = utf8[0] == '-';
        var rest = utf8[(utf8[0] is (byte)'-' or (byte)'+' ? 1 : 0)..].TrimStart((byte)'0');
        var whole = rest[..CountDigits(rest)];
        rest = rest[whole.Length..];
        var fraction = ReadOnlySpan<byte>.Empty;
        if (!rest.IsEmpty && rest[0] == '.')
        {
            fraction = rest.Slice(1, CountDigits(rest[1..]));
            rest = rest[(1 + fraction.Length)..];
        }

        if (!IsSuffixShaped(rest))
        {
            error = WrongFormat;
            return false;
        }

        if (!TryReadSuffix(rest, out var exponent, out var format))
        {
            error = WrongSuffix;
            return false;
        }

        // 2. Numbers of ordinary length stay in 64 bits.
        var digits = Math.Max(whole.Length, 1) + fraction.Length;
        if (TryReadShort(utf8, negative, whole, fraction, digits, exponent, format, out result))
        {
            error = null;
            return true;
        }

        // 3. The others are computed exactly, then rounded away from zero to nano.
        if (whole.IsEmpty && fraction.IsEmpty && !utf8.Contains((byte)'0'))
        {
            error = WrongNumber;
            return false;
        }

        result = ReadLong(negative, whole, fraction, exponent, format);
        error = null;
        return true;
    }

    /// <summary>The amount in units of ten to the power of <paramref name="scale"/>, rounded away from zero and limited to 64 bits.</summary>
    public long ScaledValue(int scale)
    {
        if (_extra is BigAmount big) return Saturate(DivideAwayFromZero(ToScale(big.Nano, Nano, scale, out var divisor), divisor));
        if (_value == 0 || _scale == scale) return _value;
        if (_scale > scale)
        {
            var up = (long)_scale - scale;
            var wide = up > 19 ? (Int128)_value * long.MaxValue : _value * PowerOfTen((int)up);
            return wide > long.MaxValue ? long.MaxValue : wide < long.MinValue ? long.MinValue : (long)wide;
        }

        var down = (long)scale - _scale;
        if (down > 18) return Math.Sign(_value);
        var (quotient, remainder) = Math.DivRem(_value, (long)PowerOfTen((int)down));
        return remainder == 0 ? quotient : quotient + Math.Sign(_value);
    }

    /// <summary>The amount rounded away from zero to a multiple of ten to the power of <paramref name="scale"/>; unchanged when it is one.</summary>
    public Quantity RoundUp(int scale)
    {
        if (_extra is BigAmount big)
        {
            if (scale <= Nano) return this;
            var unit = BigInteger.Pow(10, scale - Nano);
            return FromNano(DivideAwayFromZero(big.Nano, unit) * unit, _format);
        }

        return _scale >= scale ? this : new(ScaledValue(scale), scale, _format);
    }

    /// <summary>The amount as a floating-point number, which may lose precision.</summary>
    public double ToDouble() => _extra is BigAmount big ? (double)big.Nano / 1e9 : _scale >= 0 ? _value * Math.Pow(10, _scale) : _value / Math.Pow(10, -_scale);

    /// <summary>The same amount, written in another format.</summary>
    public Quantity WithFormat(QuantityFormat format) => new(_value, _scale, format, _extra as BigAmount);

    /// <summary>The lesser of two amounts.</summary>
    public static Quantity Min(Quantity left, Quantity right) => right < left ? right : left;

    /// <summary>The greater of two amounts.</summary>
    public static Quantity Max(Quantity left, Quantity right) => right > left ? right : left;

    public int CompareTo(Quantity other)
    {
        if (_extra is BigAmount || other._extra is BigAmount) return ToNano().CompareTo(other.ToNano());
        if (_scale == other._scale || _value == 0 || other._value == 0) return _value.CompareTo(other._value);
        if (_value < 0 != other._value < 0) return _value < 0 ? -1 : 1;
        return _scale > other._scale
            ? CompareScaled(_value, (long)_scale - other._scale, other._value)
            : -CompareScaled(other._value, (long)other._scale - _scale, _value);
    }

    public bool Equals(Quantity other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    public override int GetHashCode()
    {
        if (_extra is BigAmount big) return big.Nano.GetHashCode();
        var (value, scale) = ((Int128)_value, _scale);
        StripZeros(ref value, ref scale);
        return HashCode.Combine((long)value, scale);
    }

    /// <summary>The sum; it takes the format of the left side unless that is zero.</summary>
    public static Quantity operator +(Quantity left, Quantity right)
    {
        var format = left.IsZero ? right._format : left._format;
        if (left._extra is BigAmount || right._extra is BigAmount) return FromNano(left.ToNano() + right.ToNano(), format);
        if (right._value == 0) return new(left._value, left._scale, format);
        if (left._value == 0) return new(right._value, right._scale, format);
        var scale = Math.Min(left._scale, right._scale);
        if (TryRescale(left, scale, out var a) && TryRescale(right, scale, out var b))
        {
            var sum = a + b;
            if (sum >= long.MinValue && sum <= long.MaxValue) return new((long)sum, scale, format);
        }

        return FromNano(left.ToNano() + right.ToNano(), format);
    }

    /// <summary>The difference; it takes the format of the left side unless that is zero.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => left + -right;

    public static Quantity operator -(Quantity quantity) =>
        quantity._extra is BigAmount || quantity._value == long.MinValue
            ? FromNano(-quantity.ToNano(), quantity._format)
            : new(-quantity._value, quantity._scale, quantity._format);

    public static Quantity operator *(Quantity quantity, long factor)
    {
        if (quantity._extra is not BigAmount)
        {
            var product = (Int128)quantity._value * factor;
            if (product >= long.MinValue && product <= long.MaxValue) return new((long)product, quantity._scale, quantity._format);
        }

        return FromNano(quantity.ToNano() * factor, quantity._format);
    }

    public static bool operator ==(Quantity left, Quantity right) => left.Equals(right);

    public static bool operator !=(Quantity left, Quantity right) => !left.Equals(right);

    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;

    /// <summary>The text Kubernetes writes for the amount.</summary>
    public override string ToString()
    {
        if (_extra is string text) return text;
        if (_extra is BigAmount) return Encoding.ASCII.GetString(WriteBig());
        Span<byte> buffer = stackalloc byte[StackLimit];
        return Encoding.ASCII.GetString(buffer[..WriteShort(buffer)]);
    }

    string IFormattable.ToString(string? format, IFormatProvider? provider) => ToString();

    /// <summary>Writes the text of <see cref="ToString()"/> as UTF-8.</summary>
    public bool TryFormat(Span<byte> utf8, out int written)
    {
        Span<byte> buffer = stackalloc byte[StackLimit];
        ReadOnlySpan<byte> source = _extra switch
        {
            string text => Encoding.ASCII.GetBytes(text),
            BigAmount => WriteBig(),
            _ => buffer[..WriteShort(buffer)],
        };
        var fits = source.TryCopyTo(utf8);
        written = fits ? source.Length : 0;
        return fits;
    }

    bool IUtf8SpanFormattable.TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        TryFormat(utf8Destination, out bytesWritten);

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var text = ToString();
        var fits = text.TryCopyTo(destination);
        charsWritten = fits ? text.Length : 0;
        return fits;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }

    /// <summary>Suffix letters, then a sign, then digits, and nothing after.</summary>
    private static bool IsSuffixShaped(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart("eEinumkKMGTP"u8);
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+') text = text[1..];
        return CountDigits(text) == text.Length;
    }

    private static bool TryReadSuffix(ReadOnlySpan<byte> suffix, out int exponent, out QuantityFormat format)
    {
        format = QuantityFormat.DecimalSI;
        exponent = 0;
        if (suffix.IsEmpty) return true;
        if (suffix.Length == 1)
        {
            var index = "num kMGTPE"u8.IndexOf(suffix[0]);
            exponent = 3 * index - 9;
            return index >= 0;
        }

        if (suffix.Length == 2 && suffix[1] == 'i')
        {
            var index = "KMGTPE"u8.IndexOf(suffix[0]);
            format = QuantityFormat.BinarySI;
            exponent = 10 * (index + 1);
            return index >= 0;
        }

        format = QuantityFormat.DecimalExponent;
        var number = suffix[(suffix[1] == '+' ? 2 : 1)..];
        return suffix[0] is (byte)'e' or (byte)'E'
            && Utf8Parser.TryParse(number, out exponent, out var used)
            && used == number.Length
            && exponent is >= -MaxExponent and <= MaxExponent;
    }

    private static bool TryReadShort(ReadOnlySpan<byte> text, bool negative, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int digits, int exponent, QuantityFormat format, out Quantity result)
    {
        result = default;
        var binary = format == QuantityFormat.BinarySI;
        if (binary && (!fraction.IsEmpty || 14 - Math.Max(whole.Length, 1) - exponent / 10 * 3 < 0)) return false;
        var scale = (binary ? 0 : exponent) - fraction.Length;
        if (digits > MaxFastDigits || scale < Nano) return false;

        long number = 0;
        foreach (var digit in whole) number = number * 10 + (digit - '0');
        foreach (var digit in fraction) number = number * 10 + (digit - '0');
        var value = (Int128)number << (binary ? exponent : 0);
        if (value > long.MaxValue) return false;

        // Kubernetes keeps the text as written when a quick look says it is canonical already; that look is mistaken for texts
        // such as "+5" or "1.250", which therefore come back as they were written.
        var kept = binary ? (number & 7) != 0 : scale % 3 == 0 && number != 0 && !whole.IsEmpty && number % 1000 != 0;
        result = new(negative ? -(long)value : (long)value, scale, format);
        if (kept && !result.IsCanonical(text)) result = new(result._value, scale, format, Encoding.ASCII.GetString(text));
        return true;
    }

    private static Quantity ReadLong(bool negative, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int exponent, QuantityFormat format)
    {
        var number = ParseDigits([.. whole, .. fraction]);
        var binary = format == QuantityFormat.BinarySI;
        var numerator = ToScale(binary ? number << exponent : number, (binary ? 0 : exponent) - fraction.Length, Nano, out var divisor);
        var nano = DivideAwayFromZero(numerator, divisor);
        if (binary)
        {
            nano = BigInteger.Min(nano, LargestBinary);
            if (nano < 1_000_000_000 && !nano.IsZero) format = QuantityFormat.DecimalSI;
        }

        return FromNano(negative ? -nano : nano, format);
    }

    private static BigInteger ParseDigits(ReadOnlySpan<byte> digits) =>
        digits.IsEmpty ? BigInteger.Zero : BigInteger.Parse(Encoding.ASCII.GetString(digits), NumberStyles.None, CultureInfo.InvariantCulture);

    private static Quantity FromNano(BigInteger nano, QuantityFormat format)
    {
        if (nano >= long.MinValue && nano <= long.MaxValue) return new((long)nano, Nano, format);
        var value = nano;
        for (var scale = Nano; ; scale++)
        {
            var shorter = BigInteger.DivRem(value, 10, out var digit);
            if (!digit.IsZero) return new(0, Nano, format, new BigAmount(nano));
            value = shorter;
            if (value >= long.MinValue && value <= long.MaxValue) return new((long)value, scale + 1, format);
        }
    }

    private BigInteger ToNano() => _extra is BigAmount big ? big.Nano : _value * BigInteger.Pow(10, _scale - Nano);

    /// <summary>Numerator of <paramref name="value"/> in units of ten to the power of <paramref name="to"/>, to be divided by <paramref name="divisor"/>.</summary>
    private static BigInteger ToScale(BigInteger value, int from, int to, out BigInteger divisor)
    {
        divisor = to > from ? BigInteger.Pow(10, to - from) : BigInteger.One;
        return from > to ? value * BigInteger.Pow(10, from - to) : value;
    }

    private static BigInteger DivideAwayFromZero(BigInteger value, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(value, divisor, out var remainder);
        return remainder.IsZero ? quotient : quotient + value.Sign;
    }

    private static long Saturate(BigInteger value) => value > long.MaxValue ? long.MaxValue : value < long.MinValue ? long.MinValue : (long)value;

    private static int CompareScaled(long value, long power, long other)
    {
        // Beyond 10^19 any number but zero has more digits than a 64-bit number; both sides have the same sign here.
        if (power > 19) return value < 0 ? -1 : 1;
        return (value * PowerOfTen((int)power)).CompareTo(other);
    }

    private static bool TryRescale(Quantity quantity, int scale, out Int128 value)
    {
        var power = quantity._scale - scale;
        value = power > 18 ? 0 : quantity._value * PowerOfTen(power);
        return power <= 18;
    }

    /// <summary>Ten to a power from 0 to 19.</summary>
    private static Int128 PowerOfTen(int power)
    {
        Int128 result = 1;
        for (; power > 0; power--) result *= 10;
        return result;
    }

    private static void StripZeros(ref Int128 value, ref int scale)
    {
        if (value == 0)
        {
            scale = 0;
            return;
        }

        while (value % 10 == 0)
        {
            value /= 10;
            scale++;
        }
    }

    private bool IsCanonical(ReadOnlySpan<byte> text)
    {
        Span<byte> buffer = stackalloc byte[StackLimit];
        return text.SequenceEqual(buffer[..WriteShort(buffer)]);
    }

    /// <summary>Writes an amount that fits 64 bits in its canonical form and gives the length.</summary>
    private int WriteShort(Span<byte> buffer)
    {
        Int128 value = _value;
        var scale = _scale;
        var format = _format;
        StripZeros(ref value, ref scale);
        if (format == QuantityFormat.BinarySI && scale >= 0 && scale <= 18)
        {
            var number = value * PowerOfTen(scale);
            if (Int128.Abs(number) >= 1024)
            {
                var power = 0;
                for (; power < 60 && (number & 1023) == 0; power += 10) number >>= 10;
                return WriteNumber(buffer, number, power, QuantityFormat.BinarySI);
            }
        }

        for (; scale % 3 != 0; scale--) value *= 10;
        return WriteNumber(buffer, value, scale, format == QuantityFormat.BinarySI ? QuantityFormat.DecimalSI : format);
    }

    private static int WriteNumber(Span<byte> buffer, Int128 number, int exponent, QuantityFormat format)
    {
        number.TryFormat(buffer, out var length, default, CultureInfo.InvariantCulture);
        return length + WriteSuffix(buffer[length..], exponent, format);
    }

    /// <summary>Decimal amounts above the largest suffix fall back to an exponent.</summary>
    private static int WriteSuffix(Span<byte> buffer, int exponent, QuantityFormat format)
    {
        if (exponent == 0) return 0;
        if (format == QuantityFormat.BinarySI)
        {
            buffer[0] = "KMGTPE"u8[exponent / 10 - 1];
            buffer[1] = (byte)'i';
            return 2;
        }

        if (format == QuantityFormat.DecimalSI && exponent <= 18)
        {
            buffer[0] = "num kMGTPE"u8[exponent / 3 + 3];
            return 1;
        }

        buffer[0] = (byte)'e';
        Utf8Formatter.TryFormat(exponent, buffer[1..], out var written);
        return 1 + written;
    }

    private byte[] WriteBig()
    {
        var value = ((BigAmount)_extra!).Nano;
        var (exponent, format) = (Nano, _format);
        var unit = BigInteger.Pow(10, -Nano);
        if (format == QuantityFormat.BinarySI && (value % unit).IsZero)
        {
            value /= unit;
            for (exponent = 0; exponent < 60 && (value & 1023).IsZero; exponent += 10) value >>= 10;
        }
        else
        {
            if (format == QuantityFormat.BinarySI) format = QuantityFormat.DecimalSI;
            for (; (value % 1000).IsZero; exponent += 3) value /= 1000;
        }

        Span<byte> suffix = stackalloc byte[16];
        var length = WriteSuffix(suffix, exponent, format);
        return [.. Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)), .. suffix[..length]];
    }

    private sealed class BigAmount(BigInteger nano)
    {
        public BigInteger Nano => nano;
    }
}
