using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;

namespace Kubesharp.Controllers.Jobs;

/// <summary>The accounting of ended pods: first their names go into the status, then their finalizers go, then the status counts them.</summary>
internal sealed partial class JobPass
{
    private async Task TrackAsync(bool changed, CancellationToken cancellationToken)
    {
        var withFinalizer = _pods.Where(pod => JobPods.IsTracked(pod) && !_counted.Contains(pod.Metadata.Uid)).Select(pod => pod.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        changed |= CountReleased(withFinalizer);
        var (toRelease, more) = NoteEnded(ref changed);
        if (_job.IsIndexed()) changed |= NoteIndexes();
        changed |= NoteInterimCondition();
        if (changed) await WriteAsync(cancellationToken);
        _services.Backoffs[_key] = _backoff;
        changed = false;
        var failure = await ReleaseAsync(toRelease, withFinalizer, cancellationToken);
        if (CountReleased(withFinalizer)) changed = true;
        var finished = failure is null && !more && TryFinish();
        if (changed || finished) await WriteAsync(cancellationToken);
        if (finished) TellEnd();
        if (failure is not null) throw failure;
    }

    /// <summary>Counts the pods that were noted before and have lost their finalizer since.</summary>
    private bool CountReleased(HashSet<string> withFinalizer)
    {
        var uncounted = _status.UncountedTerminatedPods!;
        var succeeded = uncounted.Succeeded.Where(withFinalizer.Contains).ToValueList();
        var failed = uncounted.Failed.Where(withFinalizer.Contains).ToValueList();
        if (succeeded.Count == uncounted.Succeeded.Count && failed.Count == uncounted.Failed.Count) return false;
        _status = _status with
        {
            Succeeded = _status.Succeeded + uncounted.Succeeded.Count - succeeded.Count,
            Failed = _status.Failed + uncounted.Failed.Count - failed.Count,
            UncountedTerminatedPods = new UncountedTerminatedPods { Succeeded = succeeded, Failed = failed },
        };
        return true;
    }

    /// <summary>Notes the pods that have ended and picks those that may lose their finalizer.</summary>
    private (List<Pod> ToRelease, bool More) NoteEnded(ref bool changed)
    {
        var noted = _job.Status.UncountedTerminatedPods;
        var succeeded = _status.UncountedTerminatedPods!.Succeeded.ToList();
        var failed = _status.UncountedTerminatedPods.Failed.ToList();
        var indexes = new SortedSet<int>();
        var release = new List<Pod>();
        var more = false;
        foreach (var pod in _job.IsIndexed() ? _pods.OrderBy(pod => JobPods.Index(pod) ?? -1) : _pods.AsEnumerable())
        {
            var uid = pod.Metadata.Uid;
            if (!JobPods.IsTracked(pod) || _counted.Contains(uid)) continue;
            if (MayRelease(pod)) release.Add(pod);
            var index = JobPods.Index(pod, _job);
            if (pod.Status.Phase == PodPhase.Succeeded && noted?.Failed.Contains(uid) != true)
            {
                // An index is its own record; only pods without one are noted by their identifier.
                if (index is { } completed && _job.IsIndexed()) changed |= !_before.Contains(completed) && indexes.Add(completed);
                else if (!_job.IsIndexed() && noted?.Succeeded.Contains(uid) != true) Note(succeeded, uid, ref changed);
            }
            else if ((_end is not null || JobPods.IsFailed(pod, _job)) && noted?.Failed.Contains(uid) != true && (!_job.IsIndexed() || index is not null) && PodFailureRules.Match(_job.Spec.PodFailurePolicy, pod).Counts)
            {
                Note(failed, uid, ref changed);
            }

            // The status must not grow without bound; what is left over is for the next pass.
            if (indexes.Count + succeeded.Count + failed.Count >= JobServices.Burst)
            {
                more = true;
                break;
            }
        }

        _succeededIndexes = _before.With(indexes);
        _status = _status with { UncountedTerminatedPods = new UncountedTerminatedPods { Succeeded = succeeded.ToValueList(), Failed = failed.ToValueList() } };
        return (release, more);
    }

    private static void Note(List<string> list, string uid, ref bool changed)
    {
        list.Add(uid);
        changed = true;
    }

    private bool MayRelease(Pod pod)
    {
        if (_job.Metadata.IsBeingDeleted() || _end is not null || pod.Status.Phase == PodPhase.Succeeded) return true;
        if (!JobPods.IsFailed(pod, _job)) return false;
        return JobPods.Index(pod) is not { } index || !_lastFailures.TryGetValue(index, out var last) || last.Metadata.Uid != pod.Metadata.Uid;
    }

    private bool NoteIndexes()
    {
        var before = _status;
        _status = _status with { Succeeded = _succeededIndexes.Count, CompletedIndexes = _succeededIndexes.ToString(), FailedIndexes = _failedIndexes?.ToString() };
        return _status.CompletedIndexes != before.CompletedIndexes || _status.FailedIndexes != before.FailedIndexes || _status.Succeeded != before.Succeeded;
    }

    /// <summary>Writes down what the job is going to be before its pods go, and turns the end that is meant into the final one.</summary>
    private bool NoteInterimCondition()
    {
        if (_end is null) return false;
        var before = _status;
        if (_end.Type is JobConditionType.FailureTarget or JobConditionType.SuccessCriteriaMet)
        {
            if (_status.Find(_end.Type) is null) _status = _status.With(_end);
            _end = Met(_end.Type == JobConditionType.FailureTarget ? JobConditionType.Failed : JobConditionType.Complete, _end.Reason, _end.Message);
        }

        return !ReferenceEquals(before, _status);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        _job = await _services.UpdateStatusAsync(_job with { Status = _status }, cancellationToken);
        _status = _job.Status with { UncountedTerminatedPods = _job.Status.UncountedTerminatedPods ?? new UncountedTerminatedPods() };
    }

    /// <summary>Takes the finalizers off pods; the cache must not count them again before it has seen that.</summary>
    private async Task<Exception?> ReleaseAsync(List<Pod> pods, HashSet<string> withFinalizer, CancellationToken cancellationToken)
    {
        if (pods.Count == 0) return null;
        _services.Finalizers.Expect(_key, pods.Select(pod => pod.Metadata.Uid));
        var failures = await Task.WhenAll(pods.Select(pod => ReleaseAsync(pod, cancellationToken)));
        for (var i = 0; i < pods.Count; i++)
        {
            if (failures[i] is null) withFinalizer.Remove(pods[i].Metadata.Uid);
        }

        return failures.FirstOrDefault(failure => failure is not null);
    }

    private async Task<Exception?> ReleaseAsync(Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            if (!await FinalizerRemoval.RemoveAsync(_services.Client, pod, cancellationToken)) _services.Finalizers.Observed(_key, pod.Metadata.Uid);
            return null;
        }
        catch (StatusException e)
        {
            _services.Finalizers.Observed(_key, pod.Metadata.Uid);
            return e;
        }
    }

    /// <summary>Ends the job once every pod is gone or over and counted.</summary>
    private bool TryFinish()
    {
        if (_end is null || _terminating > 0) return false;
        if (_status.UncountedTerminatedPods is { } uncounted && uncounted.Succeeded.Count + uncounted.Failed.Count > 0) return false;
        _status = _status.With(_end);
        if (_end.Type == JobConditionType.Complete) _status = _status with { CompletionTime = _end.LastTransitionTime };
        return true;
    }

    private void TellEnd()
    {
        if (_end!.Type != JobConditionType.Complete)
        {
            _services.Events.Event(_job, EventTypes.Warning, _end.Reason, _end.Message);
            return;
        }

        if (_job.Spec.Completions is { } wanted && _status.Succeeded > wanted)
            _services.Events.Event(_job, EventTypes.Warning, "TooManySucceededPods", "Too many succeeded pods running after completion count reached");
        _services.Events.Event(_job, EventTypes.Normal, "Completed", "Job completed");
    }
}
