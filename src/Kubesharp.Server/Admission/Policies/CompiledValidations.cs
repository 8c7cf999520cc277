using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Cel;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>The compiled expressions of a policy that checks objects.</summary>
internal sealed class CompiledValidations
{
    public CompiledValidations(ValidatingAdmissionPolicySpec spec)
    {
        Expressions = new(spec.ParamKind, spec.Variables, spec.MatchConditions);
        Validations = [.. spec.Validations.Select(validation => Expressions.Environment.Compile(validation.Expression))];
        Messages = [.. spec.Validations.Select(validation => validation.MessageExpression.Length == 0 ? null : Expressions.WithoutAuthorizer.Compile(validation.MessageExpression))];
        Annotations = [.. spec.AuditAnnotations.Select(annotation => Expressions.Environment.Compile(annotation.ValueExpression))];
    }

    public PolicyExpressions Expressions { get; }

    public CelProgram[] Validations { get; }

    /// <summary>The message of each validation; null where it is fixed.</summary>
    public CelProgram?[] Messages { get; }

    /// <summary>The values of what the record of requests is to say.</summary>
    public CelProgram[] Annotations { get; }
}
