using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Selectors;

namespace Kubesharp.Api.Tests;

public sealed class SelectorTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a=b", "a=b")]
    [InlineData(" a = b ", "a=b")]
    [InlineData("a==b", "a==b")]
    [InlineData("a!=b", "a!=b")]
    [InlineData("a=", "a=")]
    [InlineData("a=,b", "a=,b")]
    [InlineData("b,a", "a,b")]
    [InlineData("!a", "!a")]
    [InlineData("a in (y, x)", "a in (x,y)")]
    [InlineData("a notin (x)", "a notin (x)")]
    [InlineData("a in ()x", null)]
    [InlineData("a in (,x)", "a in (,x)")]
    [InlineData("a in (x,,y)", "a in (,x,y)")]
    [InlineData("a>1,b<2", "a>1,b<2")]
    [InlineData("in in (in,notin)", "in in (in,notin)")]
    [InlineData("example.com/app=web,tier in (front,back),!debug", "!debug,example.com/app=web,tier in (back,front)")]
    public void Parse_Text_FormatsBack(string text, string? expected)
    {
        var ok = Selector.TryParse(text, out var selector, out _);
        Assert.Equal(expected is not null, ok);
        Assert.Equal(expected, selector?.ToString());
        if (selector is not null) Assert.Equal(expected, Selector.Parse(selector.ToString()).ToString());
    }

    [Theory]
    [InlineData("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("a=b c", "found 'c', expected: ',' or 'end of string'")]
    [InlineData("a,", "found '', expected: identifier after ','")]
    [InlineData("=a", "found '=', expected: !, identifier, or 'end of string'")]
    [InlineData("!", "unable to parse requirement: found '', expected: identifier")]
    [InlineData("!a=b", "found '=', expected: ',' or 'end of string'")]
    [InlineData("a=(", "unable to parse requirement: found '(', expected: identifier")]
    [InlineData("a in b", "unable to parse requirement: found 'b' expected: '('")]
    [InlineData("a in (x y)", "unable to parse requirement: found 'y', expected: ',' or ')'")]
    [InlineData("a in (", "unable to parse requirement: found '', expected: ',', ')' or identifier")]
    [InlineData("a in ()", "unable to parse requirement: values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty")]
    [InlineData("a>x", "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer")]
    [InlineData("a@=b", "unable to parse requirement: <nil>: Invalid value: \"a@\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')")]
    [InlineData("a=b@", "unable to parse requirement: values[0][a]: Invalid value: \"b@\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")]
    public void Parse_Malformed_GivesTheKnownMessage(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Selector.Parse(text)).Message);

    [Theory]
    [InlineData("", true)]
    [InlineData("app=web", true)]
    [InlineData("app=db", false)]
    [InlineData("app!=db", true)]
    [InlineData("other!=x", true)]
    [InlineData("app in (db,web)", true)]
    [InlineData("app notin (db,web)", false)]
    [InlineData("other notin (db)", true)]
    [InlineData("app", true)]
    [InlineData("!app", false)]
    [InlineData("!other", true)]
    [InlineData("n>4", true)]
    [InlineData("n>5", false)]
    [InlineData("n<6", true)]
    [InlineData("app>1", false)]
    [InlineData("app=web,n=5", true)]
    [InlineData("app=web,n=6", false)]
    public void Matches_Labels_AsKubernetesDoes(string selector, bool expected)
    {
        var labels = new[] { KeyValuePair.Create("app", "web"), KeyValuePair.Create("n", "5") }.ToValueMap();
        Assert.Equal(expected, Selector.Parse(selector).Matches(labels));
    }

    [Fact]
    public void From_LabelSelector_AbsentMatchesNothingAndEmptyEverything()
    {
        Assert.False(Selector.From(null).Matches(default));
        Assert.False(Selector.From(null).IsEverything);
        Assert.True(Selector.From(LabelSelector.Empty).Matches(default));
        Assert.True(Selector.From(LabelSelector.Empty).IsEverything);
        Assert.Same(Selector.Nothing, Selector.Nothing.And());
    }

    [Fact]
    public void From_LabelSelector_CombinesLabelsAndExpressions()
    {
        var selector = Selector.From(new LabelSelector
        {
            MatchLabels = ValueMap.Of("app", "web"),
            MatchExpressions =
            [
                new() { Key = "tier", Operator = LabelSelectorOperator.NotIn, Values = ["back", "a"] },
                new() { Key = "debug", Operator = LabelSelectorOperator.DoesNotExist },
            ],
        });
        Assert.Equal("app=web,!debug,tier notin (a,back)", selector.ToString());
        Assert.True(selector.Matches(ValueMap.Of("app", "web")));
        Assert.Equal("web", selector.ExactValueOf("app"));
        Assert.Null(selector.ExactValueOf("tier"));
    }

    [Fact]
    public void From_UnknownOperator_Fails()
    {
        var selector = new LabelSelector { MatchExpressions = [new() { Key = "a", Operator = "Like" }] };
        Assert.Equal("\"Like\" is not a valid label selector operator", Assert.Throws<FormatException>(() => Selector.From(selector)).Message);
    }

    [Fact]
    public void From_BadRequirement_NamesTheField()
    {
        var selector = new LabelSelector { MatchExpressions = [new() { Key = "a", Operator = "In" }] };
        Assert.Equal(
            "values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty",
            Assert.Throws<FormatException>(() => Selector.From(selector)).Message);
    }

    [Fact]
    public void FromLabels_MatchesSupersets()
    {
        var selector = Selector.FromLabels(ValueMap.Of("a", "not a/valid value"));
        Assert.True(selector.Matches(ValueMap.Of("a", "not a/valid value").Set("b", "c")));
        Assert.False(selector.Matches(default));
        Assert.True(Selector.FromLabels(default).Matches(default));
    }
}
