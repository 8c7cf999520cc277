using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Evaluation;

/// <summary>Goes over the items of a list, or the entries of a map, with one or two variables.</summary>
internal abstract class Comprehension(Expression range, int first, int? second) : Expression
{
    /// <summary>Sets the variables for one item after the other. False ends it.</summary>
    protected CelValue Visit(Frame frame, Func<CelValue, bool> visit, Func<CelValue> result)
    {
        var over = range.Evaluate(frame);
        switch (over)
        {
            case CelError:
                return over;
            case CelList list:
                for (var i = 0; i < list.Count; i++)
                {
                    frame.Charge(1);
                    frame.Slots[first] = second is null ? list[i] : new CelInt(i);
                    if (second is { } slot) frame.Slots[slot] = list[i];
                    if (!visit(frame.Slots[first])) break;
                }

                return result();
            case CelMap map:
                foreach (var key in map.Keys)
                {
                    frame.Charge(1);
                    frame.Slots[first] = key;
                    if (second is { } slot) frame.Slots[slot] = map.TryGet(key, out var value) ? value : CelNull.Value;
                    if (!visit(key)) break;
                }

                return result();
            default:
                return CelError.NoSuchOverload;
        }
    }
}

internal enum Quantifier
{
    All,
    Exists,
    ExistsOne,
}

/// <summary><c>all</c>, <c>exists</c> and <c>existsOne</c>. The first two put up with failures of single items when others decide.</summary>
internal sealed class QuantifierExpression(Quantifier quantifier, Expression range, int first, int? second, Expression condition) : Comprehension(range, first, second)
{
    public override CelValue Evaluate(Frame frame)
    {
        CelValue? failure = null;
        var decided = false;
        var count = 0;
        return Visit(frame, Visitor, Result);

        bool Visitor(CelValue item)
        {
            var value = condition.Evaluate(frame);
            if (value is CelBool holds)
            {
                if (holds.Value) count++;
                decided = quantifier switch
                {
                    Quantifier.All => !holds.Value,
                    Quantifier.Exists => holds.Value,
                    _ => false,
                };
                return !decided;
            }

            failure ??= value.IsError ? value : CelError.NoSuchOverload;
            return quantifier != Quantifier.ExistsOne;
        }

        CelValue Result()
        {
            if (decided) return CelBool.Of(quantifier == Quantifier.Exists);
            if (failure is not null) return failure;
            return CelBool.Of(quantifier switch
            {
                Quantifier.All => true,
                Quantifier.Exists => false,
                _ => count == 1,
            });
        }
    }
}

/// <summary><c>map</c>, <c>filter</c> and <c>transformList</c>: a list of what the items become, without those that a condition leaves out.</summary>
internal sealed class TransformListExpression(Expression range, int first, int? second, Expression? condition, Expression? transform) : Comprehension(range, first, second)
{
    public override CelValue Evaluate(Frame frame)
    {
        CelValue? failure = null;
        var items = new List<CelValue>();
        frame.Charge(ListCost);
        return Visit(frame, Visitor, () => failure ?? CelList.Of([.. items]));

        bool Visitor(CelValue item)
        {
            if (condition is not null)
            {
                var holds = condition.Evaluate(frame);
                if (holds is CelBool { Value: false }) return true;
                if (holds is not CelBool) failure = holds.IsError ? holds : CelError.NoSuchOverload;
                if (failure is not null) return false;
            }

            var value = transform is null ? item : transform.Evaluate(frame);
            if (value.IsError) failure = value;
            else items.Add(value);
            return failure is null;
        }
    }
}

/// <summary><c>transformMap</c> and <c>transformMapEntry</c>: a map of what the values, or the entries, become.</summary>
internal sealed class TransformMapExpression(Expression range, int first, int second, Expression? condition, Expression transform, bool makesEntries) : Comprehension(range, first, second)
{
    public override CelValue Evaluate(Frame frame)
    {
        CelValue? failure = null;
        var entries = new Dictionary<CelValue, CelValue>();
        frame.Charge(MapCost);
        return Visit(frame, Visitor, () => failure ?? CelMap.Of(entries));

        bool Visitor(CelValue key)
        {
            if (condition is not null)
            {
                var holds = condition.Evaluate(frame);
                if (holds is CelBool { Value: false }) return true;
                if (holds is not CelBool) failure = holds.IsError ? holds : CelError.NoSuchOverload;
                if (failure is not null) return false;
            }

            var value = transform.Evaluate(frame);
            if (value.IsError) failure = value;
            else if (!makesEntries) entries[key] = value;
            else if (value is CelMap map) AddEntries(map);
            else failure = CelError.NoSuchOverload;
            return failure is null;
        }

        void AddEntries(CelMap map)
        {
            foreach (var key in map.Keys)
            {
                if (map.TryGet(key, out var value) && !entries.TryAdd(key, value)) failure = new CelError($"insert failed: key {key} already exists");
            }
        }
    }
}

/// <summary><c>optMap</c> and <c>optFlatMap</c>: what a value becomes, if there is one.</summary>
internal sealed class OptionalMapExpression(Expression target, int slot, Expression transform, bool isFlat) : Expression
{
    public override CelValue Evaluate(Frame frame)
    {
        frame.Charge(1);
        var value = target.Evaluate(frame);
        if (value.IsError) return value;
        if (value is not CelOptional optional) return CelError.NoSuchOverload;
        if (optional.Value is null) return optional;
        frame.Slots[slot] = optional.Value;
        var result = transform.Evaluate(frame);
        if (result.IsError) return result;
        if (!isFlat) return CelOptional.Of(result);
        return result is CelOptional ? result : CelError.NoSuchOverload;
    }
}
