using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Api.Tests.Serialization;

/// <summary>Reading protobuf gives objects that carry equal parts one record in common, and never somebody else's.</summary>
public sealed class SharedMessagesTests
{
    [Fact]
    public void EqualPartsAreOneRecord()
    {
        var message = ApiProtobuf.Encode(PodWith("example.com/equal", 300));
        // Other tests may push the record out of its place now and then, so not every reading finds it.
        var read = Enumerable.Range(0, 100).Select(_ => ApiProtobuf.Decode<Pod>(message).Spec.Tolerations[0]).ToList();
        Assert.True(read.Distinct(ReferenceEqualityComparer.Instance).Count() < 50);
        Assert.All(read, toleration => Assert.Equal("example.com/equal", toleration.Key));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void DifferentPartsStayDifferent(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var pod = PodWith("example.com/" + random.Next(2000), random.Next(3));
            Assert.Equal(pod.Spec.Tolerations, ApiProtobuf.Decode<Pod>(ApiProtobuf.Encode(pod)).Spec.Tolerations);
        }
    }

    [Fact]
    public void WhatIsMalformedIsNeverKept()
    {
        for (var i = 0; i < 5; i++) Assert.Throws<DecodeException>(static () => SharedMessages<Toleration>.Read([0x0A, 0x7F, 0x01]));
    }

    private static Pod PodWith(string key, long seconds) => new()
    {
        Spec = new PodSpec { Tolerations = [new Toleration { Key = key, Operator = "Exists", Effect = "NoExecute", TolerationSeconds = seconds }] },
    };
}
