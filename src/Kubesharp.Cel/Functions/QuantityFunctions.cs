using Kubesharp.Api;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Functions;

/// <summary>Amounts such as <c>50Mi</c>.</summary>
internal static class QuantityFunctions
{
    public static CelType Type { get; } = new("kubernetes.Quantity");

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        CelFunction.Global("quantity", 1, static arguments => arguments[0] is CelString text ? Parse(text.Value) : null),
        CelFunction.Global("isQuantity", 1, static arguments => arguments[0] is CelString text ? CelBool.Of(Quantity.TryParse(text.Value.AsSpan(), out _)) : null),
        Of("sign", static quantity => new CelInt(quantity.Sign)),
        Of("isInteger", static quantity => CelBool.Of(IsInteger(quantity))),
        Of("asInteger", static quantity => IsInteger(quantity) ? new CelInt(quantity.Value) : new CelError("cannot convert value to integer")),
        Of("asApproximateFloat", static quantity => new CelDouble(quantity.ToDouble())),
        With("isGreaterThan", static (left, right) => CelBool.Of(left > right)),
        With("isLessThan", static (left, right) => CelBool.Of(left < right)),
        With("compareTo", static (left, right) => new CelInt(left.CompareTo(right))),
        With("add", static (left, right) => Wrap(left + right)),
        With("sub", static (left, right) => Wrap(left - right)),
        CelFunction.Member("add", 1, static arguments => arguments is [CelOpaque { Value: Quantity left }, CelInt right] ? Wrap(left + Quantity.FromValue(right.Value)) : null),
        CelFunction.Member("sub", 1, static arguments => arguments is [CelOpaque { Value: Quantity left }, CelInt right] ? Wrap(left - Quantity.FromValue(right.Value)) : null),
    ];

    public static CelOpaque Wrap(Quantity quantity) => new(Type, quantity);

    private static CelFunction Of(string name, Func<Quantity, CelValue> body) =>
        CelFunction.Member(name, 0, arguments => arguments[0] is CelOpaque { Value: Quantity quantity } ? body(quantity) : null);

    private static CelFunction With(string name, Func<Quantity, Quantity, CelValue> body) =>
        CelFunction.Member(name, 1, arguments => arguments is [CelOpaque { Value: Quantity left }, CelOpaque { Value: Quantity right }] ? body(left, right) : null);

    private static CelValue Parse(string text) =>
        Quantity.TryParse(text.AsSpan(), out var quantity, out var error) ? Wrap(quantity) : new CelError(error);

    private static bool IsInteger(Quantity quantity) => Quantity.FromValue(quantity.Value) == quantity;
}
