using System.Collections.Concurrent;
using Kubesharp.Api;
using Kubesharp.Server.Admission.Policies;

namespace Kubesharp.Server.Admission;

/// <summary>Asks the admission plugins in order, each only about what it handles.</summary>
internal sealed class AdmissionChain(IReadOnlyList<IAdmissionPlugin> plugins)
{
    private readonly ConcurrentDictionary<(AdmissionOperation, string Group, string Resource, string Subresource), Plan> _plans = new();

    /// <summary>The object to go on with. Throws a StatusException when the request is refused.</summary>
    public async ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        var plan = PlanFor(attributes);
        var value = await MutateAsync(plan, attributes, cancellationToken).ConfigureAwait(false);
        if (plan.Policies?.Begin() is not { } run) return value;
        value = run.Mutate(attributes with { Object = value });
        if (!run.IsWantedAgain) return value;
        value = await MutateAsync(plan, attributes with { Object = value }, cancellationToken).ConfigureAwait(false);
        return run.Mutate(attributes with { Object = value });
    }

    /// <summary>Throws a StatusException when the request is refused.</summary>
    public async ValueTask ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        foreach (var plugin in PlanFor(attributes).Validating) await plugin.ValidateAsync(attributes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether anybody wants to see such a request.</summary>
    public bool Concerns(AdmissionAttributes attributes)
    {
        var plan = PlanFor(attributes);
        return plan.Mutating.Length + plan.Validating.Length > 0 || plan.Policies is not null;
    }

    private static async ValueTask<IKind?> MutateAsync(Plan plan, AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        var value = attributes.Object;
        foreach (var plugin in plan.Mutating)
        {
            if (!ReferenceEquals(value, attributes.Object)) attributes = attributes with { Object = value };
            value = await plugin.MutateAsync(attributes, cancellationToken).ConfigureAwait(false);
        }

        return value;
    }

    private Plan PlanFor(AdmissionAttributes attributes)
    {
        var resource = attributes.Resource.Gvr;
        var key = (attributes.Operation, resource.Group, resource.Resource, attributes.Subresource);
        return _plans.TryGetValue(key, out var known) ? known : _plans.GetOrAdd(key, MakePlan(attributes.Operation, resource, attributes.Subresource));
    }

    private Plan MakePlan(AdmissionOperation operation, GroupVersionResource resource, string subresource)
    {
        var handling = plugins.Where(plugin => plugin.Handles(operation, resource, subresource)).ToArray();
        var policies = handling.OfType<MutatingAdmissionPolicies>().FirstOrDefault();
        return new Plan(handling.OfType<IMutatingAdmissionPlugin>().ToArray(), policies, handling.OfType<IValidatingAdmissionPlugin>().ToArray());
    }

    /// <param name="Mutating">The steps that change objects.</param>
    /// <param name="Policies">What changes them last, and may have the others look again.</param>
    /// <param name="Validating">The steps that only refuse.</param>
    private sealed record Plan(IMutatingAdmissionPlugin[] Mutating, MutatingAdmissionPolicies? Policies, IValidatingAdmissionPlugin[] Validating);
}
