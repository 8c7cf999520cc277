using System.Runtime.CompilerServices;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Cel;
using Kubesharp.Cel.Values;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>Refuses or warns of requests as the cluster's ValidatingAdmissionPolicies say, each as far as it is bound.</summary>
internal sealed class ValidatingAdmissionPolicies(PolicyServices services) : IValidatingAdmissionPlugin
{
    private const int MaxMessage = 5 * 1024;
    private readonly ConditionalWeakTable<ValidatingAdmissionPolicySpec, CompiledValidations> _compiled = [];

    public string Name => "ValidatingAdmissionPolicy";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) => PolicyMatch.MayConcern(resource);

    public ValueTask ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        Failure? first = null;
        foreach (var binding in services.Objects.List<ValidatingAdmissionPolicyBinding>(""))
        {
            if (services.Objects.Get<ValidatingAdmissionPolicy>("", binding.Spec.PolicyName) is not { } policy) continue;
            if (services.Match.Find(policy.Spec.MatchConstraints, attributes) is not { } resource || services.Match.Find(binding.Spec.MatchResources, attributes) is null) continue;
            foreach (var failure in FailuresOf(policy, binding, attributes, resource))
            {
                if (!failure.IsFault && binding.Spec.ValidationActions.Contains(ValidationAction.Warn))
                    attributes.Context.Warn($"Validation failed for ValidatingAdmissionPolicy '{policy.Metadata.Name}' with binding '{binding.Metadata.Name}': {failure.Message}");
                if (!failure.IsFault && !binding.Spec.ValidationActions.Contains(ValidationAction.Deny)) continue;
                var who = failure.IsOfPolicy ? $"'{policy.Metadata.Name}'" : $"'{policy.Metadata.Name}' with binding '{binding.Metadata.Name}'";
                first ??= failure with { Message = $"ValidatingAdmissionPolicy {who} denied request: {failure.Message}" };
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

    private IEnumerable<Failure> FailuresOf(ValidatingAdmissionPolicy policy, ValidatingAdmissionPolicyBinding binding, AdmissionAttributes attributes, ResourceInfo resource)
    {
        // Errors are failures or nothing at all, as the policy has it.
        var strict = policy.Spec.FailurePolicy != FailurePolicyType.Ignore;
        if (services.Parameters.WhyUnknown(policy.Spec.ParamKind) is { } unknown)
            return strict ? [new Failure($"failed to configure policy: {unknown}") { IsFault = true, IsOfPolicy = true }] : [];
        if (!services.Parameters.TryFind(policy.Spec.ParamKind, binding.Spec.ParamRef, attributes.Namespace, out var parameters, out var problem))
            return strict ? [new Failure($"failed to configure binding: {problem}") { IsFault = true }] : [];
        try
        {
            var compiled = _compiled.GetValue(policy.Spec, static spec => new CompiledValidations(spec));
            var request = new PolicyVariables(attributes, resource, services);
            return parameters.SelectMany(parameter => FailuresOf(policy.Spec, compiled, request.With(compiled.Expressions, parameter), strict)).ToList();
        }
        catch (CelException e)
        {
            return strict ? [new Failure($"compilation error: {e.Message}")] : [];
        }
    }

    private static IEnumerable<Failure> FailuresOf(ValidatingAdmissionPolicySpec spec, CompiledValidations compiled, PolicyScope scope, bool strict)
    {
        if (!compiled.Expressions.Conditions.Hold(scope, out var problem)) return problem is not null && strict ? [new Failure(problem)] : [];
        var (results, budget) = Evaluate(compiled.Validations, scope);
        if (results is null) return strict ? [new Failure(CostBudget.Exceeded)] : [];
        var failures = new List<Failure>();
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i] is CelBool { Value: true } || (results[i] is not CelBool && !strict)) continue;
            failures.Add(results[i] is CelBool ? Refused(spec.Validations[i], compiled.Messages[i], budget, scope) : new Failure(PolicyConditions.Describe(compiled.Validations[i], results[i])));
        }

        return strict ? failures.Concat(AnnotationFailures(spec, compiled, scope)) : failures;
    }

    private static Failure Refused(Validation validation, CelProgram? messageExpression, CostBudget budget, PolicyScope scope)
    {
        CelValue? made = null;
        if (messageExpression is not null && (made = budget.Evaluate(messageExpression, scope)) is null) return new Failure($"failed messageExpression: {CostBudget.Exceeded}");
        return new Failure(MessageOf(validation, made), validation.Reason is { Length: > 0 } reason ? reason : StatusReason.Invalid);
    }

    /// <summary>The results of all expressions; null when they cost too much together.</summary>
    private static (CelValue[]? Results, CostBudget Budget) Evaluate(CelProgram[] expressions, PolicyScope scope)
    {
        var budget = new CostBudget(CostBudget.OfPolicy);
        var results = new CelValue[expressions.Length];
        for (var i = 0; i < results.Length; i++)
        {
            if (budget.Evaluate(expressions[i], scope) is not { } result) return (null, budget);
            results[i] = result;
        }

        return (results, budget);
    }

    /// <summary>What the record of requests would be told has to be text or nothing. There is no record yet that it is told.</summary>
    private static IEnumerable<Failure> AnnotationFailures(ValidatingAdmissionPolicySpec spec, CompiledValidations compiled, PolicyScope scope)
    {
        var (results, _) = Evaluate(compiled.Annotations, scope);
        if (results is null) return [new Failure(CostBudget.Exceeded)];
        var failures = new List<Failure>();
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i] is CelString or CelNull) continue;
            failures.Add(new Failure(results[i] is CelError
                ? PolicyConditions.Describe(compiled.Annotations[i], results[i])
                : $"valueExpression '{spec.AuditAnnotations[i].ValueExpression}' resulted in unsupported return type: {results[i].Type}. Return type must be either string or null.")
            {
                IsFault = true,
            });
        }

        return failures;
    }

    private static string MessageOf(Validation validation, CelValue? made)
    {
        if (made is CelString { Value: var text } && text.Trim() is { Length: > 0 } trimmed && Encoding.UTF8.GetByteCount(trimmed) <= MaxMessage && !trimmed.Contains('\n')) return trimmed;
        return validation.Message.Trim() is { Length: > 0 } message ? message : $"failed expression: {validation.Expression.Trim()}";
    }

    /// <param name="Message">What is wrong.</param>
    /// <param name="Reason">Reason of the refusal.</param>
    private sealed record Failure(string Message, string Reason = StatusReason.Invalid)
    {
        /// <summary>Whether something is wrong with the policy and not with the request, which is then refused whatever the binding says.</summary>
        public bool IsFault { get; init; }

        /// <summary>Whether the binding has nothing to do with it.</summary>
        public bool IsOfPolicy { get; init; }
    }
}
