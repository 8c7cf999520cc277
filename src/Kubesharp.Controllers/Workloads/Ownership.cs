using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Client;

namespace Kubesharp.Controllers.Workloads;

/// <summary>
/// Keeps owner references and selectors in step: an owned object the selector no longer matches is released, a matching one
/// without a controller is adopted.
/// </summary>
/// <param name="client">Reads owners and patches objects.</param>
/// <param name="finalizer">Finalizer that owned objects carry; it comes with adoption and goes with release. Empty for none.</param>
public sealed class Ownership<TOwner, TObject>(KubernetesClient client, string finalizer = "")
    where TOwner : class, IResource<TOwner>
    where TObject : class, IResource<TObject>
{
    private readonly ResourceClient<TOwner> _owners = client.For<TOwner>();
    private readonly ResourceClient<TObject> _objects = client.For<TObject>();

    /// <summary>The objects that belong to <paramref name="owner"/>, after adoption and release.</summary>
    public async Task<List<TObject>> ClaimAsync(TOwner owner, Selector selector, IEnumerable<TObject> candidates, CancellationToken cancellationToken)
    {
        var claimed = new List<TObject>();
        bool? mayAdopt = null;
        foreach (var candidate in candidates)
        {
            var metadata = candidate.Metadata;
            var matches = selector.Matches(metadata.Labels);
            if (candidate.Metadata.GetControllerOf() is { } controller)
            {
                if (controller.Uid != owner.Metadata.Uid) continue;
                if (matches) claimed.Add(candidate);
                else if (owner.Metadata.DeletionTimestamp is null) await ReleaseAsync(owner, candidate, cancellationToken);
                continue;
            }

            if (!matches || owner.Metadata.DeletionTimestamp is not null || metadata.DeletionTimestamp is not null) continue;
            mayAdopt ??= await IsCurrentAsync(owner, cancellationToken);
            if (mayAdopt == true && await AdoptAsync(owner, candidate, cancellationToken) is { } adopted) claimed.Add(adopted);
        }

        return claimed;
    }

    /// <summary>A cache may still hold an owner that was deleted and made anew under the same name; only the live one adopts.</summary>
    private async Task<bool> IsCurrentAsync(TOwner owner, CancellationToken cancellationToken)
    {
        var live = await _owners.TryGetAsync(owner.Metadata.Namespace, owner.Metadata.Name, cancellationToken);
        return live is not null && live.Metadata.Uid == owner.Metadata.Uid && live.Metadata.DeletionTimestamp is null;
    }

    private async Task<TObject?> AdoptAsync(TOwner owner, TObject candidate, CancellationToken cancellationToken)
    {
        var reference = owner.ToControllerReference();
        var metadata = Patch(candidate, new
        {
            apiVersion = reference.ApiVersion,
            kind = reference.Kind,
            name = reference.Name,
            uid = reference.Uid,
            controller = true,
            blockOwnerDeletion = true,
        });
        if (finalizer.Length > 0) metadata["finalizers"] = new[] { finalizer };
        return await PatchAsync(candidate, metadata, cancellationToken);
    }

    private async Task ReleaseAsync(TOwner owner, TObject candidate, CancellationToken cancellationToken)
    {
        var metadata = Patch(candidate, new Dictionary<string, string> { ["$patch"] = "delete", ["uid"] = owner.Metadata.Uid });
        if (finalizer.Length > 0) metadata["$deleteFromPrimitiveList/finalizers"] = new[] { finalizer };
        await PatchAsync(candidate, metadata, cancellationToken);
    }

    private static Dictionary<string, object> Patch(TObject candidate, object reference) =>
        new() { ["uid"] = candidate.Metadata.Uid, ["ownerReferences"] = new[] { reference } };

    private async Task<TObject?> PatchAsync(TObject candidate, Dictionary<string, object> metadata, CancellationToken cancellationToken)
    {
        var patch = JsonSerializer.SerializeToUtf8Bytes(new { metadata });
        try
        {
            return await _objects.PatchAsync(candidate.Metadata.Namespace, candidate.Metadata.Name, PatchType.StrategicMerge, patch, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound || e.IsInvalid || e.IsConflict)
        {
            // Gone, or another object of the same name by now: nothing to own or let go.
            return null;
        }
    }
}
