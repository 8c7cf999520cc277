using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Cel;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>The compiled variables and conditions of a policy, which policies of both kinds have.</summary>
internal sealed class PolicyExpressions
{
    public PolicyExpressions(ParamKind? parameters, ValueList<Variable> variables, ValueList<MatchCondition> conditions)
    {
        Environment = PolicyEnvironment.For(parameters is not null, variables: true);
        WithoutAuthorizer = PolicyEnvironment.For(parameters is not null, variables: true, authorizer: false);
        Variables = variables.ToDictionary(variable => variable.Name, variable => Environment.Compile(variable.Expression), StringComparer.Ordinal);
        Conditions = new([.. conditions.Select(condition => Environment.Compile(condition.Expression))]);
    }

    public CelEnvironment Environment { get; }

    public CelEnvironment WithoutAuthorizer { get; }

    public IReadOnlyDictionary<string, CelProgram> Variables { get; }

    public PolicyConditions Conditions { get; }
}
