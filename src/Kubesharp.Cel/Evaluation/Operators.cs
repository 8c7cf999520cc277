using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Evaluation;

/// <summary>Arithmetic and comparison. Overflow is an error.</summary>
internal static class Operators
{
    public static Func<CelValue, CelValue, CelValue> Binary(string symbol) => symbol switch
    {
        "+" => Add,
        "-" => Subtract,
        "*" => Multiply,
        "/" => Divide,
        "%" => Modulo,
        "==" => static (left, right) => CelBool.Of(left.Equals(right)),
        "!=" => static (left, right) => CelBool.Of(!left.Equals(right)),
        "<" => static (left, right) => Compare(left, right, static order => order < 0),
        "<=" => static (left, right) => Compare(left, right, static order => order <= 0),
        ">" => static (left, right) => Compare(left, right, static order => order > 0),
        ">=" => static (left, right) => Compare(left, right, static order => order >= 0),
        "in" => In,
        _ => throw new ArgumentOutOfRangeException(nameof(symbol), symbol, "no such operator"),
    };

    public static CelValue Not(CelValue value) => value is CelBool flag ? CelBool.Of(!flag.Value) : CelError.NoSuchOverload;

    public static CelValue Negate(CelValue value) => value switch
    {
        CelInt number => number.Value == long.MinValue ? CelError.IntegerOverflow : new CelInt(-number.Value),
        CelDouble number => new CelDouble(-number.Value),
        CelDuration duration => CelDuration.From(-(Int128)duration.Nanos),
        _ => CelError.NoSuchOverload,
    };

    public static CelValue Add(CelValue left, CelValue right) => (left, right) switch
    {
        (CelInt a, CelInt b) => Int((Int128)a.Value + b.Value),
        (CelUint a, CelUint b) => Uint((UInt128)a.Value + b.Value),
        (CelDouble a, CelDouble b) => new CelDouble(a.Value + b.Value),
        (CelString a, CelString b) => new CelString(a.Value + b.Value),
        (CelBytes a, CelBytes b) => new CelBytes([.. a.Value.Span, .. b.Value.Span]),
        (CelList a, CelList b) => Concat(a, b),
        (CelTimestamp a, CelDuration b) => CelTimestamp.From(a.Seconds, (Int128)a.Nanos + b.Nanos),
        (CelDuration a, CelTimestamp b) => CelTimestamp.From(b.Seconds, (Int128)b.Nanos + a.Nanos),
        (CelDuration a, CelDuration b) => CelDuration.From((Int128)a.Nanos + b.Nanos),
        _ => CelError.NoSuchOverload,
    };

    private static CelValue Subtract(CelValue left, CelValue right) => (left, right) switch
    {
        (CelInt a, CelInt b) => Int((Int128)a.Value - b.Value),
        (CelUint a, CelUint b) => a.Value < b.Value ? CelError.UnsignedOverflow : new CelUint(a.Value - b.Value),
        (CelDouble a, CelDouble b) => new CelDouble(a.Value - b.Value),
        (CelTimestamp a, CelDuration b) => CelTimestamp.From(a.Seconds, (Int128)a.Nanos - b.Nanos),
        (CelTimestamp a, CelTimestamp b) => CelDuration.From((((Int128)a.Seconds - b.Seconds) * CelDuration.NanosPerSecond) + a.Nanos - b.Nanos),
        (CelDuration a, CelDuration b) => CelDuration.From((Int128)a.Nanos - b.Nanos),
        _ => CelError.NoSuchOverload,
    };

    private static CelValue Multiply(CelValue left, CelValue right) => (left, right) switch
    {
        (CelInt a, CelInt b) => Int((Int128)a.Value * b.Value),
        (CelUint a, CelUint b) => Uint((UInt128)a.Value * b.Value),
        (CelDouble a, CelDouble b) => new CelDouble(a.Value * b.Value),
        _ => CelError.NoSuchOverload,
    };

    private static CelValue Divide(CelValue left, CelValue right) => (left, right) switch
    {
        (CelInt, CelInt { Value: 0 }) or (CelUint, CelUint { Value: 0 }) => new CelError("division by zero"),
        (CelInt a, CelInt b) => Int((Int128)a.Value / b.Value),
        (CelUint a, CelUint b) => new CelUint(a.Value / b.Value),
        (CelDouble a, CelDouble b) => new CelDouble(a.Value / b.Value),
        _ => CelError.NoSuchOverload,
    };

    private static CelValue Modulo(CelValue left, CelValue right) => (left, right) switch
    {
        (CelInt, CelInt { Value: 0 }) or (CelUint, CelUint { Value: 0 }) => new CelError("modulus by zero"),
        (CelInt { Value: long.MinValue }, CelInt { Value: -1 }) => CelError.IntegerOverflow,
        (CelInt a, CelInt b) => new CelInt(a.Value % b.Value),
        (CelUint a, CelUint b) => new CelUint(a.Value % b.Value),
        _ => CelError.NoSuchOverload,
    };

    private static CelValue Compare(CelValue left, CelValue right, Func<int, bool> holds)
    {
        if (left.CompareTo(right) is { } order) return CelBool.Of(holds(order));
        return left is CelDouble or CelInt or CelUint && right is CelDouble or CelInt or CelUint ? CelBool.False : CelError.NoSuchOverload;
    }

    private static CelValue In(CelValue left, CelValue right) => right switch
    {
        CelList list => CelBool.Of(list.Contains(left)),
        CelMap map => CelBool.Of(map.TryGet(left, out _)),
        _ => CelError.NoSuchOverload,
    };

    private static CelValue Int(Int128 value) => value < long.MinValue || value > long.MaxValue ? CelError.IntegerOverflow : new CelInt((long)value);

    private static CelValue Uint(UInt128 value) => value > ulong.MaxValue ? CelError.UnsignedOverflow : new CelUint((ulong)value);

    private static CelList Concat(CelList left, CelList right)
    {
        var items = new CelValue[left.Count + right.Count];
        for (var i = 0; i < left.Count; i++) items[i] = left[i];
        for (var i = 0; i < right.Count; i++) items[left.Count + i] = right[i];
        return CelList.Of(items);
    }
}
