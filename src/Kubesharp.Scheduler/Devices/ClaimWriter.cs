using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Client;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Devices;

/// <summary>Writes allocations and reservations of claims through the API.</summary>
/// <param name="client">The API.</param>
/// <param name="bindingTimeout">How long devices may take to get ready.</param>
internal sealed class ClaimWriter(KubernetesClient client, TimeSpan bindingTimeout)
{
    /// <summary>Keeps a claim that has devices from going away before they are given back.</summary>
    public const string Finalizer = "resource.kubernetes.io/delete-protection";
    private const int Attempts = 5;
    private static readonly TimeSpan BindCheck = TimeSpan.FromSeconds(1);

    private readonly ResourceClient<ResourceClaim> _claims = client.For<ResourceClaim>();

    /// <summary>Reserves a claim for a pod, with an allocation if it has none yet.</summary>
    /// <exception cref="StatusException">The claim has gone, or somebody else allocated it in the meantime.</exception>
    public async Task ReserveAsync(ResourceClaim claim, AllocationResult? allocation, Pod pod, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryReserveAsync(claim.Metadata.Namespace, claim.Metadata.Name, claim.Metadata.Uid, allocation, pod, cancellationToken);
                return;
            }
            catch (StatusException e) when (e.IsConflict && attempt < Attempts)
            {
                // Somebody else wrote the claim: look at it again.
            }
        }
    }

    /// <summary>Gives the devices of a claim back. A claim that the scheduler made itself goes altogether.</summary>
    public async Task DeallocateAsync(ResourceClaim claim, CancellationToken cancellationToken)
    {
        if (ExtendedResources.IsExtended(claim))
        {
            await DeleteAsync(claim, cancellationToken);
            return;
        }

        await ChangeAsync(
            claim,
            current => _claims.UpdateStatusAsync(current with { Status = current.Status with { Allocation = null, ReservedFor = [], Devices = [] } }, cancellationToken),
            cancellationToken);
    }

    /// <summary>Takes the reservation for a pod away that does not get to its node; the devices stay with the claim.</summary>
    public Task ReleaseAsync(ResourceClaim claim, Pod pod, CancellationToken cancellationToken) => ChangeAsync(
        claim,
        current => IsReservedFor(current, pod)
            ? _claims.UpdateStatusAsync(
                current with { Status = current.Status with { ReservedFor = current.Status.ReservedFor.Where(consumer => consumer.Uid != pod.Metadata.Uid).ToValueList() } }, cancellationToken)
            : Task.CompletedTask,
        cancellationToken);

    /// <summary>Makes a claim for extended resources.</summary>
    public Task<ResourceClaim> MakeAsync(ResourceClaim claim, CancellationToken cancellationToken) =>
        _claims.CreateAsync(claim with { Metadata = claim.Metadata with { Uid = "" } }, cancellationToken);

    /// <summary>Deletes a claim that has devices nobody is going to use.</summary>
    public Task DeleteAsync(ResourceClaim claim, CancellationToken cancellationToken) => ChangeAsync(
        claim,
        async current =>
        {
            var metadata = current.Metadata;
            var finalizers = metadata.Finalizers.Where(finalizer => finalizer != Finalizer).ToValueList();
            if (finalizers.Count < metadata.Finalizers.Count) await _claims.UpdateAsync(current with { Metadata = metadata with { Finalizers = finalizers } }, cancellationToken);
            await _claims.DeleteAsync(metadata.Namespace, metadata.Name, cancellationToken, DeleteOptions.Empty with { Preconditions = Preconditions.Empty with { Uid = metadata.Uid } });
        },
        cancellationToken);

    /// <summary>Notes in the status of a pod which claim has its extended resources.</summary>
    public Task NoteAsync(Pod pod, ResourceClaim claim, ValueList<ContainerExtendedResourceRequest> mappings, CancellationToken cancellationToken)
    {
        var note = PodExtendedResourceClaimStatus.Empty with { ResourceClaimName = claim.Metadata.Name, RequestMappings = mappings };
        return client.For<Pod>().PatchDifferenceAsync(pod, pod with { Status = pod.Status with { ExtendedResourceClaimStatus = note } }, "status", cancellationToken);
    }

    /// <summary>Waits until drivers say that the devices are ready. Returns why they never will be, or null.</summary>
    public async Task<string?> WaitUntilReadyAsync(ResourceClaim claim, AllocationResult allocation, CancellationToken cancellationToken)
    {
        if (!allocation.Devices.Results.Any(result => result.BindingConditions.Count > 0)) return null;
        var deadline = client.Time.GetUtcNow() + bindingTimeout;
        while (true)
        {
            var current = await _claims.GetAsync(claim.Metadata.Namespace, claim.Metadata.Name, cancellationToken);
            switch (Allocations.ReadinessOf(current, allocation, out var failure))
            {
                case DeviceReadiness.Ready: return null;
                case DeviceReadiness.Failed: return failure;
            }

            if (client.Time.GetUtcNow() >= deadline) return "device binding timeout";
            await Task.Delay(BindCheck, client.Time, cancellationToken);
        }
    }

    /// <summary>Changes a claim as it is now, once more when somebody else was faster; nothing when it is gone.</summary>
    private async Task ChangeAsync(ResourceClaim claim, Func<ResourceClaim, Task> change, CancellationToken cancellationToken)
    {
        var metadata = claim.Metadata;
        for (var attempt = 1; ; attempt++)
        {
            if (await _claims.TryGetAsync(metadata.Namespace, metadata.Name, cancellationToken) is not { } current || current.Metadata.Uid != metadata.Uid) return;
            try
            {
                await change(current);
                return;
            }
            catch (StatusException e) when (e.IsNotFound)
            {
                return;
            }
            catch (StatusException e) when (e.IsConflict && attempt < Attempts)
            {
                // Somebody else wrote the claim: look at it again.
            }
        }
    }

    private async Task TryReserveAsync(string ns, string name, string uid, AllocationResult? allocation, Pod pod, CancellationToken cancellationToken)
    {
        var claim = await _claims.GetAsync(ns, name, cancellationToken);
        if (claim.Metadata.Uid != uid) throw StatusErrors.NotFound(_claims.Resource, name);
        if (claim.Status.Allocation is null && allocation is null) throw new InvalidOperationException($"claim {ns}/{name} got deallocated elsewhere in the meantime");
        if (claim.Status.Allocation is not null && allocation is not null && !IsReservedFor(claim, pod)) throw new InvalidOperationException($"claim {ns}/{name} got allocated elsewhere in the meantime");

        // 1. The finalizer goes first, so that no claim with devices is ever without it.
        if (claim.Status.Allocation is null && !claim.Metadata.Finalizers.Contains(Finalizer))
        {
            claim = await _claims.UpdateAsync(claim with { Metadata = claim.Metadata with { Finalizers = claim.Metadata.Finalizers.Add(Finalizer) } }, cancellationToken);
        }

        // 2. Allocation and reservation in one step.
        if (IsReservedFor(claim, pod)) return;
        var consumer = ResourceClaimConsumerReference.Empty with { Resource = "pods", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid };
        await _claims.UpdateStatusAsync(
            claim with
            {
                Status = claim.Status with
                {
                    Allocation = claim.Status.Allocation ?? allocation! with { AllocationTimestamp = client.Time.GetUtcNow() },
                    ReservedFor = claim.Status.ReservedFor.Add(consumer),
                },
            },
            cancellationToken);
    }

    private static bool IsReservedFor(ResourceClaim claim, Pod pod) => claim.Status.ReservedFor.Any(consumer => consumer.Uid == pod.Metadata.Uid);
}
