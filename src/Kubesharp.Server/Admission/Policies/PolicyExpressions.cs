using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Cel;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>What expressions of policies may refer to, and the compiled expressions of one policy.</summary>
internal sealed class PolicyExpressions
{
    public PolicyExpressions(ValidatingAdmissionPolicySpec spec)
    {
        Conditions = Compile(spec.MatchConditions, static condition => condition.Expression);
        Validations = Compile(spec.Validations, static validation => validation.Expression);
        Messages = [.. spec.Validations.Select(validation => validation.MessageExpression.Length == 0 ? null : Compile(validation.MessageExpression))];
        Variables = spec.Variables.ToDictionary(variable => variable.Name, variable => Compile(variable.Expression), StringComparer.Ordinal);
    }

    public static CelEnvironment Environment { get; } =
        CelEnvironment.Kubernetes.WithVariables("object", "oldObject", "request", "params", "namespaceObject", "variables", "authorizer");

    public CelProgram[] Conditions { get; }

    public CelProgram[] Validations { get; }

    /// <summary>The message of each validation; null where it is fixed.</summary>
    public CelProgram?[] Messages { get; }

    public IReadOnlyDictionary<string, CelProgram> Variables { get; }

    private static CelProgram[] Compile<T>(ValueList<T> items, Func<T, string> expression) => [.. items.Select(item => Compile(expression(item)))];

    private static CelProgram Compile(string expression) => Environment.Compile(expression);
}
