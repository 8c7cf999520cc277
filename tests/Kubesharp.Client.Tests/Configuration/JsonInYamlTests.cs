using System.Text;
using System.Text.Json;

namespace Kubesharp.Client.Tests.Configuration;

public sealed class JsonInYamlTests
{
    // Behind the marker of a document JSON is no JSON any more.
    private const string Marker = "---\n";

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"a\":{\"b\":[1,-2,true,false,null,\"\",\"x\",{}],\"c\":[]},\"d\":\"no\",\"e\":\"1\"}")]
    [InlineData("{ \"a\" : [ 1 , 2 ] ,\n  \"b\" : \"c\" }\n")]
    [InlineData("{\"a\":\"\\\"quoted\\\" \\\\ \\/ \\b\\f\\n\\r\\t # : {} [] , & * ! | > % @ `\"}")]
    [InlineData("{\"yes\":\"yes\",\"1\":1,\"null\":null,\"~\":\"~\",\"a b\":\"x: y\"}")]
    [InlineData("{\"a\":123456789012345678}")]
    public void JsonThatMeansTheSameIsTakenAsItIs(string text)
    {
        Assert.True(JsonInYaml.IsSame(Encoding.UTF8.GetBytes(text)));
        using var expected = JsonDocument.Parse(YamlText.ToJson(Encoding.UTF8.GetBytes(Marker + text)));
        using var actual = JsonDocument.Parse(YamlText.ToJson(Encoding.UTF8.GetBytes(text)));
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a: 1")]
    [InlineData("[1]")]
    [InlineData("{a: 1}")]
    [InlineData("{\"a\":1} # no more")]
    [InlineData("{\"a\":1}\n---\n{}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":{\"b\":1,\"c\":2,\"b\":3}}")]
    [InlineData("{\"a\\n\":1}")]
    [InlineData("{\"a\":\"\\u0041\"}")]
    [InlineData("{\"a\":\"\u00e9\"}")]
    [InlineData("{\t\"a\":1}")]
    [InlineData("{\"a\":1.0}")]
    [InlineData("{\"a\":1e3}")]
    [InlineData("{\"a\":-0}")]
    [InlineData("{\"a\":1234567890123456789}")]
    [InlineData("{\"<<\":{\"b\":1}}")]
    [InlineData("{\"a\":1,}")]
    public void OtherTextIsLookedAtAsYaml(string text) => Assert.False(JsonInYaml.IsSame(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void ManyMembersAreLookedAtAsYaml()
    {
        var text = "{" + string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"k{i}\":{i}")) + "}";
        Assert.False(JsonInYaml.IsSame(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(text, Encoding.UTF8.GetString(YamlText.ToJson(Encoding.UTF8.GetBytes(text))));
    }
}
