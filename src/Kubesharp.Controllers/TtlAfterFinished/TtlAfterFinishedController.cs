using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Controllers.Jobs;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.TtlAfterFinished;

/// <summary>Deletes Jobs some time after they have ended, where they say so.</summary>
public sealed class TtlAfterFinishedController : IController
{
    private const int Workers = 5;
    private readonly KubernetesClient _client;
    private readonly TimeProvider _time;
    private readonly IInformer<Job> _jobs;
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly ControllerLoop<NamespacedName> _loop;

    public TtlAfterFinishedController(ControllerContext context)
    {
        _client = context.Client;
        _time = context.Time;
        _jobs = context.Informers.For<Job>();
        _queue = new WorkQueue<NamespacedName>(context.Time);
        _loop = new ControllerLoop<NamespacedName>(Name, _queue, Workers, ReconcileAsync, context.Logs.CreateLogger<TtlAfterFinishedController>());
    }

    public string Name => "ttl-after-finished-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _jobs.WaitForSyncAsync(cancellationToken);
        using var jobs = _jobs.AddHandler(new InformerHandler<Job> { Added = (job, _) => Enqueue(job), Updated = (_, job) => Enqueue(job) });
        await _loop.RunAsync(cancellationToken);
    }

    private static DateTimeOffset? ExpiresAt(Job job)
    {
        if (job.Spec.TtlSecondsAfterFinished is not { } seconds || job.Metadata.IsBeingDeleted()) return null;
        var end = job.Status.Find(JobConditionType.Complete) ?? job.Status.Find(JobConditionType.Failed);
        return end?.LastTransitionTime.AddSeconds(seconds);
    }

    private void Enqueue(Job job)
    {
        if (ExpiresAt(job) is not null) _queue.Add(NamespacedName.Of(job));
    }

    private async Task<ReconcileResult> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_jobs.Get(key.Namespace, key.Name) is not { } cached || ExpiresAt(cached) is not { } expected) return ReconcileResult.Done;
        if (expected - _time.GetUtcNow() is var left && left > TimeSpan.Zero) return ReconcileResult.RequeueAfter(left);

        // The time to live may have been changed a moment ago.
        var job = await _client.For<Job>().TryGetAsync(key.Namespace, key.Name, cancellationToken);
        if (job is null || ExpiresAt(job) is not { } expiry) return ReconcileResult.Done;
        if (expiry - _time.GetUtcNow() is var rest && rest > TimeSpan.Zero) return ReconcileResult.RequeueAfter(rest);
        var options = new DeleteOptions { PropagationPolicy = DeletionPropagation.Foreground, Preconditions = new Preconditions { Uid = job.Metadata.Uid } };
        try
        {
            await _client.For<Job>().DeleteAsync(key.Namespace, key.Name, cancellationToken, options);
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
        }

        return ReconcileResult.Done;
    }
}
