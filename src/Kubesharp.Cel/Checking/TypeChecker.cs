using Kubesharp.Cel.Syntax;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Checking;

/// <summary>
/// Finds what cannot go well in an expression: fields that are not there, operators between types they do not know. Where nothing is
/// known, as of the results of most functions, it says nothing.
/// </summary>
public sealed class TypeChecker
{
    private static readonly Dictionary<string, CelStaticType> Globals = new(StringComparer.Ordinal)
    {
        ["size"] = CelStaticType.Int,
        ["int"] = CelStaticType.Int,
        ["uint"] = CelStaticType.Uint,
        ["double"] = CelStaticType.Double,
        ["string"] = CelStaticType.String,
        ["bool"] = CelStaticType.Bool,
        ["bytes"] = CelStaticType.Bytes,
        ["matches"] = CelStaticType.Bool,
    };

    private static readonly Dictionary<string, CelStaticType> Members = new(StringComparer.Ordinal)
    {
        ["size"] = CelStaticType.Int,
        ["contains"] = CelStaticType.Bool,
        ["startsWith"] = CelStaticType.Bool,
        ["endsWith"] = CelStaticType.Bool,
        ["matches"] = CelStaticType.Bool,
        ["lowerAscii"] = CelStaticType.String,
        ["upperAscii"] = CelStaticType.String,
        ["trim"] = CelStaticType.String,
        ["replace"] = CelStaticType.String,
        ["substring"] = CelStaticType.String,
        ["join"] = CelStaticType.String,
        ["split"] = CelStaticType.List(CelStaticType.String),
        ["lastIndexOf"] = CelStaticType.Int,
    };

    /// <summary>Members of texts alone.</summary>
    private static readonly HashSet<string> OfText = new(StringComparer.Ordinal) { "contains", "startsWith", "endsWith", "matches", "lowerAscii", "upperAscii", "trim", "split" };

    private readonly IReadOnlyDictionary<string, CelStaticType> _variables;
    private readonly List<(string Name, CelStaticType Type)> _scope = [];
    private readonly List<CelException> _problems = [];

    private TypeChecker(IReadOnlyDictionary<string, CelStaticType> variables) => _variables = variables;

    /// <summary>Checks an expression.</summary>
    /// <param name="source">The expression, which can be compiled.</param>
    /// <param name="variables">Types of the variables; nothing is known of others.</param>
    /// <param name="problems">What is wrong.</param>
    /// <returns>What the expression evaluates to.</returns>
    /// <exception cref="CelException">The text is not an expression.</exception>
    public static CelStaticType Check(string source, IReadOnlyDictionary<string, CelStaticType> variables, out IReadOnlyList<CelException> problems)
    {
        var checker = new TypeChecker(variables);
        var type = checker.TypeOf(Parser.Parse(source));
        problems = checker._problems;
        return type;
    }

    private CelStaticType TypeOf(SyntaxNode node) => node switch
    {
        LiteralSyntax literal => TypeOf(literal.Value),
        IdentifierSyntax name => OfName(name.Name),
        SelectSyntax select => OfField(select),
        IndexSyntax index => OfIndex(index),
        OperatorSyntax operation => OfOperator(operation),
        CallSyntax call => OfMacro(call) ?? OfCall(call),
        ListSyntax list => CelStaticType.List(Common([.. list.Items.Select(item => item.IsOptional ? Unknown(item.Item) : TypeOf(item.Item))])),
        MapSyntax map => CelStaticType.Map(
            Common([.. map.Entries.Select(entry => TypeOf(entry.Key))]), Common([.. map.Entries.Select(entry => entry.IsOptional ? Unknown(entry.Value) : TypeOf(entry.Value))])),
        ObjectSyntax made => OfObject(made),
        _ => CelStaticType.Dyn,
    };

    private static CelStaticType TypeOf(CelValue value) => value switch
    {
        CelBool => CelStaticType.Bool,
        CelInt => CelStaticType.Int,
        CelUint => CelStaticType.Uint,
        CelDouble => CelStaticType.Double,
        CelString => CelStaticType.String,
        CelBytes => CelStaticType.Bytes,
        CelNull => CelStaticType.Null,
        _ => CelStaticType.Dyn,
    };

    private CelStaticType Unknown(SyntaxNode node)
    {
        TypeOf(node);
        return CelStaticType.Dyn;
    }

    private CelStaticType OfObject(ObjectSyntax made)
    {
        foreach (var (_, value, _) in made.Fields) TypeOf(value);
        return CelStaticType.Dyn;
    }

    private CelStaticType OfName(string name)
    {
        for (var i = _scope.Count - 1; i >= 0; i--)
        {
            if (_scope[i].Name == name) return _scope[i].Type;
        }

        return _variables.GetValueOrDefault(name, CelStaticType.Dyn);
    }

    private CelStaticType OfField(SelectSyntax select)
    {
        var type = TypeOf(select.Operand);
        if (type.IsObject && type.Field(select.Field) is null) Add($"undefined field '{select.Field}'", select.Position);
        else if (!type.IsDyn && !type.IsObject && !type.IsMap) Add($"type '{type}' does not support field selection", select.Position);
        if (select.IsOptional) return CelStaticType.Dyn;
        return (type.IsObject ? type.Field(select.Field) : type.IsMap ? type.Element : null) ?? CelStaticType.Dyn;
    }

    private CelStaticType OfIndex(IndexSyntax index)
    {
        var (type, key) = (TypeOf(index.Operand), TypeOf(index.Index));
        var fits = type.IsList ? key.IsDyn || key.IsNumber : type.IsMap ? key.IsCompatible(type.Key!) || (key.IsNumber && type.Key!.IsNumber) : type.IsDyn || type.IsObject;
        if (!fits) Add($"found no matching overload for '_[_]' applied to '({type}, {key})'", index.Position);
        return index.IsOptional || !fits ? CelStaticType.Dyn : type.Element ?? CelStaticType.Dyn;
    }

    private CelStaticType OfCall(CallSyntax call)
    {
        var target = call.Target is null ? null : TypeOf(call.Target);
        var arguments = call.Arguments.Select(TypeOf).ToList();
        if (target is null) return Globals.GetValueOrDefault(call.Name, CelStaticType.Dyn);
        if (OfText.Contains(call.Name) && !target.IsDyn && target.Name != "string")
            Add($"found no matching overload for '{call.Name}' applied to '{target}.({string.Join(", ", arguments)})'", call.Position);
        return Members.GetValueOrDefault(call.Name, CelStaticType.Dyn);
    }

    private CelStaticType? OfMacro(CallSyntax call)
    {
        if (call is { Target: null, Name: "has", Arguments: [SelectSyntax select] })
        {
            TypeOf(select);
            return CelStaticType.Bool;
        }

        if (call.Target is null) return null;
        return (call.Name, call.Arguments.Count) switch
        {
            ("all" or "exists" or "exists_one" or "existsOne", 2) => Over(call, 1, CelStaticType.Bool),
            ("all" or "exists" or "existsOne", 3) => Over(call, 2, CelStaticType.Bool),
            ("map", 2 or 3) => Over(call, 1, null),
            ("filter", 2) => Over(call, 1, null, isFilter: true),
            ("transformList" or "transformMap" or "transformMapEntry", 3 or 4) => Over(call, 2, CelStaticType.Dyn),
            ("optMap" or "optFlatMap", 2) => Over(call, 1, CelStaticType.Dyn, isOptional: true),
            _ => null,
        };
    }

    /// <summary>A comprehension: its first arguments name variables for the others. Without a result of its own it lists what its last argument gives, or what its range has.</summary>
    private CelStaticType Over(CallSyntax call, int variables, CelStaticType? result, bool isOptional = false, bool isFilter = false)
    {
        var range = TypeOf(call.Target!);
        if (!isOptional && !range.IsDyn && !range.IsList && !range.IsMap)
            Add($"expression of type '{range}' cannot be range of a comprehension (must be list, map, or dynamic)", call.Target!.Position);
        CelStaticType[] types = isOptional ? [CelStaticType.Dyn]
            : variables == 1 ? [range.IsMap ? range.Key! : range.Element ?? CelStaticType.Dyn]
            : [range.IsMap ? range.Key! : range.IsList ? CelStaticType.Int : CelStaticType.Dyn, range.Element ?? CelStaticType.Dyn];
        for (var i = 0; i < variables; i++) _scope.Add((call.Arguments[i] is IdentifierSyntax name ? name.Name : "", types[i]));
        var last = CelStaticType.Dyn;
        foreach (var argument in call.Arguments.Skip(variables)) last = TypeOf(argument);
        _scope.RemoveRange(_scope.Count - variables, variables);
        return result ?? (!isFilter ? CelStaticType.List(last) : range.IsMap ? CelStaticType.List(range.Key!) : range);
    }

    private static CelStaticType Common(List<CelStaticType> types) =>
        types.Count > 0 && types.TrueForAll(type => type.ToString() == types[0].ToString()) ? types[0] : CelStaticType.Dyn;

    private CelStaticType OfOperator(OperatorSyntax operation)
    {
        CelStaticType[] types = [.. operation.Operands.Select(TypeOf)];
        if (Operators.ResultOf(operation.Symbol, types) is { } result) return result;
        Add($"found no matching overload for '{Operators.NameOf(operation.Symbol)}' applied to '({string.Join<CelStaticType>(", ", types)})'", operation.Position);
        return CelStaticType.Dyn;
    }

    private void Add(string problem, int position) => _problems.Add(new CelException(problem, position));

    /// <summary>Which types operators know.</summary>
    private static class Operators
    {
        /// <summary>Type of the result; null when the operator does not know the types.</summary>
        public static CelStaticType? ResultOf(string symbol, CelStaticType[] types) => symbol switch
        {
            "!" => types[0].IsCompatible(CelStaticType.Bool) ? CelStaticType.Bool : null,
            "neg" => types[0].IsDyn || types[0].Name is "int" or "double" ? types[0] : null,
            "&&" or "||" => Array.TrueForAll(types, type => type.IsCompatible(CelStaticType.Bool)) ? CelStaticType.Bool : null,
            "?:" => types[0].IsCompatible(CelStaticType.Bool) && types[1].IsCompatible(types[2]) ? types[1].IsDyn ? types[2] : types[1] : null,
            "==" or "!=" => types[0].IsCompatible(types[1]) ? CelStaticType.Bool : null,
            "<" or "<=" or ">" or ">=" => IsOrdered(types[0]) && IsOrdered(types[1]) && (types[0].IsCompatible(types[1]) || (types[0].IsNumber && types[1].IsNumber)) ? CelStaticType.Bool : null,
            "in" => types[1].IsDyn || (types[1].IsList && types[0].IsCompatible(types[1].Element!)) || (types[1].IsMap && types[0].IsCompatible(types[1].Key!)) ? CelStaticType.Bool : null,
            "%" => Arithmetic(types, static type => type.Name is "int" or "uint"),
            "+" => Arithmetic(types, static type => type.IsNumber || type.Name is "string" or "bytes" || type.IsList),
            _ => Arithmetic(types, static type => type.IsNumber),
        };

        public static string NameOf(string symbol) => symbol switch
        {
            "!" => "!_",
            "neg" => "-_",
            "?:" => "_?_:_",
            "in" => "@in",
            _ => $"_{symbol}_",
        };

        private static bool IsOrdered(CelStaticType type) => type.IsDyn || type.IsNumber || type.Name is "bool" or "string" or "bytes";

        private static CelStaticType? Arithmetic(CelStaticType[] types, Func<CelStaticType, bool> knows)
        {
            if (!Array.TrueForAll(types, type => type.IsDyn || knows(type)) || !types[0].IsCompatible(types[1])) return null;
            return types[0].IsDyn ? types[1].IsDyn ? CelStaticType.Dyn : types[1] : types[0];
        }
    }
}
