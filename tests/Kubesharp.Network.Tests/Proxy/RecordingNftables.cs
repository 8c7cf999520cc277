using Kubesharp.Network.Proxy;
using Kubesharp.Network.Proxy.Nftables;

namespace Kubesharp.Network.Tests.Proxy;

/// <summary>Keeps the scripts; refuses when told to.</summary>
internal sealed class RecordingNftables : INftables
{
    public List<string> Scripts { get; } = [];

    public bool Refuse { get; set; }

    public Task<string> RunAsync(string script, CancellationToken cancellationToken)
    {
        Scripts.Add(script);
        return Refuse ? throw new NetworkProgrammingException("refused") : Task.FromResult("");
    }
}
