using Kubesharp.Api.Batch.V1;

namespace Kubesharp.Api.Tests.Jobs;

public sealed class IndexIntervalsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("3", 1)]
    [InlineData("0,1", 2)]
    [InlineData("0-2,5,7-9", 7)]
    public void Read_WhatWasWritten_GivesTheSameText(string text, int count)
    {
        var intervals = IndexIntervals.Read(text, 10);
        Assert.Equal((text, count), (intervals.ToString(), intervals.Count));
    }

    [Theory]
    [InlineData("0-9", 5, "0-4")]
    [InlineData("1,3-5,8", 4, "1,3")]
    [InlineData("x,2", 4, "2")]
    public void Read_BeyondTheLimit_IsCut(string text, int limit, string expected) => Assert.Equal(expected, IndexIntervals.Read(text, limit).ToString());

    [Theory]
    [InlineData("1-2-3", "the fragment \"1-2-3\" violates the requirement that an index interval can have at most two parts separated by '-'")]
    [InlineData("a", "cannot convert string to integer for index: \"a\"")]
    [InlineData("0,,1", "cannot convert string to integer for index: \"\"")]
    [InlineData("12", "too large index: \"12\"")]
    [InlineData("3-3", "non-increasing order, previous: 3, current: 3")]
    [InlineData("2,1", "non-increasing order, previous: 2, current: 1")]
    [InlineData("0-3,5", null)]
    public void Parse_Text_SaysWhatIsWrong(string text, string? expected)
    {
        IndexIntervals.Parse(text, 10, out var error);
        Assert.Equal(expected, error);
    }

    /// <summary>Against plain sets of numbers.</summary>
    [Fact]
    public void Sets_Random_AgreeWithPlainSets()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var (one, two) = (Random(random), Random(random));
            var (first, second) = (IndexIntervals.None.With(one), IndexIntervals.None.With(two));
            Assert.Equal(first.ToString(), IndexIntervals.Read(first.ToString(), 40).ToString());
            Assert.Equal(one.Union(two).Count(), first.With(second).Count);
            Assert.Equal(IndexIntervals.None.With(new SortedSet<int>(one.Union(two))).ToString(), first.With(two).ToString());
            Assert.Equal(one.Intersect(two).Count(), first.CountShared(second));
            Assert.Equal(one.Intersect(two).DefaultIfEmpty(-1).Min(), first.FirstShared(second));
            Assert.Equal(Enumerable.Range(0, 40).Where(one.Contains), Enumerable.Range(0, 40).Where(first.Contains));
            Assert.Equal(Enumerable.Range(0, 40).Except(one).Take(5), first.FirstMissing(5, 40));
        }
    }

    private static SortedSet<int> Random(Random random) => new(Enumerable.Range(0, 40).Where(_ => random.Next(3) == 0));
}
