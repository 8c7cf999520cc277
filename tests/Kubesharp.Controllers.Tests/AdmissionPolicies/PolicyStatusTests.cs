using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.Tests.Simulation;

namespace Kubesharp.Controllers.Tests.AdmissionPolicies;

public sealed class PolicyStatusTests
{
    [Fact]
    public void Policy_WithExpressionsThatCannotGoWell_IsWarnedOf()
    {
        using var world = new SimulatedWorld(1);
        Make(world, ["apps"], ["deployments", "replicasets/status"], "object.replicas > 1", "variables.counts");
        world.Run(toTheEnd: true);
        var status = StatusOf(world);
        Assert.Equal(1, status.ObservedGeneration);
        Assert.Equal(
            [
                ("spec.validations[0].expression", "apps/v1, Kind=Deployment: ERROR: <input>:1:7: undefined field 'replicas'\n | object.replicas > 1\n | ......^\n"),
                ("spec.validations[0].messageExpression", "apps/v1, Kind=Deployment: ERROR: <input>:1:10: undefined field 'counts'\n | variables.counts\n | .........^\n"),
            ],
            status.TypeChecking!.ExpressionWarnings.Select(warning => (warning.FieldRef, warning.Warning)));
    }

    [Fact]
    public void Policy_WhoseExpressionsMayGoWell_IsSeen()
    {
        using var world = new SimulatedWorld(1);
        Make(
            world, ["apps", "nobody.example.com"], ["deployments"],
            "object.spec.template.spec.containers.all(c, c.image.startsWith('registry.example.com/') && c.resources.limits['cpu'] != '') && object.spec.replicas <= 5 && request.userInfo.username != 'x' && namespaceObject.metadata.name == object.metadata.namespace && variables.count != ''",
            "'no: ' + object.metadata.name");
        world.Run(toTheEnd: true);
        var status = StatusOf(world);
        Assert.Equal(1, status.ObservedGeneration);
        Assert.Empty(status.TypeChecking!.ExpressionWarnings);
    }

    private static void Make(SimulatedWorld world, string[] groups, string[] resources, string expression, string message) => world.Do(() => world.Client.For<ValidatingAdmissionPolicy>().CreateAsync(
        new ValidatingAdmissionPolicy
        {
            Metadata = new ObjectMeta { Name = "p" },
            Spec = new ValidatingAdmissionPolicySpec
            {
                MatchConstraints = new MatchResources
                {
                    ResourceRules = [new NamedRuleWithOperations { RuleWithOperations = new RuleWithOperations { Operations = ["CREATE"], Rule = new Rule { ApiGroups = [.. groups], ApiVersions = ["v1"], Resources = [.. resources] } } }],
                },
                Variables = [new Variable { Name = "count", Expression = "string(object.spec.replicas)" }],
                Validations = [new Validation { Expression = expression, MessageExpression = message }],
            },
        },
        default));

    private static ValidatingAdmissionPolicyStatus StatusOf(SimulatedWorld world) => world.Get(() => world.Client.For<ValidatingAdmissionPolicy>().GetAsync("", "p", default)).Status;
}
