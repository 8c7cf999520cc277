using System.Text;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Tests.Patch;

public sealed class MergePatchTests
{
    // The example cases of RFC 7386, appendix A, for objects; then what RFC readers ask next.
    [Theory]
    [InlineData("{'a':'b'}", "{'a':'c'}", "{'a':'c'}")]
    [InlineData("{'a':'b'}", "{'b':'c'}", "{'a':'b','b':'c'}")]
    [InlineData("{'a':'b'}", "{'a':null}", "{}")]
    [InlineData("{'a':'b','b':'c'}", "{'a':null}", "{'b':'c'}")]
    [InlineData("{'a':['b']}", "{'a':'c'}", "{'a':'c'}")]
    [InlineData("{'a':'c'}", "{'a':['b']}", "{'a':['b']}")]
    [InlineData("{'a':{'b':'c'}}", "{'a':{'b':'d','c':null}}", "{'a':{'b':'d'}}")]
    [InlineData("{'a':[{'b':'c'}]}", "{'a':[1]}", "{'a':[1]}")]
    [InlineData("{'a':'foo'}", "{'a':{'bb':{'ccc':null}}}", "{'a':{'bb':{}}}")]
    [InlineData("{'e':null}", "{'a':1}", "{'e':null,'a':1}")]
    [InlineData("{}", "{'a':{'bb':{'ccc':null}}}", "{'a':{'bb':{}}}")]
    [InlineData("{'a':1,'a':2,'b':3}", "{'b':4}", "{'a':2,'b':4}")]
    [InlineData("{'a':1}", " { 'b' : [ 1 , { 'c' : 2 } ] } ", "{'a':1,'b':[1,{'c':2}]}")]
    [InlineData("{'a':10.500}", "{'b':1.0e2}", "{'a':10.500,'b':1.0e2}")]
    [InlineData("{'n\\u0061me':1}", "{'name':2}", "{'name':2}")]
    public void Apply_Patch_Merges(string document, string patch, string expected) =>
        Assert.Equal(expected, PatchCase.Run(PatchType.Merge, document, patch));

    [Theory]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("'text'")]
    public void Apply_PatchThatIsNoObject_IsABadRequest(string patch)
    {
        var error = PatchCase.Fails(PatchType.Merge, "{'a':1}", patch);
        Assert.Equal(400, error.Code);
        Assert.Equal("Invalid JSON Patch", error.Message);
    }

    [Fact]
    public void Apply_ObjectWithManyMembers_FindsEachOfThem()
    {
        var document = "{" + string.Join(',', Enumerable.Range(0, 200).Select(i => $"'k{i}':{i}")) + "}";
        var patch = "{" + string.Join(',', Enumerable.Range(0, 200).Where(i => i % 2 == 0).Select(i => $"'k{i}':null")) + ",'k201':1}";
        var expected = "{" + string.Join(',', Enumerable.Range(0, 200).Where(i => i % 2 == 1).Select(i => $"'k{i}':{i}")) + ",'k201':1}";
        Assert.Equal(expected, PatchCase.Run(PatchType.Merge, document, patch));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Apply_DifferenceOfTwoRandomObjects_TurnsOneIntoTheOther(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var from = RandomJson.Object(random, 3);
            var to = RandomJson.Object(random, 3);
            var result = new PatchEngine().Apply(PatchType.Merge, null, Encoding.UTF8.GetBytes(from.ToJsonString()), Encoding.UTF8.GetBytes(RandomJson.Difference(from, to).ToJsonString()));
            using var actual = JsonTape.Parse(result);
            using var expected = JsonTape.Parse(Encoding.UTF8.GetBytes(to.ToJsonString()));
            Assert.True(JsonTree.From(actual).SameAs(JsonTree.From(expected)), $"seed {seed}, round {i}: {from.ToJsonString()} to {to.ToJsonString()} gave {Encoding.UTF8.GetString(result)}");
        }
    }
}
