using System.Collections.Concurrent;
using Kubesharp.Api;

namespace Kubesharp.Server.Admission;

/// <summary>Asks the admission plugins in order, each only about what it handles.</summary>
internal sealed class AdmissionChain(IReadOnlyList<IAdmissionPlugin> plugins)
{
    private readonly ConcurrentDictionary<(AdmissionOperation, string Group, string Resource, string Subresource), Plan> _plans = new();

    /// <summary>The object to go on with. Throws a StatusException when the request is refused.</summary>
    public async ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        var value = attributes.Object;
        foreach (var plugin in PlanFor(attributes).Mutating)
        {
            if (!ReferenceEquals(value, attributes.Object)) attributes = attributes with { Object = value };
            value = await plugin.MutateAsync(attributes, cancellationToken).ConfigureAwait(false);
        }

        return value;
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
        return plan.Mutating.Length + plan.Validating.Length > 0;
    }

    private Plan PlanFor(AdmissionAttributes attributes)
    {
        var resource = attributes.Resource.Gvr;
        var key = (attributes.Operation, resource.Group, resource.Resource, attributes.Subresource);
        if (_plans.TryGetValue(key, out var known)) return known;
        var handling = plugins.Where(p => p.Handles(attributes.Operation, resource, attributes.Subresource)).ToArray();
        return _plans.GetOrAdd(
            key, new Plan(handling.OfType<IMutatingAdmissionPlugin>().ToArray(), handling.OfType<IValidatingAdmissionPlugin>().ToArray()));
    }

    private sealed record Plan(IMutatingAdmissionPlugin[] Mutating, IValidatingAdmissionPlugin[] Validating);
}
