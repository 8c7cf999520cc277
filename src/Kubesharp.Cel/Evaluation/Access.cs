using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Evaluation;

/// <summary>Fields, keys and indexes.</summary>
internal static class Access
{
    /// <summary>Whether a value can be the key of a map.</summary>
    public static bool IsKey(CelValue value) => value is CelString or CelInt or CelUint or CelBool;

    /// <summary>What a value has under a key; optional access, and access to an optional value, gives an optional value.</summary>
    public static CelValue Get(CelValue value, CelValue key, bool isOptional)
    {
        if (value.IsError) return value;
        if (value is CelOptional optional)
        {
            if (optional.Value is null) return optional;
            value = optional.Value;
            isOptional = true;
        }

        if (!isOptional) return Get(value, key);
        var found = Find(value, key, out var failure);
        return failure as CelValue ?? (found is null ? CelOptional.None : CelOptional.Of(found));
    }

    private static CelValue Get(CelValue value, CelValue key)
    {
        if (Find(value, key, out var failure) is { } found) return found;
        if (failure is not null) return failure;
        return value is CelList ? new CelError($"index out of bounds: {key}") : CelError.NoSuchKey(key);
    }

    private static CelValue? Find(CelValue value, CelValue key, out CelError? failure)
    {
        failure = null;
        switch (value)
        {
            case CelMap map when IsKey(key) || key is CelDouble:
                return map.TryGet(key, out var found) ? found : null;
            case CelList list when IndexOf(key) is { } index:
                return index >= 0 && index < list.Count ? list[(int)index] : null;
            case CelMap:
                failure = new CelError($"unsupported key type: {key.Type}");
                return null;
            case CelList:
                failure = new CelError($"unsupported index type '{key.Type}' in list");
                return null;
            default:
                failure = CelError.NoSuchOverload;
                return null;
        }
    }

    private static long? IndexOf(CelValue key) => key switch
    {
        CelInt number => number.Value,
        CelUint number => (long)Math.Min(number.Value, long.MaxValue),
        CelDouble number when Math.Floor(number.Value) == number.Value && Math.Abs(number.Value) < CelNumbers.BeyondLong => (long)number.Value,
        _ => null,
    };
}
