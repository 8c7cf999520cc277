using Kubesharp.Cel.Syntax;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Evaluation;

/// <summary>Resolves names, expands macros, and makes what can be evaluated.</summary>
internal sealed class Compiler(CelEnvironment environment)
{
    private readonly List<(string Name, int Slot)> _scope = [];

    /// <summary>How many variables comprehensions have.</summary>
    public int SlotCount { get; private set; }

    public Expression Compile(SyntaxNode node) => node switch
    {
        LiteralSyntax literal => new LiteralExpression(literal.Value),
        IdentifierSyntax or SelectSyntax => CompileName(node),
        IndexSyntax index => new IndexExpression(Compile(index.Operand), Compile(index.Index), index.IsOptional),
        OperatorSyntax operation => CompileOperator(operation),
        CallSyntax call => CompileMacro(call) ?? CompileCall(call),
        ListSyntax list => new ListExpression([.. list.Items.Select(item => Compile(item.Item))], [.. list.Items.Select(item => item.IsOptional)]),
        MapSyntax map => new MapExpression([.. map.Entries.Select(entry => (Compile(entry.Key), Compile(entry.Value), entry.IsOptional))]),
        ObjectSyntax value => CompileObject(value),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "unknown syntax"),
    };

    private ObjectExpression CompileObject(ObjectSyntax value)
    {
        var isAbsolute = value.Type.StartsWith('.');
        var type = environment.Candidates(isAbsolute ? value.Type[1..] : value.Type, isAbsolute).Select(environment.FindObjectType).FirstOrDefault(found => found is not null)
            ?? throw new CelException($"undeclared reference to '{value.Type}' (in container '{environment.Container}')", value.Position);
        foreach (var (field, content, _) in value.Fields)
        {
            if (type.Fields?.Contains(field) == false) throw new CelException($"undefined field '{field}'", content.Position);
        }

        return new(type, [.. value.Fields.Select(field => (field.Field, Compile(field.Value), field.IsOptional))]);
    }

    private Expression CompileOperator(OperatorSyntax operation)
    {
        var operands = operation.Operands.Select(Compile).ToArray();
        return operation.Symbol switch
        {
            "&&" => new AndExpression(operands[0], operands[1]),
            "||" => new OrExpression(operands[0], operands[1]),
            "?:" => new ConditionalExpression(operands[0], operands[1], operands[2]),
            "!" => new UnaryExpression(operands[0], Operators.Not),
            "neg" => new UnaryExpression(operands[0], Operators.Negate),
            _ => new BinaryExpression(operands[0], operands[1], Operators.Binary(operation.Symbol)),
        };
    }

    private Expression CompileName(SyntaxNode node)
    {
        // 1. The longest chain of names that is a variable or a type is one; the rest are fields.
        if (TryResolve(node) is { } resolved) return resolved;
        switch (node)
        {
            case SelectSyntax select:
                return new SelectExpression(Compile(select.Operand), select.Field, select.IsOptional);
            case IdentifierSyntax name:
                throw new CelException($"undeclared reference to '{name.Name}' (in container '{environment.Container}')", name.Position);
            default:
                return Compile(node);
        }
    }

    private Expression? TryResolve(SyntaxNode node)
    {
        if (ChainOf(node, out var isAbsolute) is not { } names) return null;
        if (!isAbsolute && FindSlot(names[0]) is { } slot) return names.Count == 1 ? new SlotExpression(slot) : null;
        foreach (var candidate in environment.Candidates(string.Join('.', names), isAbsolute))
        {
            if (environment.HasVariable(candidate)) return new VariableExpression(candidate);
            if (environment.FindConstant(candidate) is { } constant) return new LiteralExpression(constant);
        }

        return null;
    }

    private int? FindSlot(string name)
    {
        for (var i = _scope.Count - 1; i >= 0; i--)
        {
            if (_scope[i].Name == name) return _scope[i].Slot;
        }

        return null;
    }

    /// <summary>The names of a chain of plain selections that starts with an identifier, or null.</summary>
    private static List<string>? ChainOf(SyntaxNode node, out bool isAbsolute)
    {
        isAbsolute = false;
        var names = new List<string>();
        while (node is SelectSyntax { IsOptional: false } select)
        {
            names.Add(select.Field);
            node = select.Operand;
        }

        if (node is not IdentifierSyntax first) return null;
        names.Add(first.Name);
        names.Reverse();
        isAbsolute = first.IsAbsolute;
        return names;
    }

    private Expression CompileCall(CallSyntax call)
    {
        // 1. A function with a namespace looks like a call on a value.
        if (call.Target is not null && ChainOf(call.Target, out var isAbsolute) is { } names && (isAbsolute || FindSlot(names[0]) is null))
        {
            var qualified = $"{string.Join('.', names)}.{call.Name}";
            if (FindGlobal(qualified, isAbsolute) is { } known) return Call(known, qualified, call, null);
        }

        if (call.Target is null)
        {
            return Call(FindGlobal(call.Name, call.IsAbsolute), call.Name, call, null);
        }

        var target = Compile(call.Target);
        if (call is { Name: "or" or "orValue", Arguments.Count: 1 }) return new OrValueExpression(target, Compile(call.Arguments[0]), call.Name == "orValue");
        return Call(environment.FindFunctions(call.Name, isMember: true), call.Name, call, target);
    }

    private CelFunction[]? FindGlobal(string name, bool isAbsolute)
    {
        foreach (var candidate in environment.Candidates(name, isAbsolute))
        {
            if (environment.FindFunctions(candidate, isMember: false) is { } known) return known;
        }

        return null;
    }

    private CallExpression Call(CelFunction[]? functions, string name, CallSyntax call, Expression? target)
    {
        if (functions is null) throw new CelException($"undeclared reference to '{name}' (in container '{environment.Container}')", call.Position);
        var count = call.Arguments.Count;
        var fitting = Array.FindAll(functions, function => count >= function.MinArguments && count <= function.MaxArguments);
        if (fitting.Length == 0) throw new CelException($"found no matching overload for '{name}'", call.Position);
        var arguments = call.Arguments.Select(Compile);
        return new([.. target is null ? arguments : arguments.Prepend(target)], fitting);
    }

    private Expression? CompileMacro(CallSyntax call)
    {
        var arguments = call.Arguments;
        if (call.Target is null)
        {
            if (call is not { Name: "has", Arguments.Count: 1 }) return null;
            if (arguments[0] is not SelectSyntax { IsOptional: false } select) throw new CelException("invalid argument to has() macro", call.Position);
            return new HasExpression(Compile(select.Operand), select.Field);
        }

        switch (call.Name, arguments.Count)
        {
            case ("all" or "exists" or "exists_one" or "existsOne", 2):
                return Over(call, 1, (range, slots) => new QuantifierExpression(QuantifierOf(call.Name), range, slots[0], null, Compile(arguments[1])));
            case ("all" or "exists" or "existsOne", 3):
                return Over(call, 2, (range, slots) => new QuantifierExpression(QuantifierOf(call.Name), range, slots[0], slots[1], Compile(arguments[2])));
            case ("map", 2):
                return Over(call, 1, (range, slots) => new TransformListExpression(range, slots[0], null, null, Compile(arguments[1])));
            case ("map", 3):
                return Over(call, 1, (range, slots) => new TransformListExpression(range, slots[0], null, Compile(arguments[1]), Compile(arguments[2])));
            case ("filter", 2):
                return Over(call, 1, (range, slots) => new TransformListExpression(range, slots[0], null, Compile(arguments[1]), null));
            case ("transformList", 3 or 4):
                return Over(call, 2, (range, slots) => new TransformListExpression(range, slots[0], slots[1], arguments.Count == 4 ? Compile(arguments[2]) : null, Compile(arguments[^1])));
            case ("transformMap" or "transformMapEntry", 3 or 4):
                return Over(call, 2, (range, slots) => new TransformMapExpression(
                    range, slots[0], slots[1], arguments.Count == 4 ? Compile(arguments[2]) : null, Compile(arguments[^1]), call.Name == "transformMapEntry"));
            case ("optMap" or "optFlatMap", 2):
                return Over(call, 1, (target, slots) => new OptionalMapExpression(target, slots[0], Compile(arguments[1]), call.Name == "optFlatMap"));
            default:
                return null;
        }
    }

    /// <summary>Compiles the range outside of, and the rest inside of, the scope of the first arguments, which name variables.</summary>
    private Expression Over(CallSyntax call, int variables, Func<Expression, int[], Expression> make)
    {
        var range = Compile(call.Target!);
        var slots = new int[variables];
        for (var i = 0; i < variables; i++)
        {
            if (call.Arguments[i] is not IdentifierSyntax { IsAbsolute: false } name) throw new CelException("argument must be a simple name", call.Arguments[i].Position);
            if (i > 0 && name.Name == ((IdentifierSyntax)call.Arguments[0]).Name) throw new CelException("duplicate variable name", name.Position);
            slots[i] = SlotCount++;
        }

        for (var i = 0; i < variables; i++) _scope.Add((((IdentifierSyntax)call.Arguments[i]).Name, slots[i]));
        var made = make(range, slots);
        _scope.RemoveRange(_scope.Count - variables, variables);
        return made;
    }

    private static Quantifier QuantifierOf(string name) => name switch
    {
        "all" => Quantifier.All,
        "exists" => Quantifier.Exists,
        _ => Quantifier.ExistsOne,
    };
}
