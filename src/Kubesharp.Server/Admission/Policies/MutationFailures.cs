using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>What went wrong with the policies of a request, as far as they do not want it ignored.</summary>
internal sealed class MutationFailures
{
    private readonly List<(string Message, string? Reason)> _failures = [];

    /// <param name="policy">The policy.</param>
    /// <param name="binding">By what it is bound; null when it is the policy itself that is wrong.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="reason">Reason of the refusal when this is the first failure.</param>
    public void Add(MutatingAdmissionPolicy policy, MutatingAdmissionPolicyBinding? binding, string problem, string? reason = null)
    {
        if (policy.Spec.FailurePolicy == FailurePolicyType.Ignore) return;
        var who = binding is null ? GoText.Quote(policy.Metadata.Name) : $"'{policy.Metadata.Name}' with binding '{binding.Metadata.Name}'";
        _failures.Add(($"policy {who} denied request: {problem}", reason));
    }

    /// <exception cref="StatusException">There was a failure; the first one is the message, all of them are causes.</exception>
    public void ThrowIfAny(AdmissionAttributes attributes)
    {
        if (_failures.Count == 0) return;
        var status = AdmissionRefusal.Of(attributes, "admission request denied by policy").Status;
        var details = status.Details ?? StatusDetails.Empty;
        throw new StatusException(status with
        {
            Message = _failures[0].Message,
            Reason = _failures[0].Reason ?? status.Reason,
            Details = details with { Causes = [.. details.Causes, .. _failures.Select(static failure => new StatusCause { Message = failure.Message })] },
        });
    }
}
