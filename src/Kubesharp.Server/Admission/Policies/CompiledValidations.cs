using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Cel;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>The compiled expressions of a policy that checks objects.</summary>
internal sealed class CompiledValidations(ValidatingAdmissionPolicySpec spec)
{
    public PolicyExpressions Expressions { get; } = new(spec.Variables, spec.MatchConditions);

    public CelProgram[] Validations { get; } = [.. spec.Validations.Select(static validation => PolicyExpressions.Environment.Compile(validation.Expression))];

    /// <summary>The message of each validation; null where it is fixed.</summary>
    public CelProgram?[] Messages { get; } =
        [.. spec.Validations.Select(static validation => validation.MessageExpression.Length == 0 ? null : PolicyExpressions.Environment.Compile(validation.MessageExpression))];
}
