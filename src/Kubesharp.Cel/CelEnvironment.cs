using Kubesharp.Cel.Evaluation;
using Kubesharp.Cel.Functions;
using Kubesharp.Cel.Syntax;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel;

/// <summary>What expressions may refer to: variables, functions and types. Immutable; the With methods give an extended copy.</summary>
public sealed class CelEnvironment
{
    private readonly Dictionary<(string Name, bool IsMember), CelFunction[]> _functions;
    private readonly HashSet<string> _variables;
    private readonly Dictionary<string, CelValue> _constants;
    private Func<string, CelObjectType?> _objectTypes = static _ => null;

    private CelEnvironment(Dictionary<(string Name, bool IsMember), CelFunction[]> functions, HashSet<string> variables, Dictionary<string, CelValue> constants)
    {
        _functions = functions;
        _variables = variables;
        _constants = constants;
    }

    /// <summary>The language with its standard functions, optional values and string functions.</summary>
    public static CelEnvironment Standard { get; } = CreateStandard();

    /// <summary>What Kubernetes offers besides: lists, sets, regular expressions, URLs, addresses, quantities, versions and formats.</summary>
    public static CelEnvironment Kubernetes { get; } = CreateKubernetes();

    /// <summary>Namespace in which names are looked up first.</summary>
    public string Container { get; private init; } = "";

    /// <summary>Whether a text can be the name of a variable.</summary>
    public static bool IsIdentifier(string text) => Parser.IsIdentifier(text);

    /// <summary>Adds variables; a name may have dots.</summary>
    public CelEnvironment WithVariables(params IEnumerable<string> names) => With(_functions, [.. _variables, .. names], _constants);

    /// <summary>Adds functions.</summary>
    public CelEnvironment WithFunctions(params IEnumerable<CelFunction> functions)
    {
        var all = new Dictionary<(string, bool), CelFunction[]>(_functions);
        foreach (var function in functions)
        {
            var key = (function.Name, function.IsMember);
            all[key] = all.TryGetValue(key, out var known) ? [.. known, function] : [function];
        }

        return With(all, _variables, _constants);
    }

    /// <summary>Adds types, which expressions can compare with what <c>type</c> gives.</summary>
    public CelEnvironment WithTypes(params IEnumerable<CelType> types)
    {
        var constants = new Dictionary<string, CelValue>(_constants, StringComparer.Ordinal);
        foreach (var type in types) constants[type.Name] = type;
        return With(_functions, _variables, constants);
    }

    public CelEnvironment WithContainer(string container) => new(_functions, _variables, _constants) { Container = container, _objectTypes = _objectTypes };

    /// <summary>Sets the types that expressions can make objects of.</summary>
    /// <param name="find">The type of a name; null when there is none.</param>
    public CelEnvironment WithObjectTypes(Func<string, CelObjectType?> find) => new(_functions, _variables, _constants) { Container = Container, _objectTypes = find };

    /// <summary>Compiles an expression.</summary>
    /// <exception cref="CelException">The expression is malformed, or refers to something that is not there.</exception>
    public CelProgram Compile(string expression)
    {
        var compiler = new Compiler(this);
        var root = compiler.Compile(Parser.Parse(expression));
        return new CelProgram(expression, root, compiler.SlotCount);
    }

    internal bool HasVariable(string name) => _variables.Contains(name);

    internal CelValue? FindConstant(string name) => _constants.GetValueOrDefault(name);

    internal CelObjectType? FindObjectType(string name) => _objectTypes(name);

    internal CelFunction[]? FindFunctions(string name, bool isMember) => _functions.GetValueOrDefault((name, isMember));

    /// <summary>The full names that a name may stand for, the innermost first.</summary>
    internal IEnumerable<string> Candidates(string name, bool isAbsolute)
    {
        if (!isAbsolute)
        {
            for (var prefix = Container; prefix.Length > 0; prefix = prefix.LastIndexOf('.') is >= 0 and var dot ? prefix[..dot] : "") yield return $"{prefix}.{name}";
        }

        yield return name;
    }

    private CelEnvironment With(Dictionary<(string Name, bool IsMember), CelFunction[]> functions, HashSet<string> variables, Dictionary<string, CelValue> constants) =>
        new(functions, variables, constants) { Container = Container, _objectTypes = _objectTypes };

    private static CelEnvironment CreateStandard() =>
        new CelEnvironment([], [], new(StringComparer.Ordinal))
            .WithTypes(
                CelType.Bool, CelType.Int, CelType.Uint, CelType.Double, CelType.String, CelType.Bytes, CelType.Null, CelType.List, CelType.Map, CelType.TypeType, CelType.Timestamp, CelType.Duration, CelType.Optional)
            .WithFunctions([.. Conversions.All, .. StandardFunctions.All, .. TimeFunctions.All, .. OptionalFunctions.All, .. StringFunctions.All]);

    private static CelEnvironment CreateKubernetes() =>
        Standard
            .WithTypes(QuantityFunctions.Type, SemverFunctions.Type, UrlFunctions.Type, NetworkFunctions.Ip, NetworkFunctions.Cidr, FormatFunctions.Type)
            .WithFunctions(
                [.. ListFunctions.All, .. SetFunctions.All, .. RegexFunctions.All, .. UrlFunctions.All, .. NetworkFunctions.All, .. QuantityFunctions.All, .. SemverFunctions.All, .. FormatFunctions.All]);
}
