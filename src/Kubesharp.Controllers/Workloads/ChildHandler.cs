using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Client;

namespace Kubesharp.Controllers.Workloads;

/// <summary>Wakes the owner of an object that changed; for an object that nobody owns, those whose selector matches it and that may adopt it.</summary>
internal static class ChildHandler
{
    /// <param name="owners">The possible owners.</param>
    /// <param name="selectorOf">What an owner selects its objects by.</param>
    /// <param name="queue">Gets the names of the owners to look after.</param>
    public static InformerHandler<TChild> Create<TOwner, TChild>(IInformer<TOwner> owners, Func<TOwner, LabelSelector?> selectorOf, WorkQueue<NamespacedName> queue)
        where TOwner : class, IResource<TOwner>
        where TChild : class, IResource<TChild>
    {
        return new InformerHandler<TChild>
        {
            Added = (child, _) => Wake(child),
            Updated = (old, child) =>
            {
                if (old.Metadata.GetControllerOf()?.Uid != child.Metadata.GetControllerOf()?.Uid) Wake(old);
                Wake(child);
            },
            Deleted = (child, _) => Wake(child),
        };

        void Wake(TChild child)
        {
            if (child.Metadata.GetControllerOf() is { } reference)
            {
                if (Owners.IsKind(reference, TOwner.Gvk)) queue.Add(new NamespacedName(child.Metadata.Namespace, reference.Name));
                return;
            }

            foreach (var owner in owners.ByNamespace(child.Metadata.Namespace))
            {
                if (Selector.TryFrom(selectorOf(owner), out var selector, out _) && !selector.IsEverything && selector.Matches(child.Metadata.Labels)) queue.Add(NamespacedName.Of(owner));
            }
        }
    }
}
