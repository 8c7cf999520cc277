using Kubesharp.Api.Core.V1;
using Kubesharp.Client;
using Kubesharp.Scheduler;
using Kubesharp.Scheduler.Explain;
using Kubesharp.Scheduler.Snapshots;
using Kubesharp.Server.Hosting;

namespace Kubesharp.Composition;

/// <summary>
/// Explains pods where the scheduler runs elsewhere, from what the API server holds. The profiles are those this server was configured with, which
/// need not be the other scheduler's.
/// </summary>
internal sealed class SnapshotExplainer(KubernetesClient client, SchedulerOptions options) : IPodExplainer
{
    public async ValueTask<ReadOnlyMemory<byte>> ExplainAsync(Pod pod, CancellationToken cancellationToken)
    {
        var snapshot = await ClusterSnapshot.ReadAsync(client, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => PodExplainer.ToJson(new PodExplainer(options).Explain(snapshot, pod, cancellationToken)), cancellationToken).ConfigureAwait(false);
    }
}
