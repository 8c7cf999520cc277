using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.Deployments;

namespace Kubesharp.Controllers.Tests.Deployments;

public class DeploymentMathTests
{
    [Theory]
    [InlineData(10, "25%", "25%", 3, 2)]
    [InlineData(1, "25%", "25%", 1, 0)]
    [InlineData(4, "0", "0", 0, 1)]
    [InlineData(3, "1", "100%", 1, 3)]
    public void Limits_OfARollingUpdate_AreRoundedForSafety(int replicas, string surge, string unavailable, int maxSurge, int maxUnavailable) =>
        Assert.Equal((maxSurge, maxUnavailable), DeploymentMath.Limits(Of(replicas, surge, unavailable)));

    [Fact]
    public void NewReplicas_WithOldOnesAround_GrowsToTheSurgeLimit()
    {
        var deployment = Of(4, "1", "1");
        var old = Set("old", 4);
        var newest = Set("new", 0);
        Assert.Equal(1, DeploymentMath.NewReplicas(deployment, [old, newest], newest));
    }

    [Fact]
    public void Proportional_Growing_SharesTheDifference()
    {
        var sizes = DeploymentMath.Proportional(Of(20, "0", "1"), [Set("new", 8), Set("old", 2)], _ => 10);
        Assert.Equal(20, sizes.Values.Sum());
        Assert.Equal((16, 4), (sizes["new"], sizes["old"]));
    }

    [Fact]
    public void Template_WithAndWithoutHash_IsTheSame()
    {
        var plain = new PodTemplateSpec { Metadata = new ObjectMeta { Labels = ValueMap.Of("app", "web") } };
        var hashed = plain with { Metadata = plain.Metadata with { Labels = plain.Metadata.Labels.Set(Revisions.TemplateHash, "abc") } };
        Assert.True(Revisions.SameTemplate(plain, hashed));
        Assert.NotEqual(Revisions.Hash(plain, null), Revisions.Hash(plain, 1));
    }

    [Fact]
    public void Annotations_OfARevisionThatComesBack_KeepTheFormerOnes()
    {
        var annotations = Revisions.Annotations(Of(1, "1", "1"), ValueMap.Of(Revisions.Revision, "1"), 3, isNew: false);
        Assert.Equal("3", annotations.Get(Revisions.Revision));
        Assert.Equal("1", annotations.Get(Revisions.RevisionHistory));
    }

    private static IntOrString Amount(string text) => text.EndsWith('%') ? new IntOrString(text) : new IntOrString(int.Parse(text));

    private static Deployment Of(int replicas, string surge, string unavailable) => new()
    {
        Spec = new DeploymentSpec
        {
            Replicas = replicas,
            Strategy = new DeploymentStrategy { Type = DeploymentStrategyType.RollingUpdate, RollingUpdate = new RollingUpdateDeployment { MaxSurge = Amount(surge), MaxUnavailable = Amount(unavailable) } },
        },
    };

    private static ReplicaSet Set(string name, int replicas) => new() { Metadata = new ObjectMeta { Name = name, Uid = name }, Spec = new ReplicaSetSpec { Replicas = replicas } };
}
