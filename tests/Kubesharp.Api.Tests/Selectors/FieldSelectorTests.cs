using Kubesharp.Api.Selectors;

namespace Kubesharp.Api.Tests;

public sealed class FieldSelectorTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(",", "")]
    [InlineData("a=b", "a=b")]
    [InlineData("a==b", "a=b")]
    [InlineData("a!=b", "a!=b")]
    [InlineData("b=2,a=1", "a=1,b=2")]
    [InlineData("a=", "a=")]
    [InlineData("=a", "=a")]
    [InlineData(@"a=x\,y\=z\\", @"a=x\,y\=z\\")]
    public void Parse_Text_FormatsBack(string text, string expected)
    {
        var selector = FieldSelector.Parse(text);
        Assert.Equal(expected, selector.ToString());
        Assert.Equal(expected, FieldSelector.Parse(selector.ToString()).ToString());
    }

    [Theory]
    [InlineData("a", "invalid selector: 'a'; can't understand 'a'")]
    [InlineData("a=1,b", "invalid selector: 'a=1,b'; can't understand 'b'")]
    [InlineData("a=b=c", "invalid field selector: unescaped character in value: 61")]
    [InlineData(@"a=\n", @"invalid field selector: invalid escape sequence: \n")]
    [InlineData(@"a=b\", @"invalid field selector: invalid escape sequence: \")]
    public void Parse_Malformed_GivesTheKnownMessage(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => FieldSelector.Parse(text)).Message);

    [Theory]
    [InlineData("", true)]
    [InlineData("metadata.name=x", true)]
    [InlineData("metadata.name!=x", false)]
    [InlineData("metadata.name=x,spec.nodeName!=n1", true)]
    [InlineData("spec.nodeName=n1", false)]
    [InlineData("spec.nodeName=", true)]
    public void Matches_Fields_AbsentOnesAreEmpty(string text, bool expected)
    {
        var selector = FieldSelector.Parse(text);
        Assert.Equal(expected, selector.Matches(ValueMap.Of("metadata.name", "x")));
        Assert.Equal(expected, selector.Matches(field => field == "metadata.name" ? "x" : ""));
    }

    [Fact]
    public void ExactValueOf_OnlyPositiveTermsCount()
    {
        var selector = FieldSelector.Parse("a=1,b!=2");
        Assert.Equal("1", selector.ExactValueOf("a"));
        Assert.Null(selector.ExactValueOf("b"));
        Assert.Equal("spec.nodeName=n1", FieldSelector.Of("spec.nodeName", "n1").ToString());
    }
}
