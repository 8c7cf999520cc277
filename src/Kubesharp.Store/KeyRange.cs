namespace Kubesharp.Store;

/// <summary>Bounds of key ranges.</summary>
public static class KeyRange
{
    /// <summary>The smallest string greater than every string with the prefix; null when there is none.</summary>
    public static string? PrefixEnd(string prefix)
    {
        for (var i = prefix.Length - 1; i >= 0; i--)
            if (prefix[i] < char.MaxValue)
                return string.Concat(prefix.AsSpan(0, i), [(char)(prefix[i] + 1)]);
        return null;
    }
}
