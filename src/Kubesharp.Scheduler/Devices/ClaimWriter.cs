using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Client;
using ResourceClaim = Kubesharp.Api.Resource.V1.ResourceClaim;

namespace Kubesharp.Scheduler.Devices;

/// <summary>Writes allocations and reservations of claims through the API.</summary>
internal sealed class ClaimWriter(KubernetesClient client)
{
    /// <summary>Keeps a claim that has devices from going away before they are given back.</summary>
    public const string Finalizer = "resource.kubernetes.io/delete-protection";
    private const int Attempts = 5;
    private static readonly TimeSpan BindTimeout = TimeSpan.FromSeconds(600);
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

    /// <summary>Gives the devices of a claim back.</summary>
    public async Task DeallocateAsync(ResourceClaim claim, CancellationToken cancellationToken)
    {
        var metadata = claim.Metadata;
        if (await _claims.TryGetAsync(metadata.Namespace, metadata.Name, cancellationToken) is not { } current || current.Metadata.Uid != metadata.Uid) return;
        await _claims.UpdateStatusAsync(current with { Status = current.Status with { Allocation = null, ReservedFor = [], Devices = [] } }, cancellationToken);
    }

    /// <summary>Waits until drivers say that the devices are ready. Returns why they never will be, or null.</summary>
    public async Task<string?> WaitUntilReadyAsync(ResourceClaim claim, AllocationResult allocation, CancellationToken cancellationToken)
    {
        if (!allocation.Devices.Results.Any(result => result.BindingConditions.Count > 0)) return null;
        var deadline = client.Time.GetUtcNow() + BindTimeout;
        while (true)
        {
            var current = await _claims.GetAsync(claim.Metadata.Namespace, claim.Metadata.Name, cancellationToken);
            var isReady = true;
            foreach (var result in allocation.Devices.Results)
            {
                var status = current.Status.Devices.FirstOrDefault(device => device.Driver == result.Driver && device.Pool == result.Pool && device.Device == result.Device);
                if (result.BindingFailureConditions.Any(type => IsTrue(status, type))) return $"claim {claim.Metadata.Name} binding failed";
                isReady &= result.BindingConditions.All(type => IsTrue(status, type));
            }

            if (isReady) return null;
            if (client.Time.GetUtcNow() >= deadline) return $"claim {claim.Metadata.Name} binding timeout";
            await Task.Delay(BindCheck, client.Time, cancellationToken);
        }
    }

    private static bool IsTrue(AllocatedDeviceStatus? status, string type) =>
        status is not null && status.Conditions.Any(condition => condition.Type == type && condition.Status == ConditionStatus.True);

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
