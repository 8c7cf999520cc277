using System.Diagnostics.CodeAnalysis;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Api.Selectors;

/// <summary>Chooses objects by their labels. All requirements have to hold; a selector without requirements matches everything.</summary>
public sealed class Selector
{
    private readonly LabelRequirement[] _requirements;

    private Selector(LabelRequirement[] requirements) => _requirements = requirements;

    public static Selector Everything { get; } = new([]);

    /// <summary>Matches no object at all; written as the empty text, like <see cref="Everything"/>.</summary>
    public static Selector Nothing { get; } = new([]);

    /// <summary>Requirements in the order of their keys.</summary>
    public ReadOnlySpan<LabelRequirement> Requirements => _requirements;

    /// <summary>Whether every object matches.</summary>
    public bool IsEverything => _requirements.Length == 0 && this != Nothing;

    /// <summary>Reads the text form, such as <c>app=web,tier in (front,back),!debug</c>.</summary>
    /// <exception cref="FormatException">The text is no selector; the message is the one Kubernetes gives.</exception>
    public static Selector Parse(string text) => TryParse(text, out var selector, out var error) ? selector : throw new FormatException(error);

    /// <inheritdoc cref="Parse"/>
    public static bool TryParse(string text, [NotNullWhen(true)] out Selector? selector, [NotNullWhen(false)] out string? error)
    {
        selector = null;
        error = null;
        if (text.Length == 0)
        {
            selector = Everything;
            return true;
        }

        var requirements = LabelSelectorParser.Parse(text, out error);
        if (requirements is null)
        {
            error ??= "";
            return false;
        }

        selector = FromRequirements(requirements);
        return true;
    }

    /// <summary>Makes the selector of a <see cref="LabelSelector"/> object: an absent one matches nothing, an empty one everything.</summary>
    /// <exception cref="FormatException">The object breaks the rules for selectors.</exception>
    public static Selector From(LabelSelector? selector) => TryFrom(selector, out var result, out var error) ? result : throw new FormatException(error);

    /// <inheritdoc cref="From"/>
    public static bool TryFrom(LabelSelector? selector, [NotNullWhen(true)] out Selector? result, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (selector is null)
        {
            result = Nothing;
            return true;
        }

        result = null;
        var errors = new ErrorList();
        List<LabelRequirement> requirements = [];
        foreach (var (key, value) in selector.MatchLabels)
        {
            if (!TryAdd(key, SelectorOperator.Equals, [value])) break;
        }

        foreach (var expression in selector.MatchExpressions)
        {
            if (!errors.IsEmpty) break;
            SelectorOperator? @operator = expression.Operator switch
            {
                LabelSelectorOperator.In => SelectorOperator.In,
                LabelSelectorOperator.NotIn => SelectorOperator.NotIn,
                LabelSelectorOperator.Exists => SelectorOperator.Exists,
                LabelSelectorOperator.DoesNotExist => SelectorOperator.DoesNotExist,
                _ => null,
            };
            if (@operator is null)
            {
                error = $"{GoText.Quote(expression.Operator)} is not a valid label selector operator";
                return false;
            }

            TryAdd(expression.Key, @operator.Value, expression.Values.AsSpan());
        }

        if (!errors.IsEmpty)
        {
            error = errors.ToString();
            return false;
        }

        result = FromRequirements(requirements);
        return true;

        bool TryAdd(string key, SelectorOperator @operator, ReadOnlySpan<string> values)
        {
            var requirement = LabelRequirement.Create(key, @operator, values, errors);
            if (requirement is not null) requirements.Add(requirement);
            return requirement is not null;
        }
    }

    /// <summary>Matches objects that have all of the labels, such as the selector of a Service. Keys and values are not checked.</summary>
    public static Selector FromLabels(ValueMap<string> labels)
    {
        if (labels.Count == 0) return Everything;
        var requirements = new LabelRequirement[labels.Count];
        for (var i = 0; i < requirements.Length; i++)
        {
            var (key, value) = labels.AsSpan()[i];
            requirements[i] = LabelRequirement.Exact(key, value);
        }

        return new(requirements);
    }

    /// <summary>A selector of some requirements.</summary>
    public static Selector FromRequirements(IEnumerable<LabelRequirement> requirements)
    {
        LabelRequirement[] sorted = [.. requirements.OrderBy(requirement => requirement.Key, StringComparer.Ordinal)];
        return sorted.Length == 0 ? Everything : new(sorted);
    }

    /// <summary>Adds requirements; <see cref="Nothing"/> stays what it is.</summary>
    public Selector And(params IEnumerable<LabelRequirement> requirements) => this == Nothing ? this : FromRequirements(_requirements.Concat(requirements));

    public bool Matches(ValueMap<string> labels)
    {
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(labels)) return false;
        }

        return this != Nothing;
    }

    /// <summary>The value a label must have for an object to match, or null when the selector does not fix it.</summary>
    public string? ExactValueOf(string key)
    {
        foreach (var requirement in _requirements)
        {
            var single = requirement.Operator is SelectorOperator.Equals or SelectorOperator.DoubleEquals or SelectorOperator.In && requirement.Values.Length == 1;
            if (single && requirement.Key == key) return requirement.Values[0];
        }

        return null;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => string.Join<LabelRequirement>(',', _requirements);
}
