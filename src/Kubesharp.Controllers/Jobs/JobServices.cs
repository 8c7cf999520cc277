using System.Collections.Concurrent;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Client;
using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.Jobs;

/// <summary>What the passes over jobs share.</summary>
/// <param name="Client">Writes.</param>
/// <param name="Time">The only clock.</param>
/// <param name="Events">Tells users.</param>
/// <param name="Pods">Creates and deletes pods.</param>
/// <param name="Expectations">Creations and deletions not seen yet.</param>
/// <param name="Finalizers">Removed finalizers not seen yet.</param>
/// <param name="Writes">Newest written revisions of jobs.</param>
/// <param name="Backoffs">Recent failures by job.</param>
/// <param name="Queue">Brings a job back after a time.</param>
internal sealed record JobServices(
    KubernetesClient Client,
    TimeProvider Time,
    EventRecorder Events,
    PodControl Pods,
    Expectations Expectations,
    FinalizerExpectations Finalizers,
    LastWrites Writes,
    ConcurrentDictionary<NamespacedName, FailureBackoff> Backoffs,
    WorkQueue<NamespacedName> Queue)
{
    /// <summary>Most pods that wait in a job's status to be counted, and most that are created or deleted in a pass.</summary>
    public const int Burst = 500;

    /// <summary>Now, as exactly as times in objects are kept.</summary>
    public DateTimeOffset Now()
    {
        var now = Time.GetUtcNow();
        return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }

    /// <summary>Writes a job's status and remembers the revision.</summary>
    public async Task<Job> UpdateStatusAsync(Job job, CancellationToken cancellationToken)
    {
        var stored = await Client.For<Job>().UpdateStatusAsync(job, cancellationToken);
        Writes.Wrote(stored);
        return stored;
    }
}
