using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.Deployments;

/// <summary>One pass over a Deployment: makes the ReplicaSet of the present template, moves replicas to it, tidies up, reports.</summary>
internal sealed class DeploymentPass(KubernetesClient client, EventRecorder events, TimeProvider time, DeploymentStatus reported)
{
    private const int MaxNameLength = 253;
    private readonly ResourceClient<Deployment> _deployments = client.For<Deployment>();
    private readonly ResourceClient<ReplicaSet> _replicaSets = client.For<ReplicaSet>();

    /// <summary>The status the server holds; the pass prepares a new one beside it.</summary>
    private DeploymentStatus _reported = reported;

    public async Task<ReconcileResult> RunAsync(Deployment deployment, List<ReplicaSet> all, List<Pod> pods, CancellationToken cancellationToken)
    {
        if (deployment.Metadata.DeletionTimestamp is not null)
        {
            await ReportAsync(deployment, all, Revisions.FindNew(deployment, all), withProgress: false, cancellationToken);
            return ReconcileResult.Done;
        }

        deployment = await MarkPausedAsync(deployment, cancellationToken);
        if (deployment.Spec.Paused || IsScalingEvent(deployment, all)) return await ScaleOnlyAsync(deployment, all, cancellationToken);
        return deployment.Spec.Strategy.Type == DeploymentStrategyType.Recreate
            ? await RecreateAsync(deployment, all, pods, cancellationToken)
            : await RollAsync(deployment, all, cancellationToken);
    }

    private static bool IsScalingEvent(Deployment deployment, List<ReplicaSet> all) =>
        all.Any(replicaSet => DeploymentMath.Replicas(replicaSet) > 0 && Revisions.RecordedDesired(replicaSet) is { } desired && desired != DeploymentMath.Replicas(deployment));

    private async Task<ReconcileResult> ScaleOnlyAsync(Deployment deployment, List<ReplicaSet> all, CancellationToken cancellationToken)
    {
        var newest = Revisions.FindNew(deployment, all);
        if (newest is not null) newest = await UpdateNewAsync(deployment, newest, all, cancellationToken);
        all = Replace(all, newest);
        all = await ScaleAsync(deployment, all, newest, cancellationToken);
        if (deployment.Spec.Paused) await CleanUpAsync(deployment, all, newest, cancellationToken);
        await ReportAsync(deployment, all, newest, withProgress: false, cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task<ReconcileResult> RollAsync(Deployment deployment, List<ReplicaSet> all, CancellationToken cancellationToken)
    {
        (deployment, var newest) = await EnsureNewAsync(deployment, all, cancellationToken);
        all = Replace(all, newest);
        var size = DeploymentMath.Replicas(newest) > DeploymentMath.Replicas(deployment)
            ? DeploymentMath.Replicas(deployment)
            : DeploymentMath.NewReplicas(deployment, all, newest);
        if (size != DeploymentMath.Replicas(newest))
        {
            newest = await ResizeAsync(deployment, newest, size, cancellationToken);
            return await ReportRolloutAsync(deployment, Replace(all, newest), newest, cancellationToken);
        }

        var old = Old(all, newest);
        if (DeploymentMath.Replicas(old) > 0 && await ShrinkOldAsync(deployment, all, old, newest, cancellationToken) is { } shrunk)
            return await ReportRolloutAsync(deployment, shrunk, newest, cancellationToken);
        if (DeploymentStatusCalculator.IsComplete(deployment, DeploymentStatusCalculator.Counts(deployment, all, newest, time.GetUtcNow()))) await CleanUpAsync(deployment, all, newest, cancellationToken);
        return await ReportRolloutAsync(deployment, all, newest, cancellationToken);
    }

    private async Task<ReconcileResult> RecreateAsync(Deployment deployment, List<ReplicaSet> all, List<Pod> pods, CancellationToken cancellationToken)
    {
        var newest = Revisions.FindNew(deployment, all);
        var old = Old(all, newest);
        var active = old.Where(replicaSet => DeploymentMath.Replicas(replicaSet) > 0).ToList();
        if (active.Count > 0)
        {
            foreach (var replicaSet in active) all = Replace(all, await ResizeAsync(deployment, replicaSet, 0, cancellationToken));
            return await ReportRolloutAsync(deployment, all, newest, cancellationToken);
        }

        var oldUids = old.Select(replicaSet => replicaSet.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        if (pods.Any(pod => !pod.IsTerminal() && pod.Metadata.GetControllerOf() is { } owner && oldUids.Contains(owner.Uid)))
            return await ReportRolloutAsync(deployment, all, newest, cancellationToken);
        (deployment, newest) = await EnsureNewAsync(deployment, all, cancellationToken);
        if (DeploymentMath.Replicas(newest) != DeploymentMath.Replicas(deployment)) newest = await ResizeAsync(deployment, newest, DeploymentMath.Replicas(deployment), cancellationToken);
        all = Replace(all, newest);
        if (DeploymentStatusCalculator.IsComplete(deployment, DeploymentStatusCalculator.Counts(deployment, all, newest, time.GetUtcNow()))) await CleanUpAsync(deployment, all, newest, cancellationToken);
        return await ReportRolloutAsync(deployment, all, newest, cancellationToken);
    }

    /// <summary>Takes replicas from the old ReplicaSets: first those that do not run anyway, then as many as may be missing.</summary>
    private async Task<List<ReplicaSet>?> ShrinkOldAsync(Deployment deployment, List<ReplicaSet> all, List<ReplicaSet> old, ReplicaSet newest, CancellationToken cancellationToken)
    {
        var minAvailable = DeploymentMath.Replicas(deployment) - DeploymentMath.Limits(deployment).MaxUnavailable;
        var available = all.ToDictionary(replicaSet => replicaSet.Metadata.Uid, DeploymentMath.CertainlyAvailable);
        var newUnavailable = DeploymentMath.Replicas(newest) - available.GetValueOrDefault(newest.Metadata.Uid);
        var removable = DeploymentMath.Replicas(all) - minAvailable - newUnavailable;
        if (removable <= 0) return null;
        var changed = false;
        var removed = 0;
        foreach (var replicaSet in old.Where(DeploymentMath.IsSettled).OrderBy(replicaSet => replicaSet.Metadata.CreationTimestamp).ToList())
        {
            var unhealthy = Math.Min(removable - removed, DeploymentMath.Replicas(replicaSet) - available[replicaSet.Metadata.Uid]);
            if (unhealthy <= 0) continue;
            removed += unhealthy;
            all = Replace(all, await ResizeAsync(deployment, replicaSet, DeploymentMath.Replicas(replicaSet) - unhealthy, cancellationToken));
            changed = true;
        }

        var surplus = all.Sum(replicaSet => Math.Min(DeploymentMath.Replicas(replicaSet), available[replicaSet.Metadata.Uid])) - minAvailable;
        foreach (var replicaSet in Old(all, newest).OrderBy(replicaSet => replicaSet.Metadata.CreationTimestamp).ToList())
        {
            if (surplus <= 0) break;
            var step = Math.Min(DeploymentMath.Replicas(replicaSet), surplus);
            if (step == 0) continue;
            surplus -= step;
            all = Replace(all, await ResizeAsync(deployment, replicaSet, DeploymentMath.Replicas(replicaSet) - step, cancellationToken));
            changed = true;
        }

        return changed ? all : null;
    }

    private async Task<(Deployment Deployment, ReplicaSet Newest)> EnsureNewAsync(Deployment deployment, List<ReplicaSet> all, CancellationToken cancellationToken)
    {
        if (Revisions.FindNew(deployment, all) is { } present)
        {
            var updated = await UpdateNewAsync(deployment, present, all, cancellationToken);
            if (DeploymentConditions.Find(deployment.Status.Conditions, DeploymentConditions.Progressing) is null && DeploymentStatusCalculator.HasDeadline(deployment))
                deployment = WithProgress(deployment, "FoundNewReplicaSet", $"Found new replica set \"{present.Metadata.Name}\"");
            return (await RecordRevisionAsync(deployment, updated, cancellationToken), updated);
        }

        return await CreateNewAsync(deployment, all, cancellationToken);
    }

    private async Task<(Deployment Deployment, ReplicaSet Newest)> CreateNewAsync(Deployment deployment, List<ReplicaSet> all, CancellationToken cancellationToken)
    {
        var hash = Revisions.Hash(deployment.Spec.Template, deployment.Status.CollisionCount);
        var wanted = NewReplicaSet(deployment, all, hash);
        ReplicaSet created;
        try
        {
            created = await _replicaSets.CreateAsync(wanted, cancellationToken);
        }
        catch (StatusException e) when (e.IsAlreadyExists)
        {
            var other = await _replicaSets.GetAsync(deployment.Metadata.Namespace, wanted.Metadata.Name, cancellationToken);
            if (!other.Metadata.IsControlledBy(deployment.Metadata) || !Revisions.SameTemplate(other.Spec.Template, deployment.Spec.Template))
            {
                var collisions = (deployment.Status.CollisionCount ?? 0) + 1;
                await WriteStatusAsync(deployment, deployment.Status with { CollisionCount = collisions }, cancellationToken);
                throw;
            }

            created = other;
        }
        catch (StatusException e)
        {
            var message = $"Failed to create new replica set \"{wanted.Metadata.Name}\": {e.Message}";
            events.Event(deployment, EventTypes.Warning, "ReplicaSetCreateError", message);
            if (DeploymentStatusCalculator.HasDeadline(deployment))
            {
                var failed = DeploymentConditions.Make(DeploymentConditions.Progressing, "False", "ReplicaSetCreateError", message, time.GetUtcNow());
                await WriteStatusAsync(deployment, deployment.Status with { Conditions = DeploymentConditions.Set(deployment.Status.Conditions, failed) }, cancellationToken);
            }

            throw;
        }

        var size = DeploymentMath.Replicas(created);
        if (size > 0) events.Event(deployment, EventTypes.Normal, "ScalingReplicaSet", $"Scaled up replica set {created.Metadata.Name} from 0 to {size}");
        if (DeploymentStatusCalculator.HasDeadline(deployment)) deployment = WithProgress(deployment, "NewReplicaSetCreated", $"Created new replica set \"{created.Metadata.Name}\"");
        return (await RecordRevisionAsync(deployment, created, cancellationToken), created);
    }

    private static ReplicaSet NewReplicaSet(Deployment deployment, List<ReplicaSet> all, string hash)
    {
        var template = deployment.Spec.Template;
        template = template with { Metadata = template.Metadata with { Labels = template.Metadata.Labels.Set(Revisions.TemplateHash, hash) } };
        var selector = deployment.Spec.Selector!;
        var name = $"{deployment.Metadata.Name}-{hash}";
        var replicaSet = new ReplicaSet
        {
            Metadata = new ObjectMeta
            {
                Name = name[Math.Max(0, name.Length - MaxNameLength)..],
                Namespace = deployment.Metadata.Namespace,
                OwnerReferences = [deployment.ToControllerReference()],
                Labels = template.Metadata.Labels,
                Annotations = Revisions.WithSizes(Revisions.Annotations(deployment, default, NextRevision(all), isNew: true), deployment),
            },
            Spec = new ReplicaSetSpec
            {
                Replicas = 0,
                MinReadySeconds = deployment.Spec.MinReadySeconds,
                Selector = selector with { MatchLabels = selector.MatchLabels.Set(Revisions.TemplateHash, hash) },
                Template = template,
            },
        };
        return replicaSet with { Spec = replicaSet.Spec with { Replicas = DeploymentMath.NewReplicas(deployment, [.. all, replicaSet], replicaSet) } };
    }

    private static long NextRevision(IEnumerable<ReplicaSet> old) => old.Select(Revisions.Of).DefaultIfEmpty(0).Max() + 1;

    /// <summary>A ReplicaSet whose template is wanted again becomes the highest revision.</summary>
    private async Task<ReplicaSet> UpdateNewAsync(Deployment deployment, ReplicaSet newest, List<ReplicaSet> all, CancellationToken cancellationToken)
    {
        var revision = NextRevision(Old(all, newest));
        var annotations = Revisions.Annotations(deployment, newest.Metadata.Annotations, revision, isNew: false);
        if (annotations == newest.Metadata.Annotations && newest.Spec.MinReadySeconds == deployment.Spec.MinReadySeconds) return newest;
        return await _replicaSets.UpdateAsync(
            newest with { Metadata = newest.Metadata with { Annotations = annotations }, Spec = newest.Spec with { MinReadySeconds = deployment.Spec.MinReadySeconds } }, cancellationToken);
    }

    private async Task<Deployment> RecordRevisionAsync(Deployment deployment, ReplicaSet newest, CancellationToken cancellationToken)
    {
        var revision = Revisions.Text(Revisions.Of(newest));
        if (deployment.Metadata.Annotations.Get(Revisions.Revision) == revision) return deployment;
        var status = deployment.Status;
        var stored = await _deployments.UpdateAsync(
            deployment with { Metadata = deployment.Metadata with { Annotations = deployment.Metadata.Annotations.Set(Revisions.Revision, revision) } }, cancellationToken);
        return stored with { Status = status };
    }

    private Deployment WithProgress(Deployment deployment, string reason, string message)
    {
        var condition = DeploymentConditions.Make(DeploymentConditions.Progressing, "True", reason, message, time.GetUtcNow());
        return deployment with { Status = deployment.Status with { Conditions = DeploymentConditions.Set(deployment.Status.Conditions, condition) } };
    }

    /// <summary>Tells a deadline that a pause does not count against it.</summary>
    private async Task<Deployment> MarkPausedAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        if (!DeploymentStatusCalculator.HasDeadline(deployment)) return deployment;
        var condition = DeploymentConditions.Find(deployment.Status.Conditions, DeploymentConditions.Progressing);
        if (condition?.Reason == "ProgressDeadlineExceeded") return deployment;
        var marked = condition?.Reason == "DeploymentPaused";
        if (deployment.Spec.Paused == marked) return deployment;
        var next = deployment.Spec.Paused
            ? DeploymentConditions.Make(DeploymentConditions.Progressing, "Unknown", "DeploymentPaused", "Deployment is paused", time.GetUtcNow())
            : DeploymentConditions.Make(DeploymentConditions.Progressing, "Unknown", "DeploymentResumed", "Deployment is resumed", time.GetUtcNow());
        return await WriteStatusAsync(deployment, deployment.Status with { Conditions = DeploymentConditions.Set(deployment.Status.Conditions, next) }, cancellationToken);
    }

    /// <summary>Brings the sizes to a changed total without moving the rollout on.</summary>
    private async Task<List<ReplicaSet>> ScaleAsync(Deployment deployment, List<ReplicaSet> all, ReplicaSet? newest, CancellationToken cancellationToken)
    {
        var active = all.Where(replicaSet => DeploymentMath.Replicas(replicaSet) > 0).ToList();
        if (active.Count <= 1)
        {
            var only = active.Count == 1 ? active[0] : newest ?? all.OrderByDescending(replicaSet => replicaSet.Metadata.CreationTimestamp).FirstOrDefault();
            if (only is null || DeploymentMath.Replicas(only) == DeploymentMath.Replicas(deployment)) return all;
            return Replace(all, await ResizeAsync(deployment, only, DeploymentMath.Replicas(deployment), cancellationToken));
        }

        if (newest is not null && newest.Status.AvailableReplicas >= DeploymentMath.Replicas(deployment) && DeploymentMath.Replicas(newest) == DeploymentMath.Replicas(deployment))
        {
            foreach (var replicaSet in Old(active, newest)) all = Replace(all, await ResizeAsync(deployment, replicaSet, 0, cancellationToken));
            return all;
        }

        if (deployment.Spec.Strategy.Type == DeploymentStrategyType.Recreate) return all;
        var growing = DeploymentMath.Replicas(deployment) + DeploymentMath.Limits(deployment).MaxSurge > DeploymentMath.Replicas(active);
        var ordered = active.OrderByDescending(DeploymentMath.Replicas);
        List<ReplicaSet> sorted = growing
            ? [.. ordered.ThenByDescending(replicaSet => replicaSet.Metadata.CreationTimestamp)]
            : [.. ordered.ThenBy(replicaSet => replicaSet.Metadata.CreationTimestamp)];
        var sizes = DeploymentMath.Proportional(deployment, sorted, Revisions.RecordedMax);
        foreach (var replicaSet in sorted) all = Replace(all, await ResizeAsync(deployment, replicaSet, sizes[replicaSet.Metadata.Name], cancellationToken));
        return all;
    }

    private async Task<ReplicaSet> ResizeAsync(Deployment deployment, ReplicaSet replicaSet, int size, CancellationToken cancellationToken)
    {
        var before = DeploymentMath.Replicas(replicaSet);
        var annotations = Revisions.WithSizes(replicaSet.Metadata.Annotations, deployment);
        if (before == size && annotations == replicaSet.Metadata.Annotations) return replicaSet;
        var updated = await _replicaSets.UpdateAsync(
            replicaSet with { Metadata = replicaSet.Metadata with { Annotations = annotations }, Spec = replicaSet.Spec with { Replicas = size } }, cancellationToken);
        if (before != size) events.Event(deployment, EventTypes.Normal, "ScalingReplicaSet", $"Scaled {(size > before ? "up" : "down")} replica set {replicaSet.Metadata.Name} from {before} to {size}");
        return updated;
    }

    private async Task CleanUpAsync(Deployment deployment, List<ReplicaSet> all, ReplicaSet? newest, CancellationToken cancellationToken)
    {
        if (deployment.Spec.RevisionHistoryLimit is not { } limit || limit == int.MaxValue) return;
        var old = Old(all, newest).Where(replicaSet => replicaSet.Metadata.DeletionTimestamp is null).ToList();
        foreach (var replicaSet in old.OrderBy(Revisions.Of).Take(Math.Max(0, old.Count - limit)))
        {
            if (replicaSet.Status.Replicas != 0 || DeploymentMath.Replicas(replicaSet) != 0 || replicaSet.Metadata.Generation > replicaSet.Status.ObservedGeneration) continue;
            try
            {
                await _replicaSets.DeleteAsync(replicaSet.Metadata.Namespace, replicaSet.Metadata.Name, cancellationToken);
            }
            catch (StatusException e) when (e.IsNotFound)
            {
                // Somebody else was faster.
            }
        }
    }

    private async Task<ReconcileResult> ReportRolloutAsync(Deployment deployment, List<ReplicaSet> all, ReplicaSet? newest, CancellationToken cancellationToken)
    {
        var stored = await ReportAsync(deployment, all, newest, withProgress: true, cancellationToken);
        if (!DeploymentStatusCalculator.HasDeadline(stored) || DeploymentConditions.Find(stored.Status.Conditions, DeploymentConditions.Progressing) is not { } condition) return ReconcileResult.Done;
        if (condition.Reason is "NewReplicaSetAvailable" or "ProgressDeadlineExceeded") return ReconcileResult.Done;

        // Nothing may change any more before the deadline, so the deadline has to bring the key back itself.
        var left = condition.LastUpdateTime.AddSeconds((stored.Spec.ProgressDeadlineSeconds ?? 0) + 1) - time.GetUtcNow();
        return ReconcileResult.RequeueAfter(left > TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1));
    }

    private async Task<Deployment> ReportAsync(Deployment deployment, List<ReplicaSet> all, ReplicaSet? newest, bool withProgress, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var status = DeploymentStatusCalculator.Counts(deployment, all, newest, now);
        if (withProgress) status = DeploymentStatusCalculator.WithProgress(deployment, status, all, newest, now);
        return status == _reported ? deployment : await WriteStatusAsync(deployment, status, cancellationToken);
    }

    private async Task<Deployment> WriteStatusAsync(Deployment deployment, DeploymentStatus status, CancellationToken cancellationToken)
    {
        var stored = await _deployments.UpdateStatusAsync(deployment with { Status = status }, cancellationToken);
        _reported = stored.Status;
        return stored;
    }

    private static List<ReplicaSet> Old(List<ReplicaSet> all, ReplicaSet? newest) => newest is null ? all : [.. all.Where(replicaSet => replicaSet.Metadata.Uid != newest.Metadata.Uid)];

    private static List<ReplicaSet> Replace(List<ReplicaSet> all, ReplicaSet? updated)
    {
        if (updated is null) return all;
        List<ReplicaSet> result = [.. all];
        var index = result.FindIndex(replicaSet => replicaSet.Metadata.Name == updated.Metadata.Name);
        if (index >= 0) result[index] = updated;
        else result.Add(updated);
        return result;
    }
}
