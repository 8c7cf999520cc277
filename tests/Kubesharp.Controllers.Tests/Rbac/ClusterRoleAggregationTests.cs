using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Rbac.V1;
using Kubesharp.Controllers.Tests.Simulation;

namespace Kubesharp.Controllers.Tests.Rbac;

public sealed class ClusterRoleAggregationTests
{
    private const string ToView = "rbac.authorization.k8s.io/aggregate-to-view";

    [Fact]
    public void Role_LabelledForView_IsInViewEditAndAdminUntilItGoes()
    {
        using var world = new SimulatedWorld(1);
        world.Run(toTheEnd: true);
        var before = RulesOf(world, "view");
        var rule = new PolicyRule { Verbs = ["get"], ApiGroups = ["example.com"], Resources = ["things"] };
        world.Do(() => world.Client.For<ClusterRole>().CreateAsync(new ClusterRole { Metadata = new ObjectMeta { Name = "things-view", Labels = ValueMap.Of(ToView, "true") }, Rules = [rule] }, default));
        world.Run(toTheEnd: true);
        Assert.All((string[])["view", "edit", "admin"], name => Assert.Contains(rule, RulesOf(world, name)));
        world.Do(() => world.Client.For<ClusterRole>().DeleteAsync("", "things-view", default));
        world.Run(toTheEnd: true);
        Assert.Equal(before, RulesOf(world, "view"));
        Assert.DoesNotContain(rule, RulesOf(world, "admin"));
    }

    [Fact]
    public void DefaultRoles_AreInStepFromTheStart()
    {
        using var world = new SimulatedWorld(1);
        var before = world.Get(() => world.Client.For<ClusterRole>().GetAsync("", "admin", default));
        world.Run(toTheEnd: true);
        Assert.Equal(before, world.Get(() => world.Client.For<ClusterRole>().GetAsync("", "admin", default)));
    }

    private static ValueList<PolicyRule> RulesOf(SimulatedWorld world, string name) => world.Get(() => world.Client.For<ClusterRole>().GetAsync("", name, default)).Rules;
}
