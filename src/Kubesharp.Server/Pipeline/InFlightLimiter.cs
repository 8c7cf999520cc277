using Kubesharp.Api;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Pipeline;

/// <summary>Bounds how many requests are worked on at a time, reading and writing ones apart. Requests that stay open do not count.</summary>
internal sealed class InFlightLimiter(int maxReads, int maxWrites)
{
    private int _reads;
    private int _writes;

    /// <summary>Reading requests that are worked on now.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Writing requests that are worked on now.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Takes a place; a StatusException (429) when there is none. The result has to be disposed.</summary>
    public Lease Enter(UserIdentity user, RequestInfo info)
    {
        if (IsLongRunning(info) || user.Groups.Contains(UserIdentity.MastersGroup)) return default;
        var reads = info.IsReadOnly || !info.IsResourceRequest;
        ref var count = ref reads ? ref _reads : ref _writes;
        if (Interlocked.Increment(ref count) <= (reads ? maxReads : maxWrites)) return new Lease(this, reads);
        Interlocked.Decrement(ref count);
        throw StatusErrors.TooManyRequests("too many requests, please try again later", 1);
    }

    /// <summary>Watches, and streams that live as long as their users want.</summary>
    public static bool IsLongRunning(RequestInfo info) =>
        info.IsResourceRequest && (info.Verb == "watch" || info.Subresource is "exec" or "attach" or "portforward" or "proxy" or "log");

    private void Leave(bool reads)
    {
        if (reads) Interlocked.Decrement(ref _reads);
        else Interlocked.Decrement(ref _writes);
    }

    /// <summary>A taken place.</summary>
    public readonly struct Lease(InFlightLimiter? limiter, bool reads) : IDisposable
    {
        public void Dispose() => limiter?.Leave(reads);
    }
}
