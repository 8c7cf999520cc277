using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Schema;
using Kubesharp.Cel;
using Kubesharp.Cel.Checking;

namespace Kubesharp.Controllers.AdmissionPolicies;

/// <summary>The types of what the expressions of a policy may refer to, when it is about objects of a kind.</summary>
internal static class PolicyTypes
{
    private static readonly CelStaticType Kind = Texts("kind", "group", "version", "kind");
    private static readonly CelStaticType Resource = Texts("resource", "group", "version", "resource");

    private static readonly CelStaticType User = CelStaticType.Object("userInfo", static name => name switch
    {
        "username" or "uid" => CelStaticType.String,
        "groups" => CelStaticType.List(CelStaticType.String),
        "extra" => CelStaticType.Map(CelStaticType.String, CelStaticType.List(CelStaticType.String)),
        _ => null,
    });

    private static readonly CelStaticType Request = CelStaticType.Object("request", static name => name switch
    {
        "kind" or "requestKind" => Kind,
        "resource" or "requestResource" => Resource,
        "subResource" or "requestSubResource" or "name" or "namespace" or "operation" => CelStaticType.String,
        "userInfo" => User,
        "dryRun" => CelStaticType.Bool,
        "options" => CelStaticType.Dyn,
        _ => null,
    });

    /// <summary>The types of all variables; of parameters of a kind that is not known nothing is said.</summary>
    public static IReadOnlyDictionary<string, CelStaticType> For(ValidatingAdmissionPolicySpec spec, TypeSchema kind)
    {
        var own = Of(kind);
        var known = new Dictionary<string, CelStaticType>(StringComparer.Ordinal)
        {
            ["object"] = own,
            ["oldObject"] = own,
            ["request"] = Request,
            ["namespaceObject"] = Of(Namespace.Schema),
        };
        if (spec.ParamKind is { } parameters && KindTable.Find(parameters.ApiVersion, parameters.Kind) is { } codec) known["params"] = Of(codec.Schema);
        var variables = new Dictionary<string, CelStaticType>(StringComparer.Ordinal);
        known["variables"] = CelStaticType.Object("kubernetes.variables", name => variables.GetValueOrDefault(name));
        foreach (var variable in spec.Variables) variables[variable.Name] = TypeOf(variable.Expression, known);
        return known;
    }

    private static CelStaticType TypeOf(string expression, Dictionary<string, CelStaticType> known)
    {
        try
        {
            return TypeChecker.Check(expression, known, out _);
        }
        catch (CelException)
        {
            // What cannot even be read is for the server to refuse.
            return CelStaticType.Dyn;
        }
    }

    private static CelStaticType Texts(string name, params string[] fields) => CelStaticType.Object(name, field => fields.Contains(field) ? CelStaticType.String : null);

    private static CelStaticType Of(TypeSchema type) => CelStaticType.Object(type.Name, name => type.Field(Plain(name)) is { } field ? Of(field.Value) : IsIdentity(type, name) ? CelStaticType.String : null);

    /// <summary>Fields whose names are words of the language may be written with underscores around them.</summary>
    private static string Plain(string name) => name.Length > 4 && name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal) ? name[2..^2] : name;

    private static bool IsIdentity(TypeSchema type, string name) => type.Kind is not null && name is "apiVersion" or "kind";

    private static CelStaticType Of(ValueSchema value) => value.Kind switch
    {
        ValueKind.String => CelStaticType.String,
        ValueKind.Int32 or ValueKind.Int64 => CelStaticType.Int,
        ValueKind.Boolean => CelStaticType.Bool,
        ValueKind.Double => CelStaticType.Double,
        ValueKind.Object => Of(value.Type!),
        ValueKind.List => CelStaticType.List(Of(value.Element!)),
        ValueKind.Map => CelStaticType.Map(CelStaticType.String, Of(value.Element!)),
        _ => CelStaticType.Dyn,
    };
}
