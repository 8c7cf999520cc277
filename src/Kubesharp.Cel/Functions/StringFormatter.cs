using System.Globalization;
using System.Text;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Functions;

/// <summary>Puts values into a text in the place of clauses such as <c>%s</c> and <c>%.3f</c>.</summary>
internal static class StringFormatter
{
    private const int DefaultPrecision = 6;
    private const int MaxPrecision = 1000;

    public static CelValue Format(string format, CelList values)
    {
        var result = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                result.Append(format[i]);
                continue;
            }

            if (++i == format.Length) return new CelError("unexpected end of string");
            if (format[i] == '%')
            {
                result.Append('%');
                continue;
            }

            var precision = DefaultPrecision;
            if (format[i] == '.')
            {
                var start = ++i;
                while (i < format.Length && char.IsAsciiDigit(format[i])) i++;
                if (i == format.Length || !int.TryParse(format.AsSpan(start, i - start), CultureInfo.InvariantCulture, out precision) || precision > MaxPrecision) return new CelError("error while parsing precision");
            }

            if (next >= values.Count) return new CelError($"index {next} out of range");
            var text = Clause(format[i], precision, values[next++], out var failure);
            if (text is null) return failure ?? new CelError($"could not parse formatting clause: unrecognized formatting clause \"{format[i]}\"");
            result.Append(text);
        }

        return new CelString(result.ToString());
    }

    private static string? Clause(char clause, int precision, CelValue value, out CelError? failure)
    {
        failure = null;
        var text = clause switch
        {
            's' => Text(value),
            'd' => Whole(value),
            'f' => Floating(value, number => number.ToString("F" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
            'e' => Floating(value, number => Scientific(number, precision)),
            'b' => Binary(value),
            'o' => Octal(value),
            'x' => Hex(value, upper: false),
            'X' => Hex(value, upper: true),
            _ => null,
        };
        if (text is null && clause is 's' or 'd' or 'f' or 'e' or 'b' or 'o' or 'x' or 'X') failure = new CelError($"error during formatting: clause %{clause} cannot be used on {value.Type}");
        return text;
    }

    private static string? Text(CelValue value)
    {
        switch (value)
        {
            case CelDouble { Value: var number }:
                return Special(number) ?? number.ToString("0.###################", CultureInfo.InvariantCulture);
            case CelBytes bytes:
                return Encoding.UTF8.GetString(bytes.Value.Span);
            case CelList list:
                var items = new string?[list.Count];
                for (var i = 0; i < items.Length; i++) items[i] = Text(list[i]);
                return Array.Exists(items, static item => item is null) ? null : $"[{string.Join(", ", items)}]";
            case CelMap map:
                var entries = new List<(string Key, string Value)>();
                foreach (var key in map.Keys)
                {
                    if (Text(key) is not { } name || !map.TryGet(key, out var found) || Text(found) is not { } shown) return null;
                    entries.Add((name, shown));
                }

                entries.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
                return $"{{{string.Join(", ", entries.Select(entry => $"{entry.Key}: {entry.Value}"))}}}";
            case CelOptional or CelOpaque or CelError:
                return null;
            default:
                return value.ToString();
        }
    }

    private static string? Special(double number) => double.IsNaN(number) ? "NaN" : double.IsInfinity(number) ? number > 0 ? "Infinity" : "-Infinity" : null;

    private static string? Whole(CelValue value) => value switch
    {
        CelInt or CelUint => value.ToString(),
        CelDouble number => Special(number.Value),
        _ => null,
    };

    private static string? Floating(CelValue value, Func<double, string> format) => value switch
    {
        CelDouble number => Special(number.Value) ?? format(number.Value),
        CelInt number => format(number.Value),
        CelUint number => format(number.Value),
        _ => null,
    };

    private static string Scientific(double number, int precision)
    {
        var zeros = precision == 0 ? "0" : "0." + new string('0', precision);
        return number.ToString(zeros + "e+00", CultureInfo.InvariantCulture);
    }

    private static string? Binary(CelValue value) => value switch
    {
        CelBool flag => flag.Value ? "1" : "0",
        CelInt number => number.Value < 0 ? "-" + ((Int128)(-(Int128)number.Value)).ToString("b", CultureInfo.InvariantCulture) : number.Value.ToString("b", CultureInfo.InvariantCulture),
        CelUint number => number.Value.ToString("b", CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? Octal(CelValue value)
    {
        switch (value)
        {
            case CelInt { Value: < 0 } number:
                return "-" + Octal((ulong)-(Int128)number.Value);
            case CelInt number:
                return Octal((ulong)number.Value);
            case CelUint number:
                return Octal(number.Value);
            default:
                return null;
        }
    }

    private static string Octal(ulong number)
    {
        if (number == 0) return "0";
        var digits = new StringBuilder();
        for (; number > 0; number >>= 3) digits.Insert(0, (char)('0' + (number & 7)));
        return digits.ToString();
    }

    private static string? Hex(CelValue value, bool upper)
    {
        var text = value switch
        {
            CelInt number => (number.Value < 0 ? "-" : "") + ((ulong)Int128.Abs(number.Value)).ToString("x", CultureInfo.InvariantCulture),
            CelUint number => number.Value.ToString("x", CultureInfo.InvariantCulture),
            CelString characters => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(characters.Value)),
            CelBytes bytes => Convert.ToHexStringLower(bytes.Value.Span),
            _ => null,
        };
        return upper ? text?.ToUpperInvariant() : text;
    }
}
