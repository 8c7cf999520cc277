using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Tests.Patch;

public sealed class JsonPatchTests
{
    [Theory]
    [InlineData("{'a':1}", "[{'op':'add','path':'/b','value':{'c':null}}]", "{'a':1,'b':{'c':null}}")]
    [InlineData("{'a':[1,2]}", "[{'op':'add','path':'/a/-','value':3}]", "{'a':[1,2,3]}")]
    [InlineData("{'a':[1,2]}", "[{'op':'add','path':'/a/1','value':3}]", "{'a':[1,3,2]}")]
    [InlineData("{'a':[1,2]}", "[{'op':'remove','path':'/a/-1'}]", "{'a':[1]}")]
    [InlineData("{'a':[1,2]}", "[{'op':'replace','path':'/a/-2','value':9}]", "{'a':[9,2]}")]
    [InlineData("{'a':{'b':1}}", "[{'op':'remove','path':'/a/b'}]", "{'a':{}}")]
    [InlineData("{'x/y~z':1}", "[{'op':'replace','path':'/x~1y~0z','value':2}]", "{'x/y~z':2}")]
    [InlineData("{'a':1,'b':2}", "[{'op':'move','from':'/a','path':'/c'}]", "{'b':2,'c':1}")]
    [InlineData("{'a':{'b':[1]}}", "[{'op':'copy','from':'/a/b','path':'/c'},{'op':'add','path':'/a/b/0','value':0}]", "{'a':{'b':[0,1]},'c':[1]}")]
    [InlineData("{'a':1}", "[{'op':'test','path':'/a','value':1.0},{'op':'test','path':'/b','value':null}]", "{'a':1}")]
    [InlineData("{'a':1.50,'b':12345678901234567890}", "[{'op':'add','path':'/c','value':1e3}]", "{'a':1.50,'b':12345678901234567890,'c':1e3}")]
    [InlineData("{'a':1}", "[]", "{'a':1}")]
    public void Apply_Operations_ChangeTheDocument(string document, string patch, string expected) =>
        Assert.Equal(expected, PatchCase.Run(PatchType.Json, document, patch));

    [Theory]
    [InlineData("[{'op':'test','path':'/a','value':2}]")]
    [InlineData("[{'op':'test','path':'/x/y','value':null}]")]
    [InlineData("[{'op':'remove','path':'/b'}]")]
    [InlineData("[{'op':'replace','path':'/b','value':1}]")]
    [InlineData("[{'op':'add','path':'/l/3','value':1}]")]
    [InlineData("[{'op':'add','path':'/l/01','value':1}]")]
    [InlineData("[{'op':'add','path':'/l/-3','value':1}]")]
    [InlineData("[{'op':'add','path':'/x/y/z','value':1}]")]
    [InlineData("[{'op':'add','path':'b','value':1}]")]
    [InlineData("[{'op':'add','path':'/b'}]")]
    [InlineData("[{'op':'move','from':'/o','path':'/o/p'}]")]
    [InlineData("[{'op':'shout','path':'/a'}]")]
    [InlineData("[{'path':'/a'}]")]
    public void Apply_ImpossibleOperation_IsRejectedWithoutSayingWhy(string patch)
    {
        var error = PatchCase.Fails(PatchType.Json, "{'a':1,'l':[1],'o':{}}", patch);
        Assert.Equal(422, error.Code);
        Assert.Equal("Invalid", error.Reason);
        Assert.Equal("the server rejected our request due to an error in our request", error.Message);
    }

    [Fact]
    public void Apply_FailedTest_NamesThePathForTheLog() =>
        Assert.StartsWith("testing value /spec/x failed", PatchCase.Fails(PatchType.Json, "{'spec':{'x':1}}", "[{'op':'test','path':'/spec/x','value':2}]").InnerException!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{'op':'add'}", "json: cannot unmarshal object into Go value of type jsonpatch.Patch")]
    [InlineData("[1]", "json: cannot unmarshal number into Go value of type jsonpatch.Operation")]
    public void Apply_NotAListOfOperations_IsABadRequest(string patch, string message)
    {
        var error = PatchCase.Fails(PatchType.Json, "{}", patch);
        Assert.Equal(400, error.Code);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Apply_MalformedJson_IsABadRequest() => Assert.Equal(400, PatchCase.Fails(PatchType.Json, "{}", "[{").Code);

    [Fact]
    public void Apply_TooManyOperations_IsTooLarge()
    {
        var patch = "[" + string.Join(',', Enumerable.Repeat("{'op':'test','path':'/a','value':1}", JsonPatch.MaxOperations + 1)) + "]";
        var error = PatchCase.Fails(PatchType.Json, "{'a':1}", patch);
        Assert.Equal(413, error.Code);
        Assert.Equal("Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001", error.Message);
    }

    [Fact]
    public void Apply_CopiesThatMultiplyTheDocument_AreRejected()
    {
        var document = $"{{'a':['{new string('x', 100_000)}']}}";
        var patch = "[" + string.Join(',', Enumerable.Repeat("{'op':'copy','from':'/a','path':'/a/-'}", 20)) + "]";
        Assert.Equal(422, PatchCase.Fails(PatchType.Json, document, patch).Code);
    }
}
