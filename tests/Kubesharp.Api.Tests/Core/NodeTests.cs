using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Tests;

using Node = Kubesharp.Api.Core.V1.Node;

public sealed class NodeTests
{
    private static readonly Node Node = new()
    {
        Metadata = new ObjectMeta { Name = "n1", Labels = ValueMap.Of("zone", "a").Set("cores", "8") },
        Status = new NodeStatus
        {
            Conditions = [new() { Type = "Ready", Status = "True" }],
            Addresses = [new() { Type = "InternalIP", Address = "10.0.0.1" }, new() { Type = "Hostname", Address = "n1" }],
        },
    };

    [Theory]
    [InlineData("zone", "In", "a,b", true)]
    [InlineData("zone", "In", "b", false)]
    [InlineData("rack", "In", "b", false)]
    [InlineData("zone", "NotIn", "b", true)]
    [InlineData("rack", "NotIn", "b", true)]
    [InlineData("zone", "NotIn", "a", false)]
    [InlineData("zone", "Exists", "", true)]
    [InlineData("rack", "Exists", "", false)]
    [InlineData("rack", "DoesNotExist", "", true)]
    [InlineData("zone", "DoesNotExist", "", false)]
    [InlineData("cores", "Gt", "7", true)]
    [InlineData("cores", "Gt", "8", false)]
    [InlineData("cores", "Lt", "9", true)]
    [InlineData("zone", "Lt", "9", false)]
    [InlineData("rack", "Gt", "1", false)]
    [InlineData("zone", "Like", "a", false)]
    public void Matches_Expression_AllOperators(string key, string @operator, string values, bool expected)
    {
        var requirement = new NodeSelectorRequirement { Key = key, Operator = @operator, Values = values.Length == 0 ? default : values.Split(',').ToValueList() };
        Assert.Equal(expected, Demand(new NodeSelectorTerm { MatchExpressions = [requirement] }).MatchesNodeAffinity(Node));
    }

    [Fact]
    public void Matches_Terms_AnyOfThemSuffices()
    {
        var miss = new NodeSelectorTerm { MatchExpressions = [new() { Key = "zone", Operator = "In", Values = ["b"] }] };
        var hit = new NodeSelectorTerm { MatchFields = [new() { Key = "metadata.name", Operator = "In", Values = ["n1"] }] };
        Assert.True(Demand(miss, hit).MatchesNodeAffinity(Node));
        Assert.False(Demand(miss).MatchesNodeAffinity(Node));
        Assert.False(Demand(NodeSelectorTerm.Empty).MatchesNodeAffinity(Node));
        Assert.False(Demand().MatchesNodeAffinity(Node));
        Assert.True(PodSpec.Empty.MatchesNodeAffinity(Node));
    }

    [Fact]
    public void NodeSelector_AllLabelsMustMatch()
    {
        Assert.True(new PodSpec { NodeSelector = ValueMap.Of("zone", "a") }.MatchesNodeAffinity(Node));
        Assert.False(new PodSpec { NodeSelector = ValueMap.Of("zone", "a").Set("rack", "1") }.MatchesNodeAffinity(Node));
    }

    [Fact]
    public void Conditions_AndAddresses_AreFound()
    {
        Assert.True(Node.IsReady());
        Assert.False(Node.Empty.IsReady());
        Assert.Equal("10.0.0.1", Node.GetAddress(NodeAddressType.InternalIP));
        Assert.Null(Node.GetAddress(NodeAddressType.ExternalIP));
    }

    private static PodSpec Demand(params NodeSelectorTerm[] terms) => new()
    {
        Affinity = new() { NodeAffinity = new() { RequiredDuringSchedulingIgnoredDuringExecution = new() { NodeSelectorTerms = [.. terms] } } },
    };
}
