using System.Text.Json;
using System.Text.Json.Nodes;
using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Kubesharp.Controllers.Deployments;
using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.StatefulSets;

/// <summary>The former templates of a StatefulSet: pods below the partition are made from the current one, all others from the update.</summary>
internal sealed class StatefulSetRevisions(KubernetesClient client, IInformer<ControllerRevision> revisions)
{
    private const string HashLabel = "controller.kubernetes.io/hash";
    private const string ChangeCause = "kubernetes.io/change-cause";
    private readonly ResourceClient<ControllerRevision> _client = client.For<ControllerRevision>();
    private readonly Ownership<StatefulSet, ControllerRevision> _ownership = new(client);

    /// <summary>The two revisions a pod can have, and what became of the collision count.</summary>
    public sealed record Pair(ControllerRevision Current, ControllerRevision Update, int Collisions);

    /// <summary>All revisions of a set, oldest first, after adoption of those without an owner.</summary>
    public async Task<List<ControllerRevision>> ListAsync(StatefulSet set, Selector selector, CancellationToken cancellationToken)
    {
        var claimed = await _ownership.ClaimAsync(set, selector, revisions.ByNamespace(set.Metadata.Namespace), cancellationToken);
        claimed.Sort((x, y) => x.Revision != y.Revision ? x.Revision.CompareTo(y.Revision) : string.CompareOrdinal(x.Metadata.Name, y.Metadata.Name));
        return claimed;
    }

    /// <summary>Finds the revision of the present template, or makes it, and the one that pods are being updated from.</summary>
    public async Task<Pair> CurrentAndUpdateAsync(StatefulSet set, List<ControllerRevision> known, CancellationToken cancellationToken)
    {
        var collisions = set.Status.CollisionCount ?? 0;
        var next = known.Count == 0 ? 1 : known[^1].Revision + 1;
        var update = known.FindLast(revision => Template(revision) == set.Spec.Template);
        if (update is null) (update, collisions) = await CreateAsync(set, next, collisions, cancellationToken);
        else if (update.Metadata.Name != known[^1].Metadata.Name) update = await _client.UpdateAsync(update with { Revision = next }, cancellationToken);
        var current = known.Find(revision => revision.Metadata.Name == set.Status.CurrentRevision) ?? update;
        return new Pair(current, update, collisions);
    }

    /// <summary>Deletes the oldest revisions beyond the limit that no pod has.</summary>
    public async Task TruncateAsync(StatefulSet set, List<ControllerRevision> known, Pair pair, IEnumerable<Pod> pods, CancellationToken cancellationToken)
    {
        var live = pods.Select(StatefulPods.Revision).Append(pair.Current.Metadata.Name).Append(pair.Update.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        var history = known.Where(revision => !live.Contains(revision.Metadata.Name)).ToList();
        foreach (var revision in history.Take(Math.Max(0, history.Count - (set.Spec.RevisionHistoryLimit ?? 10))))
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

    /// <summary>The template that a revision keeps.</summary>
    public static PodTemplateSpec Template(ControllerRevision revision)
    {
        if (revision.Data.Span.IsEmpty || JsonNode.Parse(revision.Data.Span)?["spec"]?["template"] is not JsonObject template) return PodTemplateSpec.Empty;
        template.Remove("$patch");
        return ApiJson.Decode<PodTemplateSpec>(JsonSerializer.SerializeToUtf8Bytes(template));
    }

    private static RawJson Data(PodTemplateSpec template)
    {
        var json = System.Text.Encoding.UTF8.GetString(ApiJson.EncodeValue(template));
        return RawJson.FromText($"{{\"spec\":{{\"template\":{{\"$patch\":\"replace\",{json.AsSpan(1)}}}}}");
    }

    /// <summary>Makes the revision; when its name is taken by another template, the collision count gives another name.</summary>
    private async Task<(ControllerRevision Revision, int Collisions)> CreateAsync(StatefulSet set, long number, int collisions, CancellationToken cancellationToken)
    {
        while (true)
        {
            var hash = Revisions.Hash(set.Spec.Template, collisions);
            var metadata = new ObjectMeta
            {
                Name = $"{set.Metadata.Name}-{hash}",
                Namespace = set.Metadata.Namespace,
                Labels = set.Spec.Template.Metadata.Labels.Set(HashLabel, hash),
                Annotations = set.Metadata.Annotations.TryGetValue(ChangeCause, out var cause) ? ValueMap.Of(ChangeCause, cause) : default,
                OwnerReferences = [set.ToControllerReference()],
            };
            try
            {
                return (await _client.CreateAsync(new ControllerRevision { Metadata = metadata, Data = Data(set.Spec.Template), Revision = number }, cancellationToken), collisions);
            }
            catch (StatusException e) when (e.IsAlreadyExists)
            {
                var taken = await _client.GetAsync(metadata.Namespace, metadata.Name, cancellationToken);
                if (taken.Metadata.IsControlledBy(set.Metadata) && Template(taken) == set.Spec.Template) return (taken, collisions);
                collisions++;
            }
        }
    }
}
