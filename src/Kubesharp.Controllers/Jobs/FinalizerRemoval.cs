using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Client;

namespace Kubesharp.Controllers.Jobs;

/// <summary>Lets an ended pod go.</summary>
internal static class FinalizerRemoval
{
    /// <summary>Takes the finalizer of job tracking off a pod.</summary>
    /// <returns>Whether the pod was still there.</returns>
    public static async Task<bool> RemoveAsync(KubernetesClient client, Pod pod, CancellationToken cancellationToken)
    {
        var patch = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["metadata"] = new Dictionary<string, object> { ["uid"] = pod.Metadata.Uid, ["$deleteFromPrimitiveList/finalizers"] = new[] { JobPods.Finalizer } },
        });
        try
        {
            await client.For<Pod>().PatchAsync(pod.Metadata.Namespace, pod.Metadata.Name, PatchType.StrategicMerge, patch, cancellationToken);
            return true;
        }
        catch (StatusException e) when (e.IsNotFound || e.IsConflict)
        {
            // Gone, or another pod of the same name by now.
            return false;
        }
    }
}
