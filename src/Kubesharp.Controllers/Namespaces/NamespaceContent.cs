using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;

namespace Kubesharp.Controllers.Namespaces;

/// <summary>Deletes everything in a namespace, of every kind the server has.</summary>
internal sealed class NamespaceContent(KubernetesClient client, TimeProvider time)
{
    private readonly Discovery _discovery = new(client);

    public async Task<NamespaceRemains> DeleteAsync(string ns, CancellationToken cancellationToken)
    {
        var (served, discoveryErrors) = await _discovery.ReadAsync(cancellationToken);
        var counts = new Dictionary<GroupVersionResource, int>();
        var finalizers = new Dictionary<string, int>(StringComparer.Ordinal);
        var errors = new List<string>();
        var estimate = TimeSpan.FromSeconds(1);
        foreach (var item in served.Where(item => item.Namespaced && item.Verbs.Contains("delete") && item.Verbs.Contains("list")))
        {
            // Events are deleted too, but they are one resource in two groups.
            if (item.Resource is { Group: "events.k8s.io", Resource: "events" }) continue;
            try
            {
                var left = await DeleteAsync(item, ns, cancellationToken);
                if (left.Count == 0) continue;
                counts[item.Resource] = left.Count;
                foreach (var value in left)
                {
                    foreach (var finalizer in value.Metadata.Finalizers) finalizers[finalizer] = finalizers.GetValueOrDefault(finalizer) + 1;
                    if (value.Metadata.DeletionTimestamp is { } due && due - time.GetUtcNow() is var wait && wait > estimate) estimate = wait;
                }
            }
            catch (StatusException e) when (!e.IsNotFound && !e.IsMethodNotSupported)
            {
                errors.Add($"{item.Resource.GroupResource}: {e.Message}");
            }
            catch (StatusException)
            {
                // The resource went away meanwhile, or cannot be deleted in bulk.
            }
        }

        return new NamespaceRemains(counts, finalizers, errors, discoveryErrors, estimate);
    }

    private async Task<IReadOnlyList<PartialObjectMetadata>> DeleteAsync(Discovery.ServedResource item, string ns, CancellationToken cancellationToken)
    {
        var resource = client.ForMetadata(item.Resource);
        var before = await resource.ListAsync(ns, null, cancellationToken);
        if (before.Items.Count == 0) return [];
        if (item.Verbs.Contains("deletecollection"))
        {
            await resource.DeleteCollectionAsync(ns, new ListQuery(), cancellationToken, new DeleteOptions { PropagationPolicy = DeletionPropagation.Background });
        }
        else
        {
            foreach (var value in before.Items.Where(value => !value.Metadata.IsBeingDeleted()))
            {
                try
                {
                    await resource.DeleteAsync(ns, value.Metadata.Name, cancellationToken, new DeleteOptions { PropagationPolicy = DeletionPropagation.Background });
                }
                catch (StatusException e) when (e.IsNotFound)
                {
                    // Gone already.
                }
            }
        }

        return [.. (await resource.ListAsync(ns, null, cancellationToken)).Items];
    }
}
