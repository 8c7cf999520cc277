using Kubesharp.Cel.Checking;

namespace Kubesharp.Cel.Tests;

public sealed class TypeCheckerTests
{
    private static readonly CelStaticType Spec = CelStaticType.Object("spec", static name => name switch
    {
        "replicas" => CelStaticType.Int,
        "names" => CelStaticType.List(CelStaticType.String),
        "labels" => CelStaticType.Map(CelStaticType.String, CelStaticType.String),
        "free" => CelStaticType.Dyn,
        _ => null,
    });

    private static readonly Dictionary<string, CelStaticType> Variables = new() { ["object"] = CelStaticType.Object("object", static name => name == "spec" ? Spec : null) };

    [Theory]
    [InlineData("object.spec.replicas > 1 && object.spec.names.all(n, n.startsWith('a')) && other.what.ever == 1")]
    [InlineData("has(object.spec.labels.anything) && object.spec.labels['a'] == 'b' && 'a' in object.spec.labels")]
    [InlineData("object.spec.names.map(n, n + 'x')[0] == object.spec.names[0] && object.spec.names.filter(n, n != '').size() > 1.5")]
    [InlineData("object.spec.labels.all(k, v, k < v) && object.spec.free.x.y + 1 > 2 && object.spec != null && (true ? object.spec.free : 'a') == 'a'")]
    [InlineData("object.?spec.orValue(1) == 2 && [1, 'a'][0] == 1 && type(1) == int")]
    public void Expression_ThatMayGoWell_HasNoProblem(string source)
    {
        TypeChecker.Check(source, Variables, out var problems);
        Assert.Empty(problems);
    }

    [Fact]
    public void Expression_OfManyParts_IsGoneThroughOnce()
    {
        TypeChecker.Check(string.Join(" && ", Enumerable.Repeat("1", 100)), Variables, out var problems);
        Assert.Equal(99, problems.Count);
        TypeChecker.Check("other" + string.Concat(Enumerable.Repeat(".filter(x, 1 + 'a')", 100)), Variables, out problems);
        Assert.Equal(100, problems.Count);
    }

    [Theory]
    [InlineData("object.replicas > 1", "ERROR: <input>:1:7: undefined field 'replicas'\n | object.replicas > 1\n | ......^")]
    [InlineData("has(object.spec.nothing)", "ERROR: <input>:1:16: undefined field 'nothing'\n | has(object.spec.nothing)\n | ...............^")]
    [InlineData("object.spec.replicas > '1'", "ERROR: <input>:1:22: found no matching overload for '_>_' applied to '(int, string)'\n | object.spec.replicas > '1'\n | .....................^")]
    [InlineData("object.spec.names.all(n, n > 1)", "ERROR: <input>:1:28: found no matching overload for '_>_' applied to '(string, int)'\n | object.spec.names.all(n, n > 1)\n | ...........................^")]
    [InlineData("object.spec.replicas.value == 1", "ERROR: <input>:1:21: type 'int' does not support field selection\n | object.spec.replicas.value == 1\n | ....................^")]
    [InlineData("object.spec.replicas.all(r, r)", "ERROR: <input>:1:12: expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)\n | object.spec.replicas.all(r, r)\n | ...........^")]
    [InlineData("object.spec.names['a'] == ''", "ERROR: <input>:1:18: found no matching overload for '_[_]' applied to '(list(string), string)'\n | object.spec.names['a'] == ''\n | .................^")]
    [InlineData("!object.spec.replicas", "ERROR: <input>:1:1: found no matching overload for '!_' applied to '(int)'\n | !object.spec.replicas\n | ^")]
    [InlineData("1 in object.spec.labels", "ERROR: <input>:1:3: found no matching overload for '@in' applied to '(int, map(string, string))'\n | 1 in object.spec.labels\n | ..^")]
    public void Expression_ThatCannotGoWell_HasAProblem(string source, string problem)
    {
        TypeChecker.Check(source, Variables, out var problems);
        Assert.Equal(problem, Assert.Single(problems).Describe(source));
    }
}
