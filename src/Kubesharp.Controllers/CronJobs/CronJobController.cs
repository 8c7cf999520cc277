using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Controllers.Workloads;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.CronJobs;

/// <summary>Starts the Jobs of CronJobs at their times.</summary>
public sealed class CronJobController : IController
{
    private const int Workers = 5;
    private const string ByController = "controller";
    private readonly KubernetesClient _client;
    private readonly TimeProvider _time;
    private readonly IInformer<CronJob> _cronJobs;
    private readonly IInformer<Job> _jobs;
    private readonly EventRecorder _events;
    private readonly LastWrites _writes = new();
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;

    public CronJobController(ControllerContext context)
    {
        _client = context.Client;
        _time = context.Time;
        _cronJobs = context.Informers.For<CronJob>();
        _jobs = context.Informers.For<Job>();
        _jobs.AddIndex(ByController, ControllerKeys);
        _events = new EventRecorder(context.Client, context.Time, "cronjob-controller");
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger<CronJobController>());
    }

    public string Name => "cronjob-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _cronJobs.WaitForSyncAsync(cancellationToken);
        await _jobs.WaitForSyncAsync(cancellationToken);
        using var cronJobs = _cronJobs.AddHandler(new InformerHandler<CronJob>
        {
            Added = (value, _) => _queue.Add(NamespacedName.Of(value)),
            Updated = Updated,
            Deleted = (value, _) => _writes.Forget(NamespacedName.Of(value)),
        });
        using var jobs = _jobs.AddHandler(new InformerHandler<Job>
        {
            Added = (value, _) => EnqueueOwner(value),
            Updated = (_, value) => EnqueueOwner(value),
            Deleted = (value, _) => EnqueueOwner(value),
        });
        await _loop.RunAsync(cancellationToken);
    }

    private static IEnumerable<string> ControllerKeys(Job job) => job.Metadata.GetControllerOf() is { } owner ? [owner.Uid] : [];

    /// <summary>A new schedule holds from its next time on: what it would have meant in the past is not made up for.</summary>
    private void Updated(CronJob old, CronJob value)
    {
        var key = NamespacedName.Of(value);
        var zone = TimeZoneInfo.Utc;
        var changed = old.Spec.Schedule != value.Spec.Schedule || old.Spec.TimeZone != value.Spec.TimeZone;
        if (changed && CronSchedule.Parse(value.Spec.Schedule).Schedule is { } schedule && (value.Spec.TimeZone is null || TimeZoneInfo.TryFindSystemTimeZoneById(value.Spec.TimeZone, out zone)))
            _queue.AddAfter(key, new CronTimes(value, schedule, zone, _time.GetUtcNow()).UntilNext());
        else _queue.Add(key);
    }

    private void EnqueueOwner(Job job)
    {
        if (job.Metadata.GetControllerOf() is { } owner && Owners.IsKind(owner, CronJob.Gvk)) _queue.Add(new NamespacedName(job.Metadata.Namespace, owner.Name));
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_cronJobs.Get(key.Namespace, key.Name) is not { } cron || _writes.IsStale(cron)) return ReconcileResult.Done;
        var jobs = _jobs.ByIndex(ByController, cron.Metadata.Uid).OrderBy(job => job.Metadata.Name, StringComparer.Ordinal).ToList();
        var (status, next, failure) = await new CronJobPass(_client, _events, cron, jobs, _time.GetUtcNow()).RunAsync(cancellationToken);
        if (status != cron.Status) _writes.Wrote(await _client.For<CronJob>().UpdateStatusAsync(cron with { Status = status }, cancellationToken));
        if (failure is not null) throw failure;
        return next is { } wait ? ReconcileResult.RequeueAfter(wait) : ReconcileResult.Done;
    }
}
