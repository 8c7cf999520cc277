using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler;
using Kubesharp.Scheduler.Explain;
using Kubesharp.Server.Hosting;

namespace Kubesharp.Composition;

/// <summary>Lets the API server ask the scheduler of the same process.</summary>
internal sealed class SchedulerExplainer(SchedulerComponent scheduler) : IPodExplainer
{
    public async ValueTask<ReadOnlyMemory<byte>> ExplainAsync(Pod pod, CancellationToken cancellationToken) =>
        await Task.Run(() => PodExplainer.ToJson(scheduler.Explain(pod, cancellationToken)), cancellationToken).ConfigureAwait(false);
}
