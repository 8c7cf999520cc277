using System.Collections.Concurrent;
using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Client;
using Kubesharp.Controllers.Workloads;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.Jobs;

/// <summary>Runs the pods of Jobs until enough of them have succeeded, and counts each of them exactly once.</summary>
public sealed class JobController : IController
{
    private const int Workers = 5;

    /// <summary>Changes of a job's pods within this time are looked at together.</summary>
    private static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UnsettledPeriod = TimeSpan.FromSeconds(30);
    private readonly IInformer<Job> _jobs;
    private readonly IInformer<Pod> _pods;
    private readonly JobServices _services;
    private readonly Ownership<Job, Pod> _ownership;
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly WorkQueue<NamespacedName> _orphans;
    private readonly ControllerLoop<NamespacedName> _loop;
    private readonly ControllerLoop<NamespacedName> _orphanLoop;

    public JobController(ControllerContext context)
    {
        var logger = context.Logs.CreateLogger<JobController>();
        var retries = new WorkQueueOptions { Name = "job", BaseDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromMinutes(1) };
        _jobs = context.Informers.For<Job>();
        _pods = context.Informers.For<Pod>();
        _ownership = new Ownership<Job, Pod>(context.Client, JobPods.Finalizer);
        _queue = new WorkQueue<NamespacedName>(context.Time, retries);
        _orphans = new WorkQueue<NamespacedName>(context.Time, retries with { Name = "job_orphan_pod" });
        var events = new EventRecorder(context.Client, context.Time, "job-controller");
        _services = new JobServices(
            context.Client, context.Time, events, new PodControl(context.Client, events), new Expectations(context.Time), new FinalizerExpectations(), new LastWrites(),
            new ConcurrentDictionary<NamespacedName, FailureBackoff>(), _queue);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, logger);
        _orphanLoop = new ControllerLoop<NamespacedName>(Name, _orphans, 1, ReleaseOrphanAsync, logger);
    }

    public string Name => "job-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _jobs.WaitForSyncAsync(cancellationToken);
        await _pods.WaitForSyncAsync(cancellationToken);
        using var jobs = _jobs.AddHandler(new InformerHandler<Job> { Added = JobAdded, Updated = JobUpdated, Deleted = (job, _) => JobDeleted(job) });
        using var pods = _pods.AddHandler(new InformerHandler<Pod> { Added = PodAdded, Updated = PodUpdated, Deleted = (pod, _) => PodDeleted(pod, gone: true) });
        await Task.WhenAll(_loop.RunAsync(cancellationToken), _orphanLoop.RunAsync(cancellationToken));
    }

    private void JobAdded(Job job, bool initial)
    {
        if (job.IsFinished()) ReleaseRest(job);
        _queue.Add(NamespacedName.Of(job));
    }

    private void JobUpdated(Job old, Job job)
    {
        if (job.IsFinished()) ReleaseRest(job);
        if (old.Metadata.Generation != job.Metadata.Generation) _queue.Add(NamespacedName.Of(job));
        else _queue.AddAfter(NamespacedName.Of(job), Batch);
    }

    private void JobDeleted(Job job)
    {
        var key = NamespacedName.Of(job);
        _services.Expectations.Forget(key);
        _services.Finalizers.Forget(key);
        _services.Writes.Forget(key);
        _services.Backoffs.TryRemove(key, out _);
        ReleaseRest(job);
        _queue.Add(key);
    }

    /// <summary>Pods that still have their finalizer when their job is over or gone would stay for ever.</summary>
    private void ReleaseRest(Job job)
    {
        if (job.IsForeign()) return;
        foreach (var pod in _pods.ByNamespace(job.Metadata.Namespace))
        {
            if (JobPods.IsTracked(pod) && pod.Metadata.IsControlledBy(job.Metadata)) _orphans.Add(NamespacedName.Of(pod));
        }
    }

    private void PodAdded(Pod pod, bool initial)
    {
        if (pod.IsTerminating())
        {
            PodDeleted(pod, gone: false);
            return;
        }

        if (JobOf(pod) is { } job)
        {
            _services.Expectations.CreationObserved(job);
            _queue.AddAfter(job, Batch);
        }

        if (pod.Metadata.GetControllerOf() is null) EnqueueMatching(pod);
        ReleaseIfOrphan(pod);
    }

    private void PodUpdated(Pod old, Pod pod)
    {
        if (pod.IsTerminating())
        {
            PodDeleted(pod, gone: false);
            return;
        }

        var before = JobOf(old);
        var job = JobOf(pod);
        var released = JobPods.IsTracked(old) && !JobPods.IsTracked(pod);
        if (before is { } former && former != job)
        {
            if (released) _services.Finalizers.Observed(former, pod.Metadata.Uid);
            _queue.AddAfter(former, Batch);
        }

        if (job is { } key)
        {
            if (released) _services.Finalizers.Observed(key, pod.Metadata.Uid);
            _queue.AddAfter(key, Batch);
        }
        else if (pod.Metadata.GetControllerOf() is null && (before is not null || old.Metadata.Labels != pod.Metadata.Labels))
        {
            EnqueueMatching(pod);
        }

        ReleaseIfOrphan(pod);
    }

    private void PodDeleted(Pod pod, bool gone)
    {
        ReleaseIfOrphan(pod);
        if (JobOf(pod) is not { } job) return;
        _services.Expectations.DeletionObserved(job, pod.Metadata.Uid);
        if (gone || !JobPods.IsTracked(pod)) _services.Finalizers.Observed(job, pod.Metadata.Uid);
        _queue.AddAfter(job, Batch);
    }

    private void EnqueueMatching(Pod pod)
    {
        foreach (var job in _jobs.ByNamespace(pod.Metadata.Namespace))
        {
            if (Selector.TryFrom(job.Spec.Selector, out var selector, out _) && !selector.IsEverything && selector.Matches(pod.Metadata.Labels)) _queue.AddAfter(NamespacedName.Of(job), Batch);
        }
    }

    private void ReleaseIfOrphan(Pod pod)
    {
        if (IsOrphan(pod)) _orphans.Add(NamespacedName.Of(pod));
    }

    /// <summary>Whether no running job will ever count this pod, though it waits for that.</summary>
    private bool IsOrphan(Pod pod)
    {
        if (!JobPods.IsTracked(pod)) return false;
        if (pod.Metadata.GetControllerOf() is not { } reference) return true;
        if (!Owners.IsKind(reference, Job.Gvk)) return false;
        if (_jobs.Get(pod.Metadata.Namespace, reference.Name) is not { } job || job.Metadata.Uid != reference.Uid) return true;
        return !job.IsForeign() && job.IsFinished();
    }

    private NamespacedName? JobOf(Pod pod)
    {
        if (pod.Metadata.GetControllerOf() is not { } reference || !Owners.IsKind(reference, Job.Gvk)) return null;
        return _jobs.Get(pod.Metadata.Namespace, reference.Name) is { } job && job.Metadata.Uid == reference.Uid ? NamespacedName.Of(job) : null;
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_jobs.Get(key.Namespace, key.Name) is not { } job || job.IsForeign()) return ReconcileResult.Done;
        if (job.IsFinished())
        {
            _services.Backoffs.TryRemove(key, out _);
            return ReconcileResult.Done;
        }

        if (_services.Writes.IsStale(job)) return ReconcileResult.RequeueAfter(UnsettledPeriod);
        if (job.Spec.CompletionMode is not (null or CompletionMode.NonIndexed or CompletionMode.Indexed))
        {
            _services.Events.Event(job, EventTypes.Warning, "UnknownCompletionMode", "Skipped Job sync because completion mode is unknown");
            return ReconcileResult.Done;
        }

        // Asked before the pods are read: a pod that appears in between is then missed in neither.
        var settled = _services.Expectations.Satisfied(key);
        var pods = await _ownership.ClaimAsync(job, Selector.From(job.Spec.Selector), _pods.ByNamespace(key.Namespace), cancellationToken);
        await new JobPass(_services, job, pods, settled).RunAsync(cancellationToken);
        return settled ? ReconcileResult.Done : ReconcileResult.RequeueAfter(UnsettledPeriod);
    }

    private async Task<ReconcileResult> ReleaseOrphanAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_pods.Get(key.Namespace, key.Name) is not { } pod || !JobPods.IsTracked(pod)) return ReconcileResult.Done;
        if (pod.Metadata.GetControllerOf() is { } reference && Owners.IsKind(reference, Job.Gvk))
        {
            // The cache of jobs may lag behind that of pods: only the server can say that a job is gone.
            var job = await _services.Client.For<Job>().TryGetAsync(key.Namespace, reference.Name, cancellationToken);
            if (job is not null && job.Metadata.Uid == reference.Uid && (job.IsForeign() || !job.IsFinished())) return ReconcileResult.Done;
        }
        else if (pod.Metadata.GetControllerOf() is null && IsAdoptable(pod))
        {
            return ReconcileResult.Done;
        }

        await FinalizerRemoval.RemoveAsync(_services.Client, pod, cancellationToken);
        return ReconcileResult.Done;
    }

    /// <summary>Whether a running job is about to take the pod.</summary>
    private bool IsAdoptable(Pod pod) => !pod.IsTerminating() && _jobs.ByNamespace(pod.Metadata.Namespace).Any(job =>
        !job.IsForeign() && !job.IsFinished() && !job.Metadata.IsBeingDeleted() && Selector.TryFrom(job.Spec.Selector, out var selector, out _) && !selector.IsEverything && selector.Matches(pod.Metadata.Labels));
}
