using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Tests;

/// <summary>Objects of named types that expressions make.</summary>
public sealed class ObjectTests
{
    private static readonly CelEnvironment Environment = CelEnvironment.Kubernetes.WithObjectTypes(static name => name switch
    {
        "Object" or "Object.spec" => CelObjectType.Open(name),
        "Point" => new CelObjectType(name, ["x", "y"], static fields => fields.ContainsKey("y") ? new CelObject("Point", fields) : new CelError("y is missing")),
        _ => null,
    });

    [Theory]
    [InlineData("Object{spec: Object.spec{replicas: 3}}.spec.replicas == 3")]
    [InlineData("!has(Object{?spec: optional.none()}.spec) && has(Object{?spec: optional.of(1)}.spec)")]
    [InlineData("Object{} == Object{} && Object{} != Object.spec{}")]
    [InlineData(".Object{spec: 1}.spec == 1")]
    [InlineData("[1, 2].map(i, Point{y: i})[1].y == 2")]
    public void Object_Made_HasItsFields(string source) => Assert.Equal(CelBool.True, Environment.Compile(source).Evaluate(CelVariables.None));

    [Theory]
    [InlineData("Objects{}", "undeclared reference to 'Objects' (in container '')", 0)]
    [InlineData("Point{x: 1, z: 2}", "undefined field 'z'", 15)]
    public void Object_OfUnknownForm_IsNotCompiled(string source, string problem, int position)
    {
        var error = Assert.Throws<CelException>(() => Environment.Compile(source));
        Assert.Equal((problem, position), (error.Message, error.Position));
    }

    [Theory]
    [InlineData("Point{x: 1}", "y is missing")]
    [InlineData("Object{?spec: 1}", "no such overload")]
    [InlineData("Object{spec: 1 / 0}", "division by zero")]
    public void Object_OfWrongFields_IsAnError(string source, string problem) =>
        Assert.Equal(problem, Assert.IsType<CelError>(Environment.Compile(source).Evaluate(CelVariables.None)).Message);
}
