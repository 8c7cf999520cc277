using System.Text;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;

namespace Kubesharp.Client.Tests.Configuration;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: yes", """{"a":true}""")]
    [InlineData("a: \"yes\"", """{"a":"yes"}""")]
    [InlineData("a: 0644", """{"a":420}""")]
    [InlineData("a: 0x1F", """{"a":31}""")]
    [InlineData("a: 1.5", """{"a":1.5}""")]
    [InlineData("a: 1.2.3", """{"a":"1.2.3"}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a: [1, {b: c}]", """{"a":[1,{"b":"c"}]}""")]
    [InlineData("a: &x {k: v}\nb: *x", """{"a":{"k":"v"},"b":{"k":"v"}}""")]
    [InlineData("a: |\n  line\n  next\n", """{"a":"line\nnext\n"}""")]
    [InlineData("1: a\ntrue: b", """{"1":"a","true":"b"}""")]
    [InlineData("- a\n- b", """["a","b"]""")]
    public void ToJson_Yaml_MeansWhatKubernetesReads(string yaml, string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(YamlText.ToJson(Encoding.UTF8.GetBytes(yaml))));

    [Theory]
    [InlineData("a: [")]
    [InlineData("a: *unknown")]
    public void ToJson_Malformed_IsADecodeError(string yaml) =>
        Assert.StartsWith("error converting YAML to JSON: yaml: ", Assert.Throws<DecodeException>(() => YamlText.ToJson(Encoding.UTF8.GetBytes(yaml))).Message);

    [Fact]
    public void ToJson_AliasBomb_IsRefused()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++) yaml.Append($"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        Assert.Contains("excessive aliasing", Assert.Throws<DecodeException>(() => YamlText.ToJson(Encoding.UTF8.GetBytes(yaml.ToString()))).Message);
    }

    [Fact]
    public void FromJson_Object_ReadsBackTheSame()
    {
        const string Json = """{"a":"yes","b":[1,true,null,"x: y"],"c":{"d":"1"},"e":""}""";
        var yaml = YamlText.FromJson(Encoding.UTF8.GetBytes(Json));
        Assert.Equal(Json, Encoding.UTF8.GetString(YamlText.ToJson(yaml)));
    }
}
