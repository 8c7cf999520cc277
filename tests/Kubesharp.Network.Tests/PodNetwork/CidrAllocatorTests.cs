using System.Net;
using Kubesharp.Network.PodNetwork;

namespace Kubesharp.Network.Tests.PodNetwork;

public sealed class CidrAllocatorTests
{
    [Fact]
    public void Allocate_UntilAllAreTaken_GoesRound()
    {
        var allocator = new CidrAllocator(IPNetwork.Parse("10.244.0.0/22"), 24);
        allocator.Occupy(IPNetwork.Parse("10.244.1.0/24"));
        Assert.Equal(["10.244.0.0/24", "10.244.2.0/24", "10.244.3.0/24"], Enumerable.Range(0, 3).Select(_ => allocator.Allocate()!.Value.ToString()));
        Assert.Null(allocator.Allocate());
        allocator.Release(IPNetwork.Parse("10.244.2.0/24"));
        Assert.Equal("10.244.2.0/24", allocator.Allocate()!.Value.ToString());
    }

    [Fact]
    public void Allocate_IPv6_CutsTheHugeNetwork()
    {
        var allocator = new CidrAllocator(IPNetwork.Parse("fd00:1::/48"), 64);
        Assert.Equal(["fd00:1::/64", "fd00:1:0:1::/64"], Enumerable.Range(0, 2).Select(_ => allocator.Allocate()!.Value.ToString()));
    }

    [Fact]
    public void Occupy_RangesOfOthers_AreIgnored()
    {
        var allocator = new CidrAllocator(IPNetwork.Parse("10.244.0.0/23"), 24);
        foreach (var other in new[] { "10.245.0.0/24", "10.244.0.0/25", "fd00::/64" }) allocator.Occupy(IPNetwork.Parse(other));
        Assert.Equal("10.244.0.0/24", allocator.Allocate()!.Value.ToString());
    }

    [Fact]
    public void Create_RangesLargerThanTheWhole_Throws() =>
        Assert.Throws<ArgumentException>(() => new CidrAllocator(IPNetwork.Parse("10.244.0.0/26"), 24));
}
