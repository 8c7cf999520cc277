using System.Globalization;
using System.Text;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Functions;

/// <summary>Conversions between types.</summary>
internal static class Conversions
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        CelFunction.Global("dyn", 1, static arguments => arguments[0]),
        CelFunction.Global("type", 1, static arguments => arguments[0].Type),
        CelFunction.Global("bool", 1, static arguments => ToBool(arguments[0])),
        CelFunction.Global("int", 1, static arguments => ToInt(arguments[0])),
        CelFunction.Global("uint", 1, static arguments => ToUint(arguments[0])),
        CelFunction.Global("double", 1, static arguments => ToDouble(arguments[0])),
        CelFunction.Global("string", 1, static arguments => ToText(arguments[0])),
        CelFunction.Global("bytes", 1, static arguments => ToBytes(arguments[0])),
        CelFunction.Global("timestamp", 1, static arguments => ToTimestamp(arguments[0])),
        CelFunction.Global("duration", 1, static arguments => ToDuration(arguments[0])),
    ];

    private static CelValue? ToBool(CelValue value) => value switch
    {
        CelBool => value,
        CelString text => text.Value switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => CelBool.True,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => CelBool.False,
            _ => new CelError($"type conversion error from 'string' to 'bool': {text.Value}"),
        },
        _ => null,
    };

    private static CelValue? ToInt(CelValue value) => value switch
    {
        CelInt => value,
        CelUint number => number.Value > long.MaxValue ? CelError.IntegerOverflow : new CelInt((long)number.Value),
        CelDouble number => number.Value is > CelNumbers.MinLong and < CelNumbers.BeyondLong ? new CelInt((long)number.Value) : CelError.IntegerOverflow,
        CelString text => long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new CelInt(number)
            : new CelError($"type conversion error from 'string' to 'int': {text.Value}"),
        CelTimestamp time => new CelInt(time.Seconds),
        CelDuration duration => new CelInt(duration.Nanos),
        _ => null,
    };

    private static CelValue? ToUint(CelValue value) => value switch
    {
        CelUint => value,
        CelInt number => number.Value < 0 ? CelError.UnsignedOverflow : new CelUint((ulong)number.Value),
        CelDouble number => number.Value is >= 0 and < CelNumbers.BeyondUlong ? new CelUint((ulong)number.Value) : CelError.UnsignedOverflow,
        CelString text => ulong.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new CelUint(number)
            : new CelError($"type conversion error from 'string' to 'uint': {text.Value}"),
        _ => null,
    };

    private static CelValue? ToDouble(CelValue value) => value switch
    {
        CelDouble => value,
        CelInt number => new CelDouble(number.Value),
        CelUint number => new CelDouble(number.Value),
        CelString { Value: "NaN" } => new CelDouble(double.NaN),
        CelString { Value: "Infinity" or "+Infinity" or "Inf" or "+Inf" or "inf" or "+inf" } => new CelDouble(double.PositiveInfinity),
        CelString { Value: "-Infinity" or "-Inf" or "-inf" } => new CelDouble(double.NegativeInfinity),
        CelString text => double.TryParse(text.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? new CelDouble(number)
            : new CelError($"type conversion error from 'string' to 'double': {text.Value}"),
        _ => null,
    };

    private static CelValue? ToText(CelValue value) => value switch
    {
        CelString => value,
        CelBytes bytes => FromUtf8(bytes.Value.Span),
        CelBool or CelInt or CelUint or CelDouble or CelTimestamp or CelDuration => new CelString(value.ToString()!),
        CelOpaque opaque => new CelString(opaque.ToString()),
        _ => null,
    };

    private static CelValue FromUtf8(ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) return new CelError("invalid UTF-8 in bytes, cannot convert to string");
        return new CelString(Strict.GetString(bytes));
    }

    private static CelValue? ToBytes(CelValue value) => value switch
    {
        CelBytes => value,
        CelString text => new CelBytes(Encoding.UTF8.GetBytes(text.Value)),
        _ => null,
    };

    private static CelValue? ToTimestamp(CelValue value) => value switch
    {
        CelTimestamp => value,
        CelString text => CelTimestamp.Parse(text.Value),
        CelInt seconds => CelTimestamp.From(seconds.Value, 0),
        _ => null,
    };

    private static CelValue? ToDuration(CelValue value) => value switch
    {
        CelDuration => value,
        CelString text => CelDuration.Parse(text.Value),
        CelInt nanos => new CelDuration(nanos.Value),
        _ => null,
    };
}
