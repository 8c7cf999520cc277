using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Evaluation;

/// <summary>A compiled part of an expression.</summary>
internal abstract class Expression
{
    /// <summary>Cost of making a list or a map, as counted by Kubernetes.</summary>
    protected const long ListCost = 10;
    protected const long MapCost = 30;
    protected const long ObjectCost = 40;

    public abstract CelValue Evaluate(Frame frame);

    /// <summary>What an item, entry or field is to hold; null when it is to be left out, because it is optional and absent.</summary>
    protected static CelValue? Content(CelValue value, bool isOptional) => value switch
    {
        CelOptional optional when isOptional => optional.Value,
        CelError => value,
        _ => isOptional ? CelError.NoSuchOverload : value,
    };
}

internal sealed class LiteralExpression(CelValue value) : Expression
{
    public CelValue Value { get; } = value;

    public override CelValue Evaluate(Frame frame) => Value;
}

/// <summary>A variable from outside. Without a value it fails.</summary>
internal sealed class VariableExpression(string name) : Expression
{
    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(1);
        return frame.Variables.TryGet(name, out var value) ? value : new CelError($"no such attribute(s): {name}");
    }
}

/// <summary>A variable of a comprehension.</summary>
internal sealed class SlotExpression(int slot) : Expression
{
    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(1);
        return frame.Slots[slot];
    }
}

/// <summary>A field of an object or a map.</summary>
internal sealed class SelectExpression(Expression operand, string field, bool isOptional) : Expression
{
    private readonly CelString _field = new(field);

    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(1);
        return Access.Get(operand.Evaluate(frame), _field, isOptional);
    }
}

/// <summary>Whether an object or a map has a field.</summary>
internal sealed class HasExpression(Expression operand, string field) : Expression
{
    private readonly CelString _field = new(field);

    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(1);
        var value = operand.Evaluate(frame);
        if (value is CelOptional optional)
        {
            if (optional.Value is null) return CelBool.False;
            value = optional.Value;
        }

        return value switch
        {
            CelError => value,
            CelMap map => CelBool.Of(map.TryGet(_field, out _)),
            _ => CelError.NoSuchOverload,
        };
    }
}

internal sealed class IndexExpression(Expression operand, Expression index, bool isOptional) : Expression
{
    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(1);
        var value = operand.Evaluate(frame);
        if (value.IsError) return value;
        var key = index.Evaluate(frame);
        return key.IsError ? key : Access.Get(value, key, isOptional);
    }
}

internal sealed class AndExpression(Expression left, Expression right) : Expression
{
    public override CelValue Evaluate(Frame frame)
    {
        var first = left.Evaluate(frame);
        if (first is CelBool { Value: false }) return first;
        var second = right.Evaluate(frame);
        if (second is CelBool { Value: false }) return second;
        if (first is CelBool && second is CelBool) return CelBool.True;
        return first.IsError ? first : second.IsError ? second : CelError.NoSuchOverload;
    }
}

internal sealed class OrExpression(Expression left, Expression right) : Expression
{
    public override CelValue Evaluate(Frame frame)
    {
        var first = left.Evaluate(frame);
        if (first is CelBool { Value: true }) return first;
        var second = right.Evaluate(frame);
        if (second is CelBool { Value: true }) return second;
        if (first is CelBool && second is CelBool) return CelBool.False;
        return first.IsError ? first : second.IsError ? second : CelError.NoSuchOverload;
    }
}

internal sealed class ConditionalExpression(Expression condition, Expression then, Expression otherwise) : Expression
{
    public override CelValue Evaluate(Frame frame) => condition.Evaluate(frame) switch
    {
        CelBool { Value: true } => then.Evaluate(frame),
        CelBool => otherwise.Evaluate(frame),
        CelError error => error,
        _ => CelError.NoSuchOverload,
    };
}

internal sealed class UnaryExpression(Expression operand, Func<CelValue, CelValue> apply) : Expression
{
    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(1);
        var value = operand.Evaluate(frame);
        return value.IsError ? value : apply(value);
    }
}

internal sealed class BinaryExpression(Expression left, Expression right, Func<CelValue, CelValue, CelValue> apply) : Expression
{
    public override CelValue Evaluate(Frame frame)
    {
        var first = left.Evaluate(frame);
        if (first.IsError) return first;
        var second = right.Evaluate(frame);
        if (second.IsError) return second;
        frame.Charge(Costs.Of(first, second));
        return apply(first, second);
    }
}

/// <summary>A call of functions of one name; the first that knows the types answers.</summary>
internal sealed class CallExpression(Expression[] arguments, CelFunction[] functions) : Expression
{
    public override CelValue Evaluate(Frame frame)
    {
        var values = new CelValue[arguments.Length];
        long cost = 1;
        for (var i = 0; i < values.Length; i++)
        {
            var value = arguments[i].Evaluate(frame);
            if (value.IsError) return value;
            values[i] = value;
            cost += Costs.Of(value);
        }

        frame.Charge(cost);
        foreach (var function in functions)
        {
            if (function.Body(values) is not { } result) continue;
            frame.Charge(function.Cost);
            return result;
        }

        return CelError.NoSuchOverload;
    }
}

/// <summary><c>or</c> and <c>orValue</c>, which look at their argument only when there is no value.</summary>
internal sealed class OrValueExpression(Expression target, Expression otherwise, bool unwraps) : Expression
{
    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(1);
        var value = target.Evaluate(frame);
        if (value.IsError) return value;
        if (value is not CelOptional optional) return CelError.NoSuchOverload;
        if (optional.Value is not null) return unwraps ? optional.Value : optional;
        var other = otherwise.Evaluate(frame);
        return unwraps || other is CelOptional or CelError ? other : CelError.NoSuchOverload;
    }
}

internal sealed class ListExpression(Expression[] items, bool[] isOptional) : Expression
{
    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(ListCost);
        var values = new List<CelValue>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            if (Content(items[i].Evaluate(frame), isOptional[i]) is not { } value) continue;
            if (value.IsError) return value;
            values.Add(value);
        }

        return CelList.Of([.. values]);
    }
}

internal sealed class MapExpression((Expression Key, Expression Value, bool IsOptional)[] entries) : Expression
{
    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(MapCost);
        var map = new Dictionary<CelValue, CelValue>(entries.Length);
        foreach (var (keyOf, valueOf, isOptional) in entries)
        {
            var key = keyOf.Evaluate(frame);
            if (key.IsError) return key;
            if (!Access.IsKey(key)) return new CelError($"unsupported key type: {key.Type}");
            if (Content(valueOf.Evaluate(frame), isOptional) is not { } value) continue;
            if (value.IsError) return value;
            if (!map.TryAdd(key, value)) return new CelError($"Failed with repeated key: {key}");
        }

        return CelMap.Of(map);
    }
}

internal sealed class ObjectExpression(CelObjectType type, (string Field, Expression Value, bool IsOptional)[] fields) : Expression
{
    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(ObjectCost);
        var values = new Dictionary<string, CelValue>(fields.Length, StringComparer.Ordinal);
        foreach (var (field, valueOf, isOptional) in fields)
        {
            if (Content(valueOf.Evaluate(frame), isOptional) is not { } value) continue;
            if (value.IsError) return value;
            values[field] = value;
        }

        return type.Make(values);
    }
}
