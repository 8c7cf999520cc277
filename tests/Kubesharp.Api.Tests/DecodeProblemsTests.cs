using System.Text;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Api.Tests;

public sealed class DecodeProblemsTests
{
    [Theory]
    [InlineData("""{"data":{"a":"1","b":"2","a":"3"}}""", "duplicate field \"data.a\"")]
    [InlineData("""{"metadata":{"name":"x","name":"y"}}""", "duplicate field \"metadata.name\"")]
    [InlineData("""{"metadata":{"labels":{"a":"1","a":"2"}},"foo":1}""", "duplicate field \"metadata.labels.a\"|unknown field \"foo\"")]
    public void Decode_RepeatedAndUnknownMembers_AreNotedWithTheirPaths(string json, string expected)
    {
        var problems = new DecodeProblems();
        ApiJson.Decode<ConfigMap>(Encoding.UTF8.GetBytes(json), problems);
        Assert.Equal(expected, string.Join('|', problems.Messages));
    }
}
