using System.Globalization;
using System.Text.Json;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Tests.Conformance;

/// <summary>One case of the language's conformance suite.</summary>
public sealed class ConformanceCase(string section, JsonElement json)
{
    public string Name { get; } = $"{section}/{json.GetProperty("name").GetString()}";

    public string Source { get; } = json.GetProperty("expr").GetString()!;

    /// <summary>Why the case says nothing about Kubernetes 1.36, or null.</summary>
    public string? NotApplicable
    {
        get
        {
            if (json.TryGetProperty("needs", out var needs)) return needs.ToString();
            if (json.TryGetProperty("checkOnly", out var checkOnly) && checkOnly.GetBoolean()) return "checkOnly";
            if (json.TryGetProperty("celGoSkip", out var skip) && skip.GetBoolean()) return "celGoSkip";
            return Source.Contains('`', StringComparison.Ordinal) ? "quoted identifiers" : null;
        }
    }

    /// <summary>Null when the outcome is the expected one, otherwise what is different.</summary>
    public string? Run()
    {
        var variables = new Dictionary<string, CelValue>();
        if (json.TryGetProperty("bindings", out var bindings))
        {
            foreach (var binding in bindings.EnumerateObject()) variables[binding.Name] = Value(binding.Value);
        }

        IEnumerable<string> declared = variables.Keys;
        if (json.TryGetProperty("typeEnv", out var types)) declared = declared.Concat(types.EnumerateArray().Where(type => type.TryGetProperty("var", out _)).Select(type => type.GetProperty("var").GetString()!));
        var environment = CelEnvironment.Kubernetes.WithVariables(declared);
        if (json.TryGetProperty("container", out var container)) environment = environment.WithContainer(container.GetString()!);
        CelValue actual;
        try
        {
            actual = environment.Compile(Source).Evaluate(new CelVariables(variables));
        }
        catch (CelException e)
        {
            actual = new CelError(e.Message);
        }

        if (json.TryGetProperty("error", out var error)) return actual.IsError ? null : $"expected {error}, got {actual}";
        CelValue expected = CelBool.True;
        if (json.TryGetProperty("value", out var value)) expected = Value(value);
        else if (json.TryGetProperty("typedResult", out var typed) && typed.TryGetProperty("value", out var inner)) expected = Value(inner);
        else if (json.TryGetProperty("typedResult", out _)) return actual.IsError ? $"expected a value, got {actual}" : null;
        var isSame = expected.Equals(actual) && expected.Type.Equals(actual.Type);
        if (expected is CelDouble { Value: double.NaN } && actual is CelDouble { Value: double.NaN }) isSame = true;
        return isSame ? null : $"expected {expected} ({expected.Type}), got {actual} ({actual.Type})";
    }

    private static CelValue Value(JsonElement value)
    {
        var field = value.EnumerateObject().First();
        var text = field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : "";
        return field.Name switch
        {
            "int" => new CelInt(long.Parse(text, CultureInfo.InvariantCulture)),
            "uint" => new CelUint(ulong.Parse(text, CultureInfo.InvariantCulture)),
            "double" => new CelDouble(text switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                _ => double.Parse(text, CultureInfo.InvariantCulture),
            }),
            "string" => new CelString(text),
            "bytes" => new CelBytes(field.Value.GetBytesFromBase64()),
            "bool" => CelBool.Of(field.Value.GetBoolean()),
            "null" => CelNull.Value,
            "list" => CelList.Of([.. field.Value.EnumerateArray().Select(Value)]),
            "map" => CelMap.Of(field.Value.EnumerateArray().ToDictionary(pair => Value(pair[0]), pair => Value(pair[1]))),
            "type" => new CelType(text),
            "timestamp" => Parsed($"timestamp('{text}')"),
            "duration" => Parsed($"duration('{text}')"),
            _ => throw new InvalidDataException($"no value is tagged {field.Name}"),
        };
    }

    private static CelValue Parsed(string source) => CelEnvironment.Standard.Compile(source).Evaluate(CelVariables.None);
}
