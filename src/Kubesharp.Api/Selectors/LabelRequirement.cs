using System.Globalization;
using System.Text;
using Kubesharp.Api.Validation;

namespace Kubesharp.Api.Selectors;

/// <summary>One condition of a <see cref="Selector"/>.</summary>
public sealed class LabelRequirement
{
    private static readonly string[] OperatorNames = ["in", "notin", "=", "==", "!=", "gt", "lt", "exists", "!"];

    private readonly string[] _values;
    private readonly long _bound;

    private LabelRequirement(string key, SelectorOperator @operator, string[] values)
    {
        Key = key;
        Operator = @operator;
        _values = values;
        if (@operator is SelectorOperator.GreaterThan or SelectorOperator.LessThan) TryReadNumber(values[0], out _bound);
    }

    public string Key { get; }

    public SelectorOperator Operator { get; }

    public ReadOnlySpan<string> Values => _values;

    /// <summary>Makes a requirement; null, with what is wrong added to <paramref name="errors"/>, when key, operator and values do not fit.</summary>
    public static LabelRequirement? Create(string key, SelectorOperator @operator, ReadOnlySpan<string> values, ErrorList errors)
    {
        var before = errors.Count;
        var keyErrors = Names.QualifiedName(key);
        if (keyErrors.Length > 0) errors.Invalid(FieldPath.Of("key"), key, string.Join("; ", keyErrors));
        var path = FieldPath.Of("values");
        CheckValues(@operator, values, path, errors);
        for (var i = 0; i < values.Length; i++)
        {
            var valueErrors = Names.LabelValue(values[i]);
            if (valueErrors.Length > 0) errors.Invalid(path.Index(i).Key(key), values[i], string.Join("; ", valueErrors));
        }

        return errors.Count == before ? new(key, @operator, values.ToArray()) : null;
    }

    /// <summary>Makes the requirement that a label has a value, without checking either.</summary>
    internal static LabelRequirement Exact(string key, string value) => new(key, SelectorOperator.Equals, [value]);

    /// <summary>Names of the operators with two sides, as messages list them.</summary>
    internal static string BinaryOperators => string.Join(", ", OperatorNames[..7]);

    public bool Matches(ValueMap<string> labels)
    {
        var found = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            SelectorOperator.Equals or SelectorOperator.DoubleEquals or SelectorOperator.In => found && Array.IndexOf(_values, value) >= 0,
            SelectorOperator.NotEquals or SelectorOperator.NotIn => !found || Array.IndexOf(_values, value) < 0,
            SelectorOperator.Exists => found,
            SelectorOperator.DoesNotExist => !found,
            SelectorOperator.GreaterThan => found && TryReadNumber(value, out var number) && number > _bound,
            _ => found && TryReadNumber(value, out var number) && number < _bound,
        };
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        if (Operator == SelectorOperator.DoesNotExist) text.Append('!');
        text.Append(Key);
        switch (Operator)
        {
            case SelectorOperator.Exists or SelectorOperator.DoesNotExist:
                return text.ToString();
            case SelectorOperator.In or SelectorOperator.NotIn:
                string[] sorted = [.. _values];
                Array.Sort(sorted, StringComparer.Ordinal);
                return text.Append(Operator == SelectorOperator.In ? " in (" : " notin (").AppendJoin(',', sorted).Append(')').ToString();
            default:
                var sign = Operator switch
                {
                    SelectorOperator.Equals => "=",
                    SelectorOperator.DoubleEquals => "==",
                    SelectorOperator.NotEquals => "!=",
                    SelectorOperator.GreaterThan => ">",
                    _ => "<",
                };
                return text.Append(sign).Append(_values[0]).ToString();
        }
    }

    private static void CheckValues(SelectorOperator @operator, ReadOnlySpan<string> values, FieldPath path, ErrorList errors)
    {
        switch (@operator)
        {
            case SelectorOperator.In or SelectorOperator.NotIn:
                if (values.IsEmpty) Refuse(values, path, errors, "for 'in', 'notin' operators, values set can't be empty");
                break;
            case SelectorOperator.Equals or SelectorOperator.DoubleEquals or SelectorOperator.NotEquals:
                if (values.Length != 1) Refuse(values, path, errors, "exact-match compatibility requires one single value");
                break;
            case SelectorOperator.Exists or SelectorOperator.DoesNotExist:
                if (!values.IsEmpty) Refuse(values, path, errors, "values set must be empty for exists and does not exist");
                break;
            default:
                if (values.Length != 1) Refuse(values, path, errors, "for 'Gt', 'Lt' operators, exactly one value is required");
                for (var i = 0; i < values.Length; i++)
                {
                    if (!TryReadNumber(values[i], out _)) errors.Invalid(path.Index(i), values[i], "for 'Gt', 'Lt' operators, the value must be an integer");
                }

                break;
        }
    }

    private static void Refuse(ReadOnlySpan<string> values, FieldPath path, ErrorList errors, string detail) =>
        errors.Invalid(path, ValueList.Create(values), detail);

    private static bool TryReadNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
