using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Controllers.Workloads;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Controllers.Jobs;

/// <summary>
/// One look at one job: counts its pods, decides whether it has ended, creates and deletes pods, and writes the status. A pod's end is
/// written into the status before the pod loses its finalizer, so that a crash between the two neither loses nor repeats a count.
/// </summary>
internal sealed partial class JobPass
{
    private readonly JobServices _services;
    private readonly NamespacedName _key;
    private readonly List<Pod> _pods;
    private readonly bool _settled;
    private readonly IReadOnlySet<string> _counted;
    private readonly List<Pod> _activePods;
    private Job _job;
    private JobStatus _status;
    private int _active;
    private int _ready;
    private int _terminating;
    private int _succeeded;
    private int _failed;
    private IndexIntervals _before = IndexIntervals.None;
    private IndexIntervals _succeededIndexes = IndexIntervals.None;
    private IndexIntervals? _failedIndexes;
    private Dictionary<int, Pod> _lastFailures = [];
    private FailureBackoff _backoff = FailureBackoff.None;

    /// <summary>The condition that is to end the job; of type FailureTarget or SuccessCriteriaMet as long as it is not in the status.</summary>
    private JobCondition? _end;

    /// <param name="services">What all passes share.</param>
    /// <param name="job">The job from the cache.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="settled">Whether the cache has shown everything asked for so far; must have been found out before the pods were read.</param>
    public JobPass(JobServices services, Job job, List<Pod> pods, bool settled)
    {
        _services = services;
        _key = NamespacedName.Of(job);
        _job = job;
        _pods = pods;
        _settled = settled;
        _counted = services.Finalizers.Of(_key);
        _status = job.Status with { UncountedTerminatedPods = job.Status.UncountedTerminatedPods ?? new UncountedTerminatedPods() };
        _activePods = [.. pods.Where(pod => pod.IsActive())];
        _active = _activePods.Count;
        _ready = _activePods.Count(pod => pod.IsReady());
        _terminating = pods.Count(pod => !pod.IsTerminal() && pod.IsTerminating());
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        CountNewlyEnded();
        if (_status.StartTime is null && !_job.IsSuspended()) _status = _status with { StartTime = _services.Now() };
        _end = _status.Find(JobConditionType.SuccessCriteriaMet) ?? FailureByPolicy() ?? FailureByLimits();
        if (_job.IsIndexed()) CountIndexes();
        Exception? failure = null;
        var told = false;
        if (_end is not null)
        {
            failure = await DeleteAllAsync(cancellationToken);
        }
        else
        {
            var managed = _settled && !_job.Metadata.IsBeingDeleted();
            if (managed) failure = await ManageAsync(cancellationToken);
            if (_settled && IsComplete()) _end = Met(JobConditionType.SuccessCriteriaMet, "CompletionsReached", "Reached expected number of succeeded pods");
            else if (managed) told = TellSuspension();
        }

        var changed = told || _active != _status.Active || _ready != _status.Ready || _terminating != _status.Terminating || _status.StartTime != _job.Status.StartTime;
        _status = _status with { Active = _active, Ready = _ready, Terminating = _terminating };
        await TrackAsync(changed, cancellationToken);
        if (failure is not null) throw failure;
    }

    /// <summary>Ended pods that the status does not know of yet, and what the counts are with them.</summary>
    private void CountNewlyEnded()
    {
        var uncounted = _status.UncountedTerminatedPods!;
        var succeeded = Untracked(uncounted.Succeeded).Where(pod => pod.Status.Phase == PodPhase.Succeeded).ToList();
        var failed = Untracked(uncounted.Failed).Where(pod => JobPods.IsFailed(pod, _job)).ToList();
        var failuresThatCount = _job.Spec.PodFailurePolicy is { } policy ? failed.Count(pod => PodFailureRules.Match(policy, pod).Counts) : failed.Count;
        _succeeded = _status.Succeeded + succeeded.Count + uncounted.Succeeded.Count;
        _failed = _status.Failed + failuresThatCount + uncounted.Failed.Count;
        _backoff = _services.Backoffs.GetValueOrDefault(_key, FailureBackoff.None).After(succeeded, failed);
    }

    private IEnumerable<Pod> Untracked(ValueList<string> uncounted) => _pods.Where(pod =>
        JobPods.IsTracked(pod) && !uncounted.Contains(pod.Metadata.Uid) && !_counted.Contains(pod.Metadata.Uid) && (!_job.IsIndexed() || JobPods.Index(pod, _job) is not null));

    private JobCondition Met(string type, string reason, string message) => JobConditions.True(type, reason, message, _services.Now());

    private JobCondition? FailureByPolicy()
    {
        if (_status.Find(JobConditionType.FailureTarget) is { } target) return Met(JobConditionType.Failed, target.Reason, target.Message);
        if (_job.Spec.PodFailurePolicy is not { } policy) return null;
        foreach (var pod in _pods)
        {
            if (JobPods.IsFailed(pod, _job) && PodFailureRules.Match(policy, pod).FailJobMessage is { } message) return Met(JobConditionType.FailureTarget, "PodFailurePolicy", message);
        }

        return null;
    }

    private JobCondition? FailureByLimits()
    {
        if (_failed > _job.Spec.BackoffLimit || RestartsExceedLimit()) return Met(JobConditionType.FailureTarget, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        if (_job.Spec.ActiveDeadlineSeconds is not { } deadline || _job.IsSuspended() || _status.StartTime is not { } start) return null;
        var left = start.AddSeconds(deadline) - _services.Time.GetUtcNow();
        if (left <= TimeSpan.Zero) return Met(JobConditionType.FailureTarget, "DeadlineExceeded", "Job was active longer than specified deadline");
        _services.Queue.AddAfter(_key, left);
        return null;
    }

    /// <summary>Containers that restart in place never make a pod fail; their restarts count instead.</summary>
    private bool RestartsExceedLimit()
    {
        if (_job.Spec.Template.Spec.RestartPolicy != RestartPolicy.OnFailure) return false;
        var restarts = 0;
        foreach (var pod in _pods)
        {
            if (pod.Status.Phase is not (PodPhase.Running or PodPhase.Pending)) continue;
            foreach (var status in pod.Status.InitContainerStatuses) restarts += status.RestartCount;
            foreach (var status in pod.Status.ContainerStatuses) restarts += status.RestartCount;
        }

        return _job.Spec.BackoffLimit is 0 ? restarts > 0 : restarts >= _job.Spec.BackoffLimit;
    }

    private void CountIndexes()
    {
        var completions = _job.Spec.Completions ?? 0;
        _before = IndexIntervals.Read(_status.CompletedIndexes, completions);
        _succeededIndexes = _before.With(Indexes(pod => pod.Status.Phase == PodPhase.Succeeded && JobPods.IsTracked(pod)));
        _succeeded = _succeededIndexes.Count;
        if (_job.Spec.BackoffLimitPerIndex is { } limit)
        {
            _failedIndexes = IndexIntervals.Read(_status.FailedIndexes ?? "", completions).With(Indexes(pod => JobPods.IsTracked(pod) && FailsIndex(pod, limit)));
            if (_end is null && _job.Spec.MaxFailedIndexes is { } most && _failedIndexes.Count > most)
                _end = Met(JobConditionType.FailureTarget, "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes");
            else if (_end is null && _failedIndexes.Count > 0 && _failedIndexes.Count + _succeededIndexes.Count >= completions)
                _end = Met(JobConditionType.FailureTarget, "FailedIndexes", "Job has failed indexes");
            _lastFailures = LastFailures();
        }

        if (_end is null && SuccessRules.Match(_job, _succeededIndexes) is { } message) _end = Met(JobConditionType.SuccessCriteriaMet, "SuccessPolicy", message);
    }

    private SortedSet<int> Indexes(Func<Pod, bool> filter)
    {
        var indexes = new SortedSet<int>();
        foreach (var pod in _pods)
        {
            if (JobPods.Index(pod, _job) is { } index && filter(pod)) indexes.Add(index);
        }

        return indexes;
    }

    private bool FailsIndex(Pod pod, int limit)
    {
        if (!JobPods.IsFailed(pod, _job)) return false;
        var verdict = PodFailureRules.Match(_job.Spec.PodFailurePolicy, pod);
        return verdict.Action == PodFailurePolicyAction.FailIndex || (verdict.Counts && JobPods.CountedFailures(pod) >= limit);
    }

    /// <summary>
    /// By index, the failed pod whose successor has not been made. It carries the number of failures of its index, so it keeps its finalizer until
    /// the successor carries it on.
    /// </summary>
    private Dictionary<int, Pod> LastFailures()
    {
        var active = _activePods.Select(JobPods.Index).ToHashSet();
        var last = new Dictionary<int, Pod>();
        foreach (var pod in _pods)
        {
            if (!JobPods.IsTracked(pod) || _counted.Contains(pod.Metadata.Uid) || JobPods.Index(pod, _job) is not { } index || !JobPods.IsFailed(pod, _job) || active.Contains(index)) continue;
            if (_succeededIndexes.Contains(index) || _failedIndexes!.Contains(index)) continue;
            if (!last.TryGetValue(index, out var present) || (JobPods.AllFailures(pod) >= JobPods.AllFailures(present) && JobPods.FinishedAt(pod) >= JobPods.FinishedAt(present))) last[index] = pod;
        }

        return last;
    }

    private bool IsComplete() => _active == 0 && (_job.Spec.Completions is { } wanted ? _succeeded >= wanted : _succeeded > 0);

    /// <summary>Says in a condition and an event that the job was suspended or goes on; the clock of the deadline starts again when it goes on.</summary>
    private bool TellSuspension()
    {
        var now = _services.Now();
        var suspended = _job.IsSuspended();
        var condition = suspended
            ? JobConditions.True(JobConditionType.Suspended, "JobSuspended", "Job suspended", now)
            : JobConditions.True(JobConditionType.Suspended, "JobResumed", "Job resumed", now) with { Status = ConditionStatus.False };
        var changed = _status.With(condition);
        if (ReferenceEquals(changed, _status)) return false;
        _status = suspended ? changed : changed with { StartTime = now };
        _services.Events.Event(_job, EventTypes.Normal, suspended ? "Suspended" : "Resumed", condition.Message);
        return true;
    }
}
