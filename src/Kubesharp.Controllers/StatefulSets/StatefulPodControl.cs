using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.StatefulSets;

/// <summary>Creates, mends and deletes the pods of a StatefulSet and their claims, and tells of it.</summary>
internal sealed class StatefulPodControl(KubernetesClient client, IInformer<PersistentVolumeClaim> claims, EventRecorder events)
{
    private readonly ResourceClient<Pod> _pods = client.For<Pod>();
    private readonly ResourceClient<PersistentVolumeClaim> _claims = client.For<PersistentVolumeClaim>();

    /// <summary>Creates the pod's claims, then the pod.</summary>
    public async Task CreateAsync(StatefulSet set, Pod pod, int ordinal, CancellationToken cancellationToken)
    {
        await CreateClaimsAsync(set, pod, ordinal, cancellationToken);
        try
        {
            var created = await _pods.CreateAsync(pod, cancellationToken);
            Tell(set, "create", pod, null);
            await KeepClaimsAsync(set, created, ordinal, condemned: false, cancellationToken);
        }
        catch (StatusException e) when (!e.IsAlreadyExists)
        {
            if (!PodControl.IsNamespaceTerminating(e)) Tell(set, "create", pod, e);
            throw;
        }
    }

    /// <summary>Creates those claims of a pod that are not there.</summary>
    public async Task CreateClaimsAsync(StatefulSet set, Pod pod, int ordinal, CancellationToken cancellationToken)
    {
        foreach (var (_, claim) in StatefulPods.Claims(set, ordinal))
        {
            if (claims.Get(claim.Metadata.Namespace, claim.Metadata.Name) is { } present)
            {
                if (present.Metadata.IsBeingDeleted()) throw new ClaimBusyException($"pvc {claim.Metadata.Name} is being deleted");
                continue;
            }

            try
            {
                await _claims.CreateAsync(claim, cancellationToken);
                events.Event(set, EventTypes.Normal, "SuccessfulCreate", $"create Claim {claim.Metadata.Name} Pod {pod.Metadata.Name} in StatefulSet {set.Metadata.Name} success");
            }
            catch (StatusException e) when (e.IsAlreadyExists)
            {
                // The cache has not seen it yet.
            }
            catch (StatusException e)
            {
                events.Event(set, EventTypes.Warning, "FailedCreate", $"create Claim {claim.Metadata.Name} for Pod {pod.Metadata.Name} in StatefulSet {set.Metadata.Name} failed error: {e.Message}");
                throw;
            }
        }
    }

    /// <summary>Whether a claim still belongs to a former pod of the name; the new pod must wait until garbage collection has taken it.</summary>
    public bool HasStaleClaim(StatefulSet set, Pod pod, int ordinal)
    {
        foreach (var (_, claim) in StatefulPods.Claims(set, ordinal))
        {
            if (claims.Get(claim.Metadata.Namespace, claim.Metadata.Name) is { } present && ClaimRetention.IsStale(present, pod)) return true;
        }

        return false;
    }

    /// <summary>Gives the pod's claims the owners that the retention policy asks for.</summary>
    public async Task KeepClaimsAsync(StatefulSet set, Pod pod, int ordinal, bool condemned, CancellationToken cancellationToken)
    {
        foreach (var (_, claim) in StatefulPods.Claims(set, ordinal))
        {
            if (claims.Get(claim.Metadata.Namespace, claim.Metadata.Name) is not { } present) continue;
            var owners = ClaimRetention.Owners(set, pod, condemned, present);
            if (owners != present.Metadata.OwnerReferences) await _claims.UpdateAsync(present with { Metadata = present.Metadata with { OwnerReferences = owners } }, cancellationToken);
        }
    }

    /// <summary>Puts back labels that say which pod of the set this is.</summary>
    public async Task MendAsync(StatefulSet set, Pod pod, int ordinal, CancellationToken cancellationToken)
    {
        if (!StatefulPods.HasStorage(set, pod, ordinal)) await CreateClaimsAsync(set, pod, ordinal, cancellationToken);
        var mended = StatefulPods.WithIdentity(pod, ordinal);
        if (ReferenceEquals(mended, pod)) return;
        try
        {
            await _pods.UpdateAsync(mended, cancellationToken);
            Tell(set, "update", pod, null);
        }
        catch (StatusException e) when (!e.IsConflict)
        {
            Tell(set, "update", pod, e);
            throw;
        }
    }

    public async Task DeleteAsync(StatefulSet set, Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            await _pods.DeleteAsync(pod.Metadata.Namespace, pod.Metadata.Name, cancellationToken, new DeleteOptions { Preconditions = new Preconditions { Uid = pod.Metadata.Uid } });
            Tell(set, "delete", pod, null);
        }
        catch (StatusException e) when (e.IsNotFound || e.IsConflict)
        {
            // Gone, or replaced by another pod of the same name.
        }
        catch (StatusException e)
        {
            Tell(set, "delete", pod, e);
            throw;
        }
    }

    private void Tell(StatefulSet set, string verb, Pod pod, StatusException? failure)
    {
        var what = $"{char.ToUpperInvariant(verb[0])}{verb[1..]}";
        if (failure is null) events.Event(set, EventTypes.Normal, $"Successful{what}", $"{verb} Pod {pod.Metadata.Name} in StatefulSet {set.Metadata.Name} successful");
        else events.Event(set, EventTypes.Warning, $"Failed{what}", $"{verb} Pod {pod.Metadata.Name} in StatefulSet {set.Metadata.Name} failed error: {failure.Message}");
    }

    /// <summary>A claim of the pod's name is on its way out; the pod has to wait for it.</summary>
    public sealed class ClaimBusyException(string message) : Exception(message);
}
