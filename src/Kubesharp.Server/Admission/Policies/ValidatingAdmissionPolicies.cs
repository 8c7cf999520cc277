using System.Runtime.CompilerServices;
using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Cel;
using Kubesharp.Cel.Values;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>Refuses or warns of requests as the cluster's ValidatingAdmissionPolicies say, each as far as it is bound.</summary>
internal sealed class ValidatingAdmissionPolicies(IObjectReader objects, Func<GroupVersionKind, ServedResource?> kinds) : IValidatingAdmissionPlugin
{
    private const int MaxMessage = 5 * 1024;
    private readonly ConditionalWeakTable<ValidatingAdmissionPolicySpec, CompiledValidations> _compiled = [];
    private readonly PolicyParameters _parameters = new(objects, kinds);

    public string Name => "ValidatingAdmissionPolicy";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) => PolicyMatch.MayConcern(resource);

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
        if (!_parameters.TryFind(policy.Spec.ParamKind, binding.Spec.ParamRef, attributes.Namespace, out var parameters, out var problem))
            return strict ? [new Failure($"failed to configure binding: {problem}")] : [];
        try
        {
            var compiled = _compiled.GetValue(policy.Spec, static spec => new CompiledValidations(spec));
            return parameters.SelectMany(parameter => FailuresOf(policy.Spec, compiled, request.With(compiled.Expressions, parameter), strict)).ToList();
        }
        catch (CelException e)
        {
            return strict ? [new Failure($"compilation error: {e.Message}")] : [];
        }
    }

    private static IEnumerable<Failure> FailuresOf(ValidatingAdmissionPolicySpec spec, CompiledValidations compiled, ICelVariables variables, bool strict)
    {
        if (!compiled.Expressions.Conditions.Hold(variables, out var problem))
        {
            if (problem is not null && strict) yield return new Failure(problem);
            yield break;
        }

        for (var i = 0; i < compiled.Validations.Length; i++)
        {
            var validation = spec.Validations[i];
            var result = compiled.Validations[i].Evaluate(variables);
            if (result is CelBool { Value: true } || (result is not CelBool && !strict)) continue;
            var message = result is CelBool ? MessageOf(validation, compiled.Messages[i], variables) : PolicyConditions.Describe(compiled.Validations[i], result);
            yield return new Failure(message, validation.Reason is { Length: > 0 } reason ? reason : StatusReason.Invalid);
        }
    }

    private static string MessageOf(Validation validation, CelProgram? messageExpression, ICelVariables variables)
    {
        if (messageExpression?.Evaluate(variables) is CelString { Value: var text } && text.Trim() is { Length: > 0 and <= MaxMessage } trimmed && !trimmed.Contains('\n')) return trimmed;
        return validation.Message.Length > 0 ? validation.Message : $"failed expression: {validation.Expression.Trim()}";
    }

    private sealed record Failure(string Message, string Reason = StatusReason.Invalid);
}
