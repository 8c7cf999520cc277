using System.Threading.Channels;
using Kubesharp.Network.Proxy;

namespace Kubesharp.Network.Tests.Proxy;

/// <summary>Hands each transaction to the test, which can hold or refuse the next ones.</summary>
internal sealed class RecordingProgrammer : INetworkProgrammer
{
    private readonly Channel<NetworkTransaction> _transactions = Channel.CreateUnbounded<NetworkTransaction>();

    public bool Refuse { get; set; }

    public TaskCompletionSource? Hold { get; set; }

    public async Task ApplyAsync(NetworkTransaction transaction, CancellationToken cancellationToken)
    {
        var refuse = Refuse;
        _transactions.Writer.TryWrite(transaction);
        if (Hold is { } hold) await hold.Task.WaitAsync(cancellationToken);
        if (refuse) throw new NetworkProgrammingException("refused");
    }

    public ValueTask<NetworkTransaction> NextAsync() => _transactions.Reader.ReadAsync();

    public bool HasNone => !_transactions.Reader.TryPeek(out _);
}
