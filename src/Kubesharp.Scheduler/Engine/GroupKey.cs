namespace Kubesharp.Scheduler.Engine;

/// <summary>Numbers that tell groups of nodes apart, put together one after the other.</summary>
internal sealed class GroupKey
{
    private int[] _values = new int[16];
    private int _count;

    public ReadOnlySpan<int> Values => _values.AsSpan(0, _count);

    public void Clear() => _count = 0;

    public void Add(int value)
    {
        if (_count == _values.Length) Array.Resize(ref _values, _count * 2);
        _values[_count++] = value;
    }

    public void Add(long value)
    {
        Add((int)value);
        Add((int)(value >> 32));
    }
}
