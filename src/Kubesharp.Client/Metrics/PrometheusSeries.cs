namespace Kubesharp.Client;

/// <summary>The measurements with one combination of labels: a value, or for histograms their sum and the counts of their buckets.</summary>
internal sealed class PrometheusSeries(int buckets)
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[buckets];
    private double _value;

    public double Value
    {
        get
        {
            lock (_lock) return _value;
        }
    }

    public void Record(double value, bool addsUp, int bucket)
    {
        lock (_lock)
        {
            _value = addsUp ? _value + value : value;
            _counts[bucket]++;
        }
    }

    /// <summary>Sum and counts of the same moment.</summary>
    public (double Sum, long[] Counts) Read()
    {
        lock (_lock) return (_value, [.. _counts]);
    }
}
