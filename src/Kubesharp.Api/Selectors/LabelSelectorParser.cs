using Kubesharp.Api.Validation;

namespace Kubesharp.Api.Selectors;

/// <summary>Reads the text form of label selectors. The grammar and the messages are Kubernetes' own, oddities included.</summary>
internal ref struct LabelSelectorParser
{
    private readonly string _text;
    private int _position;
    private Token _token;
    private string _literal;
    private string? _error;

    private LabelSelectorParser(string text)
    {
        _text = text;
        _literal = "";
        Scan();
    }

    private enum Token
    {
        End,
        Identifier,
        In,
        NotIn,
        Equals,
        DoubleEquals,
        NotEquals,
        GreaterThan,
        LessThan,
        Comma,
        Not,
        Open,
        Close,
    }

    /// <summary>The requirements of a text; null, with the reason, when it is no selector.</summary>
    public static List<LabelRequirement>? Parse(string text, out string? error)
    {
        var parser = new LabelSelectorParser(text);
        var requirements = parser.ParseRequirements();
        error = parser._error;
        return error is null ? requirements : null;
    }

    private List<LabelRequirement> ParseRequirements()
    {
        List<LabelRequirement> requirements = [];
        while (true)
        {
            if (PeekValue() == Token.End) return requirements;
            if (PeekValue() is not (Token.Identifier or Token.Not)) return Fail(requirements, $"found '{_literal}', expected: !, identifier, or 'end of string'");
            var requirement = ParseRequirement();
            if (requirement is null) return Fail(requirements, $"unable to parse requirement: {_error}");
            requirements.Add(requirement);
            var (token, literal) = TakeValue();
            if (token == Token.End) return requirements;
            if (token != Token.Comma) return Fail(requirements, $"found '{literal}', expected: ',' or 'end of string'");
            if (PeekValue() is not (Token.Identifier or Token.Not)) return Fail(requirements, $"found '{_literal}', expected: identifier after ','");
        }
    }

    private LabelRequirement? ParseRequirement()
    {
        var (token, key) = TakeValue();
        var negated = token == Token.Not;
        if (negated) (token, key) = TakeValue();
        if (token != Token.Identifier) return Fail<LabelRequirement>($"found '{key}', expected: identifier");
        var keyErrors = Names.QualifiedName(key);
        if (keyErrors.Length > 0) return Fail<LabelRequirement>(FieldError.Invalid(null, key, string.Join("; ", keyErrors)).ToString());
        if (negated) return Make(key, SelectorOperator.DoesNotExist, []);
        if (PeekValue() is Token.End or Token.Comma) return Make(key, SelectorOperator.Exists, []);

        SelectorOperator? @operator = _token switch
        {
            Token.In => SelectorOperator.In,
            Token.NotIn => SelectorOperator.NotIn,
            Token.Equals => SelectorOperator.Equals,
            Token.DoubleEquals => SelectorOperator.DoubleEquals,
            Token.NotEquals => SelectorOperator.NotEquals,
            Token.GreaterThan => SelectorOperator.GreaterThan,
            Token.LessThan => SelectorOperator.LessThan,
            _ => null,
        };
        if (@operator is null) return Fail<LabelRequirement>($"found '{_literal}', expected: {LabelRequirement.BinaryOperators}");
        Scan();
        var values = @operator is SelectorOperator.In or SelectorOperator.NotIn ? ParseValues() : ParseExactValue();
        return values is null ? null : Make(key, @operator.Value, [.. values]);
    }

    private LabelRequirement? Make(string key, SelectorOperator @operator, string[] values)
    {
        var errors = new ErrorList();
        return LabelRequirement.Create(key, @operator, values, errors) ?? Fail<LabelRequirement>(errors.ToString());
    }

    private SortedSet<string>? ParseValues()
    {
        var (token, literal) = TakeValue();
        if (token != Token.Open) return Fail<SortedSet<string>>($"found '{literal}' expected: '('");
        switch (PeekValue())
        {
            case Token.Identifier or Token.Comma:
                var first = _literal;
                var values = ParseList();
                if (values is not null && TakeValue().Token != Token.Close) return Fail<SortedSet<string>>($"found '{first}', expected: ')'");
                return values;
            case Token.Close:
                Scan();
                return [];
            default:
                return Fail<SortedSet<string>>($"found '{_literal}', expected: ',', ')' or identifier");
        }
    }

    /// <summary>Identifiers and commas up to the closing parenthesis, which stays; between two commas stands the empty value.</summary>
    private SortedSet<string>? ParseList()
    {
        var values = new SortedSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var (token, literal) = TakeValue();
            switch (token)
            {
                case Token.Identifier:
                    values.Add(literal);
                    if (PeekValue() == Token.Close) return values;
                    if (PeekValue() != Token.Comma) return Fail<SortedSet<string>>($"found '{_literal}', expected: ',' or ')'");
                    break;
                case Token.Comma:
                    if (values.Count == 0) values.Add("");
                    if (PeekValue() == Token.Close)
                    {
                        values.Add("");
                        return values;
                    }

                    if (PeekValue() == Token.Comma)
                    {
                        Scan();
                        values.Add("");
                    }

                    break;
                default:
                    return Fail<SortedSet<string>>($"found '{literal}', expected: ',', or identifier");
            }
        }
    }

    private SortedSet<string>? ParseExactValue()
    {
        if (PeekValue() is Token.End or Token.Comma) return [""];
        var (token, literal) = TakeValue();
        return token == Token.Identifier ? [literal] : Fail<SortedSet<string>>($"found '{literal}', expected: identifier");
    }

    /// <summary>The next token where a key or value may stand, so that the words <c>in</c> and <c>notin</c> are ordinary ones.</summary>
    private readonly Token PeekValue() => _token is Token.In or Token.NotIn ? Token.Identifier : _token;

    private (Token Token, string Literal) TakeValue()
    {
        var taken = (PeekValue(), _literal);
        Scan();
        return taken;
    }

    private T? Fail<T>(string error)
        where T : class
    {
        _error = error;
        return null;
    }

    private List<LabelRequirement> Fail(List<LabelRequirement> requirements, string error)
    {
        _error = error;
        return requirements;
    }

    private void Scan()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t' or '\r' or '\n') _position++;
        var rest = _text.AsSpan(_position);
        (_token, var length) = rest switch
        {
            [] or ['\0', ..] => (Token.End, 0),
            ['(', ..] => (Token.Open, 1),
            [')', ..] => (Token.Close, 1),
            [',', ..] => (Token.Comma, 1),
            ['>', ..] => (Token.GreaterThan, 1),
            ['<', ..] => (Token.LessThan, 1),
            ['!', '=', ..] => (Token.NotEquals, 2),
            ['!', ..] => (Token.Not, 1),
            ['=', '=', ..] => (Token.DoubleEquals, 2),
            ['=', ..] => (Token.Equals, 1),
            _ => (Token.Identifier, WordLength(rest)),
        };
        _literal = rest[..length].ToString();
        _position += length;
        if (_literal == "in") _token = Token.In;
        if (_literal == "notin") _token = Token.NotIn;
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny("=!(),<> \t\r\n\0");
        return end < 0 ? text.Length : end;
    }
}
