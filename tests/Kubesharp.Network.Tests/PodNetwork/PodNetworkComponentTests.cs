using Kubesharp.Network.PodNetwork;
using Kubesharp.Network.Tests.Api;
using Kubesharp.Network.Tests.Namespaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Network.Tests.PodNetwork;

/// <summary>The pod network against an API server.</summary>
public sealed class PodNetworkComponentTests
{
    [SkippableFact]
    public async Task Run_NodeGetsItsRange_MachineIsConfiguredAndRoutesFollow()
    {
        Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);
        using var bed = new NodeBed();
        var folder = Directory.CreateTempSubdirectory("kst-net");
        var options = new PodNetworkOptions { NodeName = "node-a", CniFolder = folder.FullName, IpamDataFolder = folder.FullName, NetworkNamespace = bed.Node.Path };
        try
        {
            await using var host = new ComponentHost(TimeProvider.System);
            var ready = host.Begin(new PodNetworkComponent(host.Informers, options, TimeProvider.System, NullLoggerFactory.Instance), out _);
            host.Api.Put(ApiObjects.Node("node-a", NodeBed.NodeIP, null));
            host.Api.Put(ApiObjects.Node("node-b", NodeBed.OutsideIP, "10.244.7.0/24"));
            Assert.False(ready.IsCompleted);
            host.Api.Put(ApiObjects.Node("node-a", NodeBed.NodeIP, "10.244.3.0/24"));
            await ready;
            Assert.Contains("10.244.3.0/24", await File.ReadAllTextAsync(folder.FullName + "/10-kubesharp.conflist"), StringComparison.Ordinal);
            await UntilAsync(() => bed.Node.Inside("ip route show proto 136").StartsWith("10.244.7.0/24 via 172.31.0.2", StringComparison.Ordinal));
            host.Api.Remove(ApiObjects.Node("node-b", NodeBed.OutsideIP, null));
            await UntilAsync(() => bed.Node.Inside("ip route show proto 136").Length == 0);
            Assert.Contains("table ip kubesharp-pods", bed.Node.Inside("nft list ruleset"), StringComparison.Ordinal);
            await host.DisposeAsync();
            for (var i = 0; i < 2; i++) await PodNetworkComponent.RemoveAsync(options, NullLoggerFactory.Instance, default);
            Assert.DoesNotContain("kubesharp-pods", bed.Node.Inside("nft list ruleset"), StringComparison.Ordinal);
            Assert.DoesNotContain("cni0", bed.Node.Inside("ip link"), StringComparison.Ordinal);
            Assert.Empty(folder.GetFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Looks again until it is so; looking starts a process, which is pause enough. The test run's own limit ends a failure.</summary>
    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 1000 && !condition(); i++) await Task.Yield();
        Assert.True(condition());
    }
}
