using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.Jobs;

/// <summary>The creation and deletion of a job's pods.</summary>
internal sealed partial class JobPass
{
    /// <summary>Deletes every active pod of a job that ends. As long as one is left, or may be on its way into the cache, the job does not end.</summary>
    private async Task<Exception?> DeleteAllAsync(CancellationToken cancellationToken)
    {
        if (!_settled)
        {
            _end = null;
            return null;
        }

        var wanted = _activePods.Count;
        var (deleted, failure) = await DeleteAsync(_activePods, cancellationToken);
        if (deleted != wanted) _end = null;
        return failure;
    }

    /// <summary>Creates or deletes pods, never both in one pass.</summary>
    private async Task<Exception?> ManageAsync(CancellationToken cancellationToken)
    {
        if (_job.IsSuspended()) return (await DeleteAsync(_activePods, cancellationToken)).Failure;
        var terminating = JobPods.OnlyReplacesEnded(_job) ? _terminating : 0;
        var wanted = WantedActive();
        var surplus = ToRemove(Math.Max(0, _active - wanted));
        if (surplus.Count > 0) return (await DeleteAsync(surplus.Take(JobServices.Burst).ToList(), cancellationToken)).Failure;
        var missing = wanted - terminating - _active;
        return missing > 0 ? await CreateAsync(Math.Min(missing, JobServices.Burst), cancellationToken) : null;
    }

    private int WantedActive()
    {
        var parallelism = _job.Spec.Parallelism ?? 1;

        // Without a number of completions one success is enough, after which the others run to their end.
        if (_job.Spec.Completions is not { } completions) return _succeeded > 0 ? _active : parallelism;
        return Math.Max(0, Math.Min(completions - _succeeded, parallelism));
    }

    /// <summary>Active pods to delete: those without a valid index of their own, and as many more as it takes.</summary>
    private List<Pod> ToRemove(int atLeast)
    {
        var remove = new List<Pod>();
        var keep = _activePods;
        if (_job.IsIndexed())
        {
            keep = [];
            foreach (var group in _activePods.GroupBy(pod => JobPods.Index(pod, _job)))
            {
                var pods = group.Order(ActivePodOrder.Instance).ToList();
                remove.AddRange(group.Key is null ? pods : pods[..^1]);
                if (group.Key is not null) keep.Add(pods[^1]);
            }
        }

        if (remove.Count < atLeast) remove.AddRange(keep.Order(ActivePodOrder.Instance).Take(atLeast - remove.Count).ToList());
        return remove;
    }

    private async Task<(int Deleted, Exception? Failure)> DeleteAsync(List<Pod> pods, CancellationToken cancellationToken)
    {
        if (pods.Count == 0) return (0, null);
        _services.Expectations.ExpectDeletions(_key, pods.Select(pod => pod.Metadata.Uid));
        var failures = await Task.WhenAll(pods.Select(pod => TryDeleteAsync(pod, cancellationToken)));
        var deleted = 0;
        for (var i = 0; i < pods.Count; i++)
        {
            if (failures[i] is not null) continue;
            deleted++;
            if (pods[i].IsReady()) _ready--;
        }

        _active -= deleted;
        _terminating += deleted;
        return (deleted, failures.FirstOrDefault(failure => failure is not null));
    }

    private async Task<Exception?> TryDeleteAsync(Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            if (!await _services.Pods.DeleteAsync(pod, _job, cancellationToken)) _services.Expectations.DeletionObserved(_key, pod.Metadata.Uid);
            return null;
        }
        catch (StatusException e)
        {
            _services.Expectations.DeletionObserved(_key, pod.Metadata.Uid);
            return e;
        }
    }

    private async Task<Exception?> CreateAsync(int count, CancellationToken cancellationToken)
    {
        var now = _services.Time.GetUtcNow();
        if (_job.Spec.BackoffLimitPerIndex is null && _backoff.Remaining(now) is var wait && wait > TimeSpan.Zero)
        {
            _services.Queue.AddAfter(_key, wait);
            return null;
        }

        List<int>? indexes = null;
        if (_job.IsIndexed())
        {
            indexes = PendingIndexes(count);
            if (_job.Spec.BackoffLimitPerIndex is not null) indexes = IndexesDueNow(indexes, now);
            count = indexes.Count;
            if (count == 0) return null;
        }

        var template = JobPods.Template(_job);
        _services.Expectations.ExpectCreations(_key, count);
        var (created, failure) = await SlowStart.RunAsync(count, async index =>
        {
            var pod = indexes is null ? template : JobPods.ForIndex(template, _job, indexes[index], _lastFailures.GetValueOrDefault(indexes[index]));
            await _services.Pods.CreateAsync(pod, _job, cancellationToken);
        });
        if (created < count) _services.Expectations.CreationObserved(_key, count - created);
        _active += created;
        return failure is StatusException status && PodControl.IsNamespaceTerminating(status) ? null : failure;
    }

    private List<int> PendingIndexes(int count)
    {
        var taken = _succeededIndexes.With(Indexes(pod => pod.IsActive() || (JobPods.OnlyReplacesEnded(_job) && !pod.IsTerminal() && pod.IsTerminating())));
        if (_failedIndexes is not null) taken = taken.With(_failedIndexes);
        return taken.FirstMissing(count, _job.Spec.Completions ?? 0);
    }

    /// <summary>The indexes whose own back-off is over; if there are none, the job comes back when the first one is due.</summary>
    private List<int> IndexesDueNow(List<int> indexes, DateTimeOffset now)
    {
        var due = new List<int>();
        var next = TimeSpan.MaxValue;
        foreach (var index in indexes)
        {
            var wait = _lastFailures.TryGetValue(index, out var pod) ? FailureBackoff.Remaining(JobPods.AllFailures(pod) + 1, JobPods.FinishedAt(pod), now) : TimeSpan.Zero;
            if (wait == TimeSpan.Zero) due.Add(index);
            else if (wait < next) next = wait;
        }

        if (due.Count == 0 && next < TimeSpan.MaxValue) _services.Queue.AddAfter(_key, next);
        return due;
    }
}
