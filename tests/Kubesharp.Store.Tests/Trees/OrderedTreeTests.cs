using Kubesharp.Store.Trees;

namespace Kubesharp.Store.Tests.Trees;

public sealed class OrderedTreeTests
{
    [Fact]
    public void Empty_HasNothing()
    {
        var tree = OrderedTree<int>.Empty;
        Assert.Equal(0, tree.Count);
        Assert.False(tree.TryGet("a", out _));
        Assert.Empty(Keys(tree.All()));
        Assert.Equal(0, tree.CountPrefix("a"));
    }

    [Theory]
    [InlineData(1, 200, 4000, 0.5)]
    [InlineData(2, 5000, 20000, 0.8)]
    [InlineData(3, 5000, 30000, 0.45)]
    [InlineData(4, 40, 3000, 0.5)]
    public void RandomChanges_AgreeWithSortedDictionary(int seed, int keys, int steps, double setShare)
    {
        var random = new Random(seed);
        var model = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var builder = OrderedTree<int>.Empty.ToBuilder();
        var kept = new List<(OrderedTree<int> Tree, KeyValuePair<string, int>[] Content)>();
        for (var step = 0; step < steps; step++)
        {
            var key = $"/k/{random.Next(keys):x}";
            var existed = model.TryGetValue(key, out var old);
            if (random.NextDouble() < setShare)
            {
                Assert.Equal(existed, builder.Set(key, step, out var previous));
                if (existed) Assert.Equal(old, previous);
                model[key] = step;
            }
            else
            {
                Assert.Equal(existed, builder.Remove(key, out var previous));
                if (existed) Assert.Equal(old, previous);
                model.Remove(key);
            }

            Assert.Equal(model.Count, builder.Count);
            if (random.Next(steps / 20) == 0) kept.Add((builder.ToTree(), [.. model]));
        }

        kept.Add((builder.ToTree(), [.. model]));

        // Older trees must not have been touched by what the builder did after them.
        foreach (var (tree, content) in kept) AssertSame(content, tree, random);
    }

    [Fact]
    public void AscendingInserts_FillTheirLeaves()
    {
        var builder = OrderedTree<int>.Empty.ToBuilder();
        for (var i = 0; i < 10_000; i++) builder.Set($"{i:D6}", i, out _);
        var leaves = CountLeaves(builder.ToTree().Root);
        Assert.Equal((10_000 + TreeNode<int>.Width - 1) / TreeNode<int>.Width, leaves);
    }

    [Fact]
    public void RemovingEverything_LeavesAnEmptyTree()
    {
        var builder = OrderedTree<int>.Empty.ToBuilder();
        for (var i = 0; i < 5_000; i++) builder.Set($"{i * 7919 % 5000:D6}", i, out _);
        for (var i = 0; i < 5_000; i++) Assert.True(builder.Remove($"{i * 6007 % 5000:D6}", out _));
        var tree = builder.ToTree();
        Assert.Equal(0, tree.Count);
        Assert.Empty(Keys(tree.All()));
        Assert.Equal(1, CountLeaves(tree.Root));
    }

    [Fact]
    public void RemovingMost_MergesLeaves()
    {
        var builder = OrderedTree<int>.Empty.ToBuilder();
        for (var i = 0; i < 10_000; i++) builder.Set($"{i:D6}", i, out _);
        for (var i = 0; i < 10_000; i++) if (i % 50 != 0) builder.Remove($"{i:D6}", out _);
        Assert.True(CountLeaves(builder.ToTree().Root) <= 200 / TreeNode<int>.MergeBelow);
    }

    [Fact]
    public void Range_KeptAcrossChanges_StaysWhatItWas()
    {
        var builder = OrderedTree<int>.Empty.ToBuilder();
        for (var i = 0; i < 1000; i++) builder.Set($"{i:D4}", i, out _);
        var range = builder.ToTree().All();
        for (var i = 0; i < 1000; i++) builder.Remove($"{i:D4}", out _);
        Assert.Equal(1000, Keys(range).Count);
    }

    private static void AssertSame(KeyValuePair<string, int>[] content, OrderedTree<int> tree, Random random)
    {
        Assert.Equal(content.Length, tree.Count);
        Assert.Equal(content.Select(pair => pair.Key), Keys(tree.All()));
        foreach (var (key, value) in content)
        {
            Assert.True(tree.TryGet(key, out var found));
            Assert.Equal(value, found);
        }

        for (var i = 0; i < 50; i++)
        {
            var start = $"/k/{random.Next(6000):x}";
            string? end = random.Next(4) == 0 ? null : $"/k/{random.Next(6000):x}";
            var expected = content.Select(pair => pair.Key)
                .Where(key => string.CompareOrdinal(key, start) >= 0 && (end is null || string.CompareOrdinal(key, end) < 0)).ToList();
            Assert.Equal(expected, Keys(tree.Range(start, end)));
            Assert.Equal(expected.Count, tree.CountRange(start, end));
            Assert.Equal(content.Count(pair => pair.Key.StartsWith(start, StringComparison.Ordinal)), tree.CountPrefix(start));
        }
    }

    private static List<string> Keys(OrderedTreeRange<int> range)
    {
        var keys = new List<string>();
        while (range.MoveNext()) keys.Add(range.CurrentKey);
        Assert.False(range.MoveNext());
        return keys;
    }

    private static int CountLeaves(TreeNode<int> node)
    {
        if (node is not TreeBranch<int> branch) return 1;
        var sum = 0;
        for (var i = 0; i < branch.Count; i++) sum += CountLeaves(branch.Children[i]);
        return sum;
    }
}
