using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;

namespace Kubesharp.Controllers.Workloads;

/// <summary>Keeps former templates of a workload as ControllerRevisions, which <c>kubectl rollout history</c> and <c>undo</c> read.</summary>
public sealed class RevisionHistory<TOwner>(KubernetesClient client, IInformer<ControllerRevision> revisions)
    where TOwner : class, IResource<TOwner>
{
    private const string HashLabel = "controller-revision-hash";
    private const string ChangeCause = "kubernetes.io/change-cause";
    private readonly ResourceClient<ControllerRevision> _client = client.For<ControllerRevision>();

    /// <summary>Makes the revision of a template, or gives the one there is the highest number.</summary>
    public async Task<ControllerRevision> EnsureAsync(TOwner owner, string hash, PodTemplateSpec template, ValueMap<string> labels, CancellationToken cancellationToken)
    {
        var known = Of(owner);
        var highest = known.Select(revision => revision.Revision).DefaultIfEmpty(0).Max();
        if (known.FirstOrDefault(revision => revision.Metadata.GetLabel(HashLabel) == hash) is { } present)
        {
            if (present.Revision == highest) return present;
            return await _client.UpdateAsync(present with { Revision = highest + 1 }, cancellationToken);
        }

        var metadata = new ObjectMeta
        {
            Name = $"{owner.Metadata.Name}-{hash}",
            Namespace = owner.Metadata.Namespace,
            Labels = labels.Set(HashLabel, hash),
            Annotations = owner.Metadata.Annotations.TryGetValue(ChangeCause, out var cause) ? ValueMap.Of(ChangeCause, cause) : default,
            OwnerReferences = [owner.ToControllerReference()],
        };
        try
        {
            return await _client.CreateAsync(new ControllerRevision { Metadata = metadata, Data = Data(template), Revision = highest + 1 }, cancellationToken);
        }
        catch (StatusException e) when (e.IsAlreadyExists)
        {
            return await _client.GetAsync(metadata.Namespace, metadata.Name, cancellationToken);
        }
    }

    /// <summary>Deletes the oldest revisions beyond a limit, but none that is in use.</summary>
    public async Task CleanUpAsync(TOwner owner, int limit, IReadOnlySet<string> hashesInUse, CancellationToken cancellationToken)
    {
        var unused = Of(owner).Where(revision => !hashesInUse.Contains(revision.Metadata.GetLabel(HashLabel) ?? "")).OrderBy(revision => revision.Revision).ToList();
        foreach (var revision in unused.Take(Math.Max(0, unused.Count - limit)))
        {
            try
            {
                await _client.DeleteAsync(revision.Metadata.Namespace, revision.Metadata.Name, cancellationToken);
            }
            catch (StatusException e) when (e.IsNotFound)
            {
                // Gone already.
            }
        }
    }

    private List<ControllerRevision> Of(TOwner owner) =>
        [.. revisions.ByNamespace(owner.Metadata.Namespace).Where(revision => revision.Metadata.IsControlledBy(owner.Metadata))];

    /// <summary>The patch that brings a template back: it replaces the template as a whole.</summary>
    private static RawJson Data(PodTemplateSpec template)
    {
        var json = System.Text.Encoding.UTF8.GetString(ApiJson.EncodeValue(template));
        return RawJson.FromText(string.Create(CultureInfo.InvariantCulture, $"{{\"spec\":{{\"template\":{{\"$patch\":\"replace\",{json.AsSpan(1)}}}}}"));
    }
}
