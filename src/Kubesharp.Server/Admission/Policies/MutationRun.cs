using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Cel;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>
/// The policies of one request. When one of them changes the object, the steps before them see it again, and then those policies that
/// want to be asked again when others may have changed the object after them.
/// </summary>
internal sealed class MutationRun(MutatingAdmissionPolicies policies)
{
    private readonly HashSet<(string Policy, string Binding, string Namespace, string Parameter)> _repeatable = [];
    private bool _isSecond;

    /// <summary>Whether the steps before the policies are to see the object again, and then the policies.</summary>
    public bool IsWantedAgain { get; private set; }

    /// <summary>The object to go on with.</summary>
    /// <exception cref="StatusException">A policy cannot be carried out.</exception>
    public IKind? Mutate(AdmissionAttributes attributes)
    {
        var failures = new MutationFailures();
        var calls = policies.CallsFor(attributes, failures).ToList();
        foreach (var call in calls) attributes = Mutate(attributes, call, failures);
        _isSecond = true;
        failures.ThrowIfAny(attributes);
        return attributes.Object;
    }

    private AdmissionAttributes Mutate(AdmissionAttributes attributes, MutationCall call, MutationFailures failures)
    {
        var kinds = policies.Services.Kinds;
        CompiledMutations compiled;
        try
        {
            compiled = policies.Compiled(call.Policy);
        }
        catch (CelException e)
        {
            failures.Add(call.Policy, call.Binding, $"compilation error: {e.Message}", StatusReason.Invalid);
            return attributes;
        }

        if (!compiled.Expressions.Conditions.Hold(Scope(), out var problem))
        {
            if (problem is not null) failures.Add(call.Policy, call.Binding, problem, StatusReason.Invalid);
            return attributes;
        }

        if (_isSecond && !_repeatable.Contains(call.Key)) return attributes;
        foreach (var mutator in compiled.Mutators)
        {
            if (attributes.Object is not { } value) break;
            try
            {
                var made = mutator.Apply(kinds.Serve(value, call.Resource)!, Scope());
                attributes = attributes with { Object = kinds.Store(kinds.Default(made), call.Resource) };
                IsWantedAgain = true;
            }
            catch (MutationException e)
            {
                failures.Add(call.Policy, call.Binding, e.Message, StatusReason.Invalid);
            }
        }

        if (call.Policy.Spec.ReinvocationPolicy == ReinvocationPolicyType.IfNeeded) _repeatable.Add(call.Key);
        return attributes;

        PolicyScope Scope() => new PolicyVariables(attributes, call.Resource, policies.Services).With(compiled.Expressions, call.Parameter);
    }
}
