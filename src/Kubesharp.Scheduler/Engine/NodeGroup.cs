using System.Numerics;

namespace Kubesharp.Scheduler.Engine;

/// <summary>
/// Nodes that only their local score tells apart. They are in buckets by that score, so that the best of them are at hand whatever their
/// number, and a node changes its bucket in constant time.
/// </summary>
internal sealed class NodeGroup
{
    private readonly ulong[] _used;
    private readonly List<int>?[] _buckets;

    public NodeGroup(int[] key, long[] scores, int greatestScore)
    {
        Key = key;
        StaticScores = scores;
        _buckets = new List<int>?[greatestScore + 1];
        _used = new ulong[(greatestScore / 64) + 1];
    }

    public int[] Key { get; }

    /// <summary>Scores, before they are normalized, that depend on the node object alone; by scorer.</summary>
    public long[] StaticScores { get; }

    /// <summary>Number of nodes.</summary>
    public int Count { get; private set; }

    /// <summary>Place in the list of groups.</summary>
    public int Index { get; set; }

    /// <summary>The greatest local score of a node of the group.</summary>
    public int Best
    {
        get
        {
            for (var i = _used.Length - 1; i >= 0; i--)
            {
                if (_used[i] != 0) return (i * 64) + 63 - BitOperations.LeadingZeroCount(_used[i]);
            }

            return -1;
        }
    }

    /// <summary>Rows with a local score, in no particular order.</summary>
    public IReadOnlyList<int> Rows(int score) => _buckets[score] ?? [];

    /// <summary>All rows by local score, those with the best one first.</summary>
    public IEnumerable<IReadOnlyList<int>> Buckets()
    {
        for (var score = Best; score >= 0; score--)
        {
            if (_buckets[score] is { Count: > 0 } rows) yield return rows;
        }
    }

    /// <summary>Some row of the group.</summary>
    public int AnyRow => _buckets[Best]![0];

    /// <summary>Adds a row; returns its place in the bucket.</summary>
    public int Add(int row, int score)
    {
        var bucket = _buckets[score] ??= [];
        if (bucket.Count == 0) _used[score / 64] |= 1UL << (score % 64);
        bucket.Add(row);
        Count++;
        return bucket.Count - 1;
    }

    /// <summary>Removes the row at a place. Returns the row that takes the place, or -1.</summary>
    public int RemoveAt(int score, int place)
    {
        var bucket = _buckets[score]!;
        var last = bucket.Count - 1;
        var moved = place == last ? -1 : bucket[last];
        if (moved >= 0) bucket[place] = moved;
        bucket.RemoveAt(last);
        if (last == 0) _used[score / 64] &= ~(1UL << (score % 64));
        Count--;
        return moved;
    }
}
