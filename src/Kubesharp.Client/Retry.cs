using Kubesharp.Api;

namespace Kubesharp.Client;

/// <summary>Repeats writes that lose a race.</summary>
public static class Retry
{
    private const int ConflictAttempts = 5;

    /// <summary>
    /// Runs an attempt again when it meets a conflict, up to five times with a few milliseconds between. The attempt must read the object anew each time.
    /// </summary>
    /// <exception cref="StatusException">The last attempt met a conflict too, or failed otherwise.</exception>
    public static async Task<T> OnConflictAsync<T>(TimeProvider time, Random random, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1), 1, 0.1, random);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await attempt(cancellationToken);
            }
            catch (StatusException e) when (e.IsConflict && tries < ConflictAttempts)
            {
                await Task.Delay(backoff.Next(), time, cancellationToken);
            }
        }
    }

    /// <summary>Reads an object, changes it and writes it back until no one else has changed it in between.</summary>
    /// <param name="client">The kind's client.</param>
    /// <param name="ns">Namespace of the object.</param>
    /// <param name="name">Name of the object.</param>
    /// <param name="change">Gives the changed object; giving the same one back writes nothing.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    public static Task<T> UpdateAsync<T>(this ResourceClient<T> client, string ns, string name, Func<T, T> change, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<T> =>
        OnConflictAsync(
            client.Client.Time,
            client.Client.Random,
            async token =>
            {
                var current = await client.GetAsync(ns, name, token);
                var wanted = change(current);
                return ReferenceEquals(current, wanted) || current.Equals(wanted) ? current : await client.UpdateAsync(wanted, token);
            },
            cancellationToken);
}
