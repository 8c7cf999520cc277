using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;

namespace Kubesharp.Controllers.Workloads;

/// <summary>Creates and deletes the pods of a controller and tells of it by events on the owner.</summary>
public sealed class PodControl(KubernetesClient client, EventRecorder events)
{
    private readonly ResourceClient<Pod> _pods = client.For<Pod>();

    /// <summary>A pod as the template wants it, owned by <paramref name="owner"/>.</summary>
    public static Pod FromTemplate<T>(PodTemplateSpec template, T owner)
        where T : class, IKubernetesObject<T> => new()
        {
            Metadata = new ObjectMeta
            {
                GenerateName = owner.Metadata.Name + "-",
                Namespace = owner.Metadata.Namespace,
                Labels = template.Metadata.Labels,
                Annotations = template.Metadata.Annotations,
                Finalizers = template.Metadata.Finalizers,
                OwnerReferences = [owner.ToControllerReference()],
            },
            Spec = template.Spec,
        };

    public async Task<Pod> CreateAsync(Pod pod, IKubernetesObject owner, CancellationToken cancellationToken)
    {
        try
        {
            var created = await _pods.CreateAsync(pod, cancellationToken);
            events.Event(owner, EventTypes.Normal, "SuccessfulCreate", $"Created pod: {created.Metadata.Name}");
            return created;
        }
        catch (StatusException e)
        {
            // A namespace that goes away takes its objects with it; an event could not be written there either.
            if (!IsNamespaceTerminating(e)) events.Event(owner, EventTypes.Warning, "FailedCreate", $"Error creating: {e.Message}");
            throw;
        }
    }

    /// <summary>Deletes a pod.</summary>
    /// <returns>Whether it was there. If not, its deletion may have been observed before anybody expected it.</returns>
    public async Task<bool> DeleteAsync(Pod pod, IKubernetesObject owner, CancellationToken cancellationToken)
    {
        try
        {
            await _pods.DeleteAsync(pod.Metadata.Namespace, pod.Metadata.Name, cancellationToken, new DeleteOptions { Preconditions = new Preconditions { Uid = pod.Metadata.Uid } });
            events.Event(owner, EventTypes.Normal, "SuccessfulDelete", $"Deleted pod: {pod.Metadata.Name}");
            return true;
        }
        catch (StatusException e) when (e.IsNotFound || e.IsConflict)
        {
            // Gone, or replaced by another pod of the same name.
            return false;
        }
        catch (StatusException e)
        {
            events.Event(owner, EventTypes.Warning, "FailedDelete", $"Error deleting: {e.Message}");
            throw;
        }
    }

    public static bool IsNamespaceTerminating(StatusException e) => e.HasCause("NamespaceTerminating");
}
