using Kubesharp.Api;

namespace Kubesharp.Client;

/// <summary>Common writes by patch.</summary>
public static class PatchExtensions
{
    /// <summary>
    /// Sends what differs between two states of an object's status, and nothing when they are the same. No other writer's change gets in the way,
    /// because the patch carries no revision.
    /// </summary>
    /// <returns>The object as stored, or <paramref name="after"/> when there was nothing to send.</returns>
    public static Task<T> PatchStatusAsync<T>(this ResourceClient<T> client, T before, T after, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<T> =>
        client.PatchDifferenceAsync(before, after, "status", cancellationToken);

    /// <summary>Sends what differs between two states of an object as a merge patch, and nothing when they are the same.</summary>
    public static async Task<T> PatchDifferenceAsync<T>(this ResourceClient<T> client, T before, T after, string subresource, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<T>
    {
        var patch = PatchBuilder.MergePatch(before, after);
        if (PatchBuilder.IsEmpty(patch)) return after;
        return await client.PatchAsync(before.Metadata.Namespace, before.Metadata.Name, PatchType.Merge, patch, cancellationToken, subresource);
    }

    /// <summary>Server-side apply: makes the fields that the record sets belong to a manager.</summary>
    /// <param name="client">The kind's client.</param>
    /// <param name="value">The fields to own.</param>
    /// <param name="fieldManager">Name of the owner.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <param name="force">Takes fields that other managers own.</param>
    /// <param name="isStatus">Applies the status through its subresource.</param>
    public static Task<T> ApplyAsync<T>(
        this ResourceClient<T> client, T value, string fieldManager, CancellationToken cancellationToken, bool force = false, bool isStatus = false)
        where T : class, IKubernetesObject<T> =>
        client.PatchAsync(
            value.Metadata.Namespace,
            value.Metadata.Name,
            PatchType.Apply,
            PatchBuilder.ApplyBody(value, isStatus),
            cancellationToken,
            isStatus ? "status" : "",
            new WriteQuery { FieldManager = fieldManager, Force = force });
}
