namespace Kubesharp.Server.Rest;

/// <summary>Chance for the server: object uids and the spread of timeouts. Safe to call from several threads.</summary>
internal sealed class IdentitySource(Random random)
{
    private readonly Lock _lock = new();

    /// <summary>A random UUID (version 4).</summary>
    public string NewUid()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_lock) random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>A number in [low, high).</summary>
    public int Next(int low, int high)
    {
        lock (_lock) return random.Next(low, high);
    }
}
