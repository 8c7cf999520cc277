namespace Kubesharp.Client.Tests;

public class NamespacedNameTests
{
    [Theory]
    [InlineData("a/b", "a", "b")]
    [InlineData("b", "", "b")]
    public void Parse_Text_IsWhatToStringGives(string text, string ns, string name)
    {
        var key = NamespacedName.Parse(text);

        Assert.Equal(new NamespacedName(ns, name), key);
        Assert.Equal(text, key.ToString());
    }

    [Fact]
    public void Parse_TwoSlashes_IsRefused() =>
        Assert.Equal("unexpected key format: \"a/b/c\"", Assert.Throws<FormatException>(() => NamespacedName.Parse("a/b/c")).Message);

    [Fact]
    public void Compare_Keys_OrdersByNamespaceThenName()
    {
        var sorted = new[] { new NamespacedName("b", "a"), new NamespacedName("a", "z"), new NamespacedName("a", "B"), new NamespacedName("", "z") }.Order();

        Assert.Equal(["z", "a/B", "a/z", "b/a"], sorted.Select(key => key.ToString()));
    }
}
