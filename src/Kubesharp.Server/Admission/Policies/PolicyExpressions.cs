using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Cel;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>The compiled variables and conditions of a policy, which policies of both kinds have.</summary>
internal sealed class PolicyExpressions(ValueList<Variable> variables, ValueList<MatchCondition> conditions)
{
    /// <summary>What all expressions of policies may refer to.</summary>
    public static CelEnvironment Environment { get; } =
        CelEnvironment.Kubernetes.WithVariables("object", "oldObject", "request", "params", "namespaceObject", "variables", "authorizer");

    public IReadOnlyDictionary<string, CelProgram> Variables { get; } =
        variables.ToDictionary(variable => variable.Name, variable => Environment.Compile(variable.Expression), StringComparer.Ordinal);

    public PolicyConditions Conditions { get; } = new([.. conditions.Select(condition => Environment.Compile(condition.Expression))]);
}
