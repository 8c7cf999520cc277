using Kubesharp.Api;

namespace Kubesharp.Controllers.Namespaces;

/// <summary>What is still in a namespace after a pass of deletion.</summary>
/// <param name="Counts">Objects left, by resource; resources without any are not listed.</param>
/// <param name="Finalizers">Objects left that wait for a finalizer, by finalizer.</param>
/// <param name="Errors">Why something could not be deleted.</param>
/// <param name="DiscoveryErrors">Why the resources of the server could not all be found.</param>
/// <param name="Estimate">When looking again makes sense.</param>
public sealed record NamespaceRemains(
    IReadOnlyDictionary<GroupVersionResource, int> Counts, IReadOnlyDictionary<string, int> Finalizers, IReadOnlyList<string> Errors, IReadOnlyList<string> DiscoveryErrors, TimeSpan Estimate)
{
    public bool IsEmpty => Counts.Count == 0 && Errors.Count == 0 && DiscoveryErrors.Count == 0;
}
