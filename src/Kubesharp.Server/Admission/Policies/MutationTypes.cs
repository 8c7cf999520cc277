using Kubesharp.Cel;
using Kubesharp.Cel.Values;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>What the expressions of mutations may use beside what all expressions of policies may.</summary>
internal static class MutationTypes
{
    public const string Object = "Object";
    public const string Operation = "JSONPatch";

    private static readonly CelObjectType OperationType = new(Operation, ["op", "path", "from", "value"], MakeOperation);

    /// <summary>An environment with the types of mutations.</summary>
    public static CelEnvironment AddTo(CelEnvironment environment) => environment
        .WithObjectTypes(Find)
        .WithFunctions(CelFunction.Global("jsonpatch.escapeKey", 1, static arguments => arguments[0] is CelString { Value: var key } ? EscapeKey(key) : null));

    /// <summary>Every field has a type of its own, named by the way to it: <c>Object.spec.template</c>.</summary>
    private static CelObjectType? Find(string name) => name switch
    {
        Operation => OperationType,
        Object => CelObjectType.Open(name),
        _ => name.StartsWith(Object + ".", StringComparison.Ordinal) ? CelObjectType.Open(name) : null,
    };

    private static CelValue MakeOperation(IReadOnlyDictionary<string, CelValue> fields)
    {
        foreach (var (name, value) in fields)
        {
            if (name != "value" && value is not CelString) return new CelError($"unexpected type {value.Type} for JSONPatchType '{name}' field");
        }

        return new CelObject(Operation, fields);
    }

    private static CelString EscapeKey(string key) => new(key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
}
