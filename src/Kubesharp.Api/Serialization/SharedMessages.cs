namespace Kubesharp.Api.Serialization;

/// <summary>
/// Reads messages that many objects have in common, such as the affinity of all pods of a Deployment: equal bytes give one record, which
/// nobody can change. A direct-mapped table, into which comes what is seen twice in a row at its place; a collision only costs a new record.
/// </summary>
public static class SharedMessages<T>
    where T : class, IApiType<T>
{
    private const int Size = 1 << 8;
    private const int MaxLength = 4096;
    private static readonly Entry?[] Entries = new Entry?[Size];
    private static readonly int[] Seen = new int[Size];

    public static T Read(ReadOnlySpan<byte> message)
    {
        if (message.Length is 0 or > MaxLength) return Decode(message);
        var hash = ByteHash.Of(message);
        var place = hash & (Size - 1);
        if (Entries[place] is { } known && message.SequenceEqual(known.Message)) return known.Value;
        var value = Decode(message);
        if (Seen[place] == hash) Entries[place] = new Entry(message.ToArray(), value);
        else Seen[place] = hash;
        return value;
    }

    private static T Decode(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        return T.ReadProtobuf(ref reader);
    }

    private sealed record Entry(byte[] Message, T Value);
}
