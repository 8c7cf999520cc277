using System.Globalization;
using System.Text;

namespace Kubesharp.Api.Batch.V1;

/// <summary>
/// A set of completion indexes as ascending intervals, in the form of <c>status.completedIndexes</c>: <c>1,3-5,7</c>. The work of every
/// operation grows with the number of intervals, not with the number of indexes.
/// </summary>
public sealed class IndexIntervals
{
    /// <summary>No index.</summary>
    public static readonly IndexIntervals None = new([]);

    private readonly List<Interval> _intervals;

    private IndexIntervals(List<Interval> intervals)
    {
        _intervals = intervals;
        foreach (var interval in intervals) Count += interval.Last - interval.First + 1;
    }

    /// <summary>Number of indexes.</summary>
    public int Count { get; }

    /// <summary>Reads what the system wrote; indexes from <paramref name="limit"/> on are left out, as after a job was scaled down.</summary>
    public static IndexIntervals Read(string text, int limit)
    {
        var intervals = new List<Interval>();
        foreach (var part in text.AsSpan().Split(','))
        {
            var item = text.AsSpan(part);
            var dash = item.IndexOf('-');
            if (!Number(dash < 0 ? item : item[..dash], out var first)) continue;
            var last = first;
            if (dash >= 0 && !Number(item[(dash + 1)..], out last)) continue;
            if (first < limit) Append(intervals, first, Math.Min(last, limit - 1));
        }

        return intervals.Count == 0 ? None : new IndexIntervals(intervals);
    }

    /// <summary>Reads what a user wrote and says what is wrong with it.</summary>
    /// <param name="text">Numbers and intervals with commas between.</param>
    /// <param name="completions">Every index must be below this.</param>
    /// <param name="error">Null when the text is in order.</param>
    public static IndexIntervals Parse(string text, int completions, out string? error)
    {
        var intervals = new List<Interval>();
        error = null;
        if (text.Length == 0) return None;
        var previous = -1;
        foreach (var part in text.Split(','))
        {
            error = ParseInterval(part, completions, out var interval);
            if (error is null && previous >= interval.First) error = $"non-increasing order, previous: {previous}, current: {interval.First}";
            if (error is not null) return None;
            previous = interval.Last;
            Append(intervals, interval.First, interval.Last);
        }

        return new IndexIntervals(intervals);
    }

    public bool Contains(int index)
    {
        int low = 0, high = _intervals.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (index < _intervals[middle].First) high = middle - 1;
            else if (index > _intervals[middle].Last) low = middle + 1;
            else return true;
        }

        return false;
    }

    /// <summary>This set and more indexes, which must be in ascending order.</summary>
    public IndexIntervals With(IReadOnlyCollection<int> ascending) =>
        ascending.Count == 0 ? this : Merge(_intervals, ascending.Select(index => new Interval(index, index)));

    /// <summary>This set and another.</summary>
    public IndexIntervals With(IndexIntervals other) => other.Count == 0 ? this : Merge(_intervals, other._intervals);

    /// <summary>How many indexes two sets have in common.</summary>
    public int CountShared(IndexIntervals other)
    {
        var shared = 0;
        foreach (var (first, last) in Shared(other)) shared += last - first + 1;
        return shared;
    }

    /// <summary>The lowest index that two sets have in common, or -1.</summary>
    public int FirstShared(IndexIntervals other)
    {
        foreach (var (first, _) in Shared(other)) return first;
        return -1;
    }

    /// <summary>The lowest indexes that are not in the set.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="limit">Each is below this.</param>
    public List<int> FirstMissing(int count, int limit)
    {
        var missing = new List<int>();
        var candidate = 0;
        foreach (var (first, last) in _intervals)
        {
            for (; candidate < first && candidate < limit && missing.Count < count; candidate++) missing.Add(candidate);
            candidate = Math.Max(candidate, last + 1);
        }

        for (; candidate < limit && missing.Count < count; candidate++) missing.Add(candidate);
        return missing;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (first, last) in _intervals)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{first}");
            if (last > first) text.Append(last == first + 1 ? ',' : '-').Append(CultureInfo.InvariantCulture, $"{last}");
        }

        return text.ToString();
    }

    private static bool Number(ReadOnlySpan<char> text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string? ParseInterval(string text, int completions, out Interval interval)
    {
        interval = default;
        var limits = text.Split('-');
        if (limits.Length > 2) return $"the fragment \"{text}\" violates the requirement that an index interval can have at most two parts separated by '-'";
        if (ParseIndex(limits[0], completions, out var first) is { } wrong) return wrong;
        var last = first;
        if (limits.Length == 2)
        {
            if (ParseIndex(limits[1], completions, out last) is { } wrongToo) return wrongToo;
            if (first >= last) return $"non-increasing order, previous: {first}, current: {last}";
        }

        interval = new Interval(first, last);
        return null;
    }

    private static string? ParseIndex(string text, int completions, out int index)
    {
        if (!Number(text, out index)) return $"cannot convert string to integer for index: \"{text}\"";
        return index >= completions ? $"too large index: \"{text}\"" : null;
    }

    /// <summary>Adds an interval that begins not before the last one, joining those that touch.</summary>
    private static void Append(List<Interval> intervals, int first, int last)
    {
        if (intervals.Count == 0 || intervals[^1].Last < first - 1) intervals.Add(new Interval(first, last));
        else if (intervals[^1].Last < last) intervals[^1] = intervals[^1] with { Last = last };
    }

    private static IndexIntervals Merge(List<Interval> ours, IEnumerable<Interval> others)
    {
        var result = new List<Interval>(ours.Count);
        var next = 0;
        foreach (var other in others)
        {
            for (; next < ours.Count && ours[next].First <= other.First; next++) Append(result, ours[next].First, ours[next].Last);
            Append(result, other.First, other.Last);
        }

        for (; next < ours.Count; next++) Append(result, ours[next].First, ours[next].Last);
        return new IndexIntervals(result);
    }

    private IEnumerable<Interval> Shared(IndexIntervals other)
    {
        int mine = 0, theirs = 0;
        while (mine < _intervals.Count && theirs < other._intervals.Count)
        {
            var (a, b) = (_intervals[mine], other._intervals[theirs]);
            var (first, last) = (Math.Max(a.First, b.First), Math.Min(a.Last, b.Last));
            if (first <= last) yield return new Interval(first, last);
            if (a.Last < b.Last) mine++;
            else theirs++;
        }
    }

    private readonly record struct Interval(int First, int Last);
}
