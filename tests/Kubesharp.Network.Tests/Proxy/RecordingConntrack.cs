using System.Collections.Immutable;
using System.Threading.Channels;
using Kubesharp.Network.Proxy.Conntrack;

namespace Kubesharp.Network.Tests.Proxy;

/// <summary>Hands each clean-up to the test.</summary>
internal sealed class RecordingConntrack : IConntrack
{
    private readonly Channel<ImmutableArray<ConntrackFilter>> _deletions = Channel.CreateUnbounded<ImmutableArray<ConntrackFilter>>();

    public Task DeleteAsync(ImmutableArray<ConntrackFilter> filters, CancellationToken cancellationToken) =>
        _deletions.Writer.WriteAsync(filters, cancellationToken).AsTask();

    public ValueTask<ImmutableArray<ConntrackFilter>> NextAsync() => _deletions.Reader.ReadAsync();
}
