namespace Kubesharp.Store.Tests;

public sealed class KeyRangeTests
{
    [Theory]
    [InlineData("/registry/pods/", "/registry/pods0")]
    [InlineData("a", "b")]
    [InlineData("a\uffff", "b")]
    [InlineData("", null)]
    [InlineData("\uffff", null)]
    public void PrefixEnd_IsSmallestStringAfterThePrefix(string prefix, string? end) => Assert.Equal(end, KeyRange.PrefixEnd(prefix));
}
