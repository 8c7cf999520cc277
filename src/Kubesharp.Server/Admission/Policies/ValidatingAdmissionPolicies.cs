using System.Runtime.CompilerServices;
using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Cel;
using Kubesharp.Cel.Values;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>Refuses or warns of requests as the cluster's ValidatingAdmissionPolicies say, each as far as it is bound.</summary>
internal sealed class ValidatingAdmissionPolicies(IObjectReader objects) : IValidatingAdmissionPlugin
{
    private const int MaxMessage = 5 * 1024;
    private readonly ConditionalWeakTable<ValidatingAdmissionPolicySpec, PolicyExpressions> _compiled = [];

    public string Name => "ValidatingAdmissionPolicy";

    /// <summary>Policies are not about themselves: nobody shall lock out those who would repair them.</summary>
    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) =>
        resource is not
        {
            Group: "admissionregistration.k8s.io",
            Resource: "validatingadmissionpolicies" or "validatingadmissionpolicybindings" or "mutatingadmissionpolicies" or "mutatingadmissionpolicybindings",
        };

    public ValueTask ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        PolicyVariables? request = null;
        Failure? first = null;
        foreach (var binding in objects.List<ValidatingAdmissionPolicyBinding>(""))
        {
            if (objects.Get<ValidatingAdmissionPolicy>("", binding.Spec.PolicyName) is not { } policy) continue;
            if (!PolicyMatch.Matches(policy.Spec.MatchConstraints, attributes) || !PolicyMatch.Matches(binding.Spec.MatchResources, attributes)) continue;
            request ??= new PolicyVariables(attributes);
            foreach (var failure in FailuresOf(policy, binding, attributes, request))
            {
                if (binding.Spec.ValidationActions.Contains(ValidationAction.Warn))
                    attributes.Context.Warn($"Validation failed for ValidatingAdmissionPolicy '{policy.Metadata.Name}' with binding '{binding.Metadata.Name}': {failure.Message}");
                if (binding.Spec.ValidationActions.Contains(ValidationAction.Deny))
                    first ??= failure with { Message = $"ValidatingAdmissionPolicy '{policy.Metadata.Name}' with binding '{binding.Metadata.Name}' denied request: {failure.Message}" };
            }
        }

        return first is null ? ValueTask.CompletedTask : throw Refusal(attributes, first);
    }

    private static StatusException Refusal(AdmissionAttributes attributes, Failure failure)
    {
        var status = AdmissionRefusal.Of(attributes, failure.Message).Status;
        var code = failure.Reason switch
        {
            StatusReason.Forbidden => 403,
            StatusReason.Unauthorized => 401,
            StatusReason.RequestEntityTooLarge => 413,
            _ => 422,
        };
        var details = status.Details ?? StatusDetails.Empty;
        return new StatusException(status with { Reason = failure.Reason, Code = code, Details = details with { Causes = details.Causes.Add(new StatusCause { Message = failure.Message }) } });
    }

    private IEnumerable<Failure> FailuresOf(ValidatingAdmissionPolicy policy, ValidatingAdmissionPolicyBinding binding, AdmissionAttributes attributes, PolicyVariables request)
    {
        // Errors are failures or nothing at all, as the policy has it.
        var strict = policy.Spec.FailurePolicy != FailurePolicyType.Ignore;
        if (!TryParameters(policy.Spec.ParamKind, binding.Spec.ParamRef, attributes, out var parameters, out var problem))
            return strict ? [new Failure($"failed to configure binding: {problem}")] : [];
        try
        {
            var expressions = _compiled.GetValue(policy.Spec, static spec => new PolicyExpressions(spec));
            return parameters.SelectMany(parameter => FailuresOf(policy.Spec, expressions, request.With(expressions, parameter), strict)).ToList();
        }
        catch (CelException e)
        {
            return strict ? [new Failure($"compilation error: {e.Message}")] : [];
        }
    }

    /// <summary>The parameters to evaluate a policy with: one that is null when it takes none.</summary>
    private bool TryParameters(ParamKind? kind, ParamRef? reference, AdmissionAttributes attributes, out IReadOnlyList<IKubernetesObject?> parameters, out string problem)
    {
        (parameters, problem) = ([null], "");
        if (kind is null || reference is null) return true;
        var slash = kind.ApiVersion.IndexOf('/');
        var wanted = new GroupVersionKind(slash < 0 ? "" : kind.ApiVersion[..slash], kind.ApiVersion[(slash + 1)..], kind.Kind);
        if (objects.List(wanted, reference.Namespace.Length > 0 ? reference.Namespace : attributes.Namespace) is not { } all)
        {
            problem = $"failed to find resource referenced by paramKind: '{kind.ApiVersion}, Kind={kind.Kind}'";
            return false;
        }

        parameters = [.. all.Where(one => reference.Name.Length > 0 ? one.Metadata.Name == reference.Name : LabelSelectorValidator.Matches(reference.Selector, one.Metadata.Labels))];
        if (parameters.Count > 0 || reference.ParameterNotFoundAction == ParameterNotFoundActionType.Allow) return true;
        problem = "no params found for policy binding with `Deny` parameterNotFoundAction";
        return false;
    }

    private static IEnumerable<Failure> FailuresOf(ValidatingAdmissionPolicySpec spec, PolicyExpressions expressions, ICelVariables variables, bool strict)
    {
        for (var i = 0; i < expressions.Conditions.Length; i++)
        {
            var result = expressions.Conditions[i].Evaluate(variables);
            if (result is CelBool { Value: true }) continue;
            if (result is CelBool || !strict) yield break;
            yield return new Failure($"matchConditions '{spec.MatchConditions[i].Name}' {Problem(spec.MatchConditions[i].Expression, result)}");
            yield break;
        }

        for (var i = 0; i < expressions.Validations.Length; i++)
        {
            var validation = spec.Validations[i];
            var result = expressions.Validations[i].Evaluate(variables);
            if (result is CelBool { Value: true } || (result is not CelBool && !strict)) continue;
            var message = result is CelBool ? MessageOf(validation, expressions.Messages[i], variables) : Problem(validation.Expression, result);
            yield return new Failure(message, validation.Reason is { Length: > 0 } reason ? reason : StatusReason.Invalid);
        }
    }

    private static string Problem(string expression, CelValue result) =>
        $"expression '{expression}' resulted in error: {(result is CelError error ? error.Message : "expression does not evaluate to a bool")}";

    private static string MessageOf(Validation validation, CelProgram? messageExpression, ICelVariables variables)
    {
        if (messageExpression?.Evaluate(variables) is CelString { Value: var text } && text.Trim() is { Length: > 0 and <= MaxMessage } trimmed && !trimmed.Contains('\n')) return trimmed;
        return validation.Message.Length > 0 ? validation.Message : $"failed expression: {validation.Expression.Trim()}";
    }

    private sealed record Failure(string Message, string Reason = StatusReason.Invalid);
}
