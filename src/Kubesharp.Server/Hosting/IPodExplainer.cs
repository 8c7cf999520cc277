using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Hosting;

/// <summary>Explains the decisions of a scheduler in the same process.</summary>
public interface IPodExplainer
{
    /// <summary>Why a pod is where it is, or why it waits, as a JSON object.</summary>
    ValueTask<ReadOnlyMemory<byte>> ExplainAsync(Pod pod, CancellationToken cancellationToken);
}
