using System.Globalization;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Syntax;

/// <summary>Reads an expression by recursive descent. Depth is limited, so that no expression can exhaust the stack.</summary>
internal sealed class Parser
{
    private const int MaxDepth = 250;

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    };

    private readonly List<Token> _tokens;
    private int _next;
    private int _depth;

    private Parser(string source) => _tokens = new Lexer(source).Read();

    /// <summary>Whether a text is a name that is not reserved.</summary>
    public static bool IsIdentifier(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(static c => c == '_' || char.IsAsciiLetterOrDigit(c))
        && !Reserved.Contains(text) && text is not ("true" or "false" or "null" or "in");

    private Token Current => _tokens[_next];

    /// <exception cref="CelException">The text is not an expression.</exception>
    public static SyntaxNode Parse(string source)
    {
        var parser = new Parser(source);
        var node = parser.Expression();
        if (parser.Current.Kind != TokenKind.End) throw parser.Unexpected();
        return node;
    }

    private SyntaxNode Expression()
    {
        if (++_depth > MaxDepth) throw new CelException($"expression recursion limit exceeded: {MaxDepth}", Current.Position);
        var condition = Or();
        var position = Current.Position;
        if (Take("?"))
        {
            var then = Or();
            Expect(":");
            var otherwise = Expression();
            condition = new OperatorSyntax("?:", [condition, then, otherwise], position);
        }

        _depth--;
        return condition;
    }

    private SyntaxNode Or()
    {
        var left = And();
        while (At("||", out var position)) left = new OperatorSyntax("||", [left, And()], position);
        return left;
    }

    private SyntaxNode And()
    {
        var left = Relation();
        while (At("&&", out var position)) left = new OperatorSyntax("&&", [left, Relation()], position);
        return left;
    }

    private SyntaxNode Relation()
    {
        var left = Sum();
        while (true)
        {
            var token = Current;
            var isRelation = token.Kind == TokenKind.Symbol ? token.Text is "==" or "!=" or "<" or "<=" or ">" or ">=" : token is { Kind: TokenKind.Identifier, Text: "in" };
            if (!isRelation) return left;
            _next++;
            left = new OperatorSyntax(token.Text, [left, Sum()], token.Position);
        }
    }

    private SyntaxNode Sum()
    {
        var left = Product();
        while (Current is { Kind: TokenKind.Symbol, Text: "+" or "-" })
        {
            var token = _tokens[_next++];
            left = new OperatorSyntax(token.Text, [left, Product()], token.Position);
        }

        return left;
    }

    private SyntaxNode Product()
    {
        var left = Unary();
        while (Current is { Kind: TokenKind.Symbol, Text: "*" or "/" or "%" })
        {
            var token = _tokens[_next++];
            left = new OperatorSyntax(token.Text, [left, Unary()], token.Position);
        }

        return left;
    }

    private SyntaxNode Unary()
    {
        var token = Current;
        if (token is not { Kind: TokenKind.Symbol, Text: "!" or "-" }) return Member();

        // 1. The sign of the least number belongs to the number.
        if (token.Text == "-" && _tokens[_next + 1] is { Kind: TokenKind.Int or TokenKind.Double } number)
        {
            _next += 2;
            return Members(number.Kind == TokenKind.Int ? Integer(number, "-") : Double(number, "-"));
        }

        // 2. Pairs of operators cancel each other out.
        var count = 0;
        while (Take(token.Text)) count++;
        if (++_depth > MaxDepth) throw new CelException($"expression recursion limit exceeded: {MaxDepth}", Current.Position);
        var operand = Current is { Kind: TokenKind.Symbol, Text: "!" or "-" } ? Unary() : Member();
        _depth--;
        var symbol = token.Text == "-" ? "neg" : "!";
        for (var i = 0; i < (count % 2 == 0 ? Math.Min(count, 2) : 1); i++) operand = new OperatorSyntax(symbol, [operand], token.Position);
        return operand;
    }

    private SyntaxNode Member() => Members(Primary());

    private SyntaxNode Members(SyntaxNode node)
    {
        while (true)
        {
            var position = Current.Position;
            if (Take("."))
            {
                var optional = Take("?");
                var name = FieldName();
                if (!optional && Take("(")) node = new CallSyntax(node, name, Arguments(), position);
                else if (!optional && Current is { Kind: TokenKind.Symbol, Text: "{" } && TypeName(node) is { } type) node = Object($"{type}.{name}", node.Position);
                else node = new SelectSyntax(node, name, optional, position);
            }
            else if (Take("["))
            {
                var optional = Take("?");
                var index = Expression();
                Expect("]");
                node = new IndexSyntax(node, index, optional, position);
            }
            else
            {
                return node;
            }
        }
    }

    private SyntaxNode Primary()
    {
        var token = Current;
        _next++;
        switch (token.Kind)
        {
            case TokenKind.Int:
                return Integer(token, "");
            case TokenKind.Uint:
                return Unsigned(token);
            case TokenKind.Double:
                return Double(token, "");
            case TokenKind.String:
                return new LiteralSyntax(new CelString(token.Text), token.Position);
            case TokenKind.Bytes:
                return new LiteralSyntax(new CelBytes(token.Bytes!), token.Position);
            case TokenKind.Identifier:
                return Identifier(token, isAbsolute: false);
            case TokenKind.Symbol when token.Text == ".":
                if (Current.Kind != TokenKind.Identifier) throw Unexpected();
                return Identifier(_tokens[_next++], isAbsolute: true);
            case TokenKind.Symbol when token.Text == "(":
                var inner = Expression();
                Expect(")");
                return inner;
            case TokenKind.Symbol when token.Text == "[":
                return List(token.Position);
            case TokenKind.Symbol when token.Text == "{":
                return Map(token.Position);
            default:
                _next--;
                throw Unexpected();
        }
    }

    private SyntaxNode Identifier(Token token, bool isAbsolute)
    {
        switch (token.Text)
        {
            case "true" or "false":
                return new LiteralSyntax(CelBool.Of(token.Text == "true"), token.Position);
            case "null":
                return new LiteralSyntax(CelNull.Value, token.Position);
            case "in":
                _next--;
                throw Unexpected();
        }

        if (Reserved.Contains(token.Text)) throw new CelException($"reserved identifier: {token.Text}", token.Position);
        if (Take("(")) return new CallSyntax(null, token.Text, Arguments(), token.Position, isAbsolute);
        if (Current is { Kind: TokenKind.Symbol, Text: "{" }) return Object(isAbsolute ? "." + token.Text : token.Text, token.Position);
        return new IdentifierSyntax(token.Text, isAbsolute, token.Position);
    }

    private static string? TypeName(SyntaxNode node) => node switch
    {
        IdentifierSyntax name => name.IsAbsolute ? "." + name.Name : name.Name,
        SelectSyntax { IsOptional: false } select when TypeName(select.Operand) is { } prefix => $"{prefix}.{select.Field}",
        _ => null,
    };

    private string FieldName()
    {
        var token = Current;
        if (token.Kind != TokenKind.Identifier || token.Text is "in" or "true" or "false" or "null") throw Unexpected();
        _next++;
        return token.Text;
    }

    private List<SyntaxNode> Arguments()
    {
        var arguments = new List<SyntaxNode>();
        if (Take(")")) return arguments;
        do
        {
            arguments.Add(Expression());
        }
        while (Take(","));
        Expect(")");
        return arguments;
    }

    private ListSyntax List(int position)
    {
        var items = new List<ItemSyntax>();
        while (!Take("]"))
        {
            var optional = Take("?");
            items.Add(new(Expression(), optional));
            if (Take(",")) continue;
            Expect("]");
            break;
        }

        return new(items, position);
    }

    private MapSyntax Map(int position)
    {
        var entries = new List<EntrySyntax>();
        while (!Take("}"))
        {
            var optional = Take("?");
            var key = Expression();
            Expect(":");
            entries.Add(new(key, Expression(), optional));
            if (Take(",")) continue;
            Expect("}");
            break;
        }

        return new(entries, position);
    }

    private ObjectSyntax Object(string type, int position)
    {
        Expect("{");
        var fields = new List<(string, SyntaxNode, bool)>();
        while (!Take("}"))
        {
            var optional = Take("?");
            var field = FieldName();
            Expect(":");
            fields.Add((field, Expression(), optional));
            if (Take(",")) continue;
            Expect("}");
            break;
        }

        return new(type, fields, position);
    }

    private static LiteralSyntax Integer(Token token, string sign)
    {
        var text = token.Text;
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (!UInt128.TryParse(isHex ? text.AsSpan(2) : text, style, CultureInfo.InvariantCulture, out var magnitude)) throw Invalid();
        var limit = sign.Length > 0 ? (UInt128)long.MaxValue + 1 : (UInt128)long.MaxValue;
        if (magnitude > limit) throw Invalid();
        return new(new CelInt((long)(sign.Length > 0 ? -(Int128)magnitude : (Int128)magnitude)), token.Position);

        CelException Invalid() => new("invalid int literal", token.Position);
    }

    private static LiteralSyntax Unsigned(Token token)
    {
        var isHex = token.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (!ulong.TryParse(isHex ? token.Text.AsSpan(2) : token.Text, style, CultureInfo.InvariantCulture, out var value)) throw new CelException("invalid uint literal", token.Position);
        return new(new CelUint(value), token.Position);
    }

    private static LiteralSyntax Double(Token token, string sign) =>
        new(new CelDouble(double.Parse(sign + token.Text, NumberStyles.Float, CultureInfo.InvariantCulture)), token.Position);

    private bool At(string symbol, out int position)
    {
        position = Current.Position;
        return Take(symbol);
    }

    private bool Take(string symbol)
    {
        if (Current.Kind != TokenKind.Symbol || Current.Text != symbol) return false;
        _next++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol)) throw Unexpected();
    }

    private CelException Unexpected() =>
        Current.Kind == TokenKind.End
            ? new CelException("Syntax error: mismatched input '<EOF>'", Current.Position)
            : new CelException($"Syntax error: extraneous input '{Current.Text}'", Current.Position);
}
