namespace Kubesharp.Network.Dns.Forwarding;

/// <summary>A question to other servers: lower-case wire name, type, and whether signatures are wanted.</summary>
internal readonly struct ForwardKey(byte[] name, Wire.DnsType type, bool dnssecOk) : IEquatable<ForwardKey>
{
    public byte[] Name => name;

    public Wire.DnsType Type => type;

    public bool DnssecOk => dnssecOk;

    public bool Equals(ForwardKey other) => Type == other.Type && DnssecOk == other.DnssecOk && Name.AsSpan().SequenceEqual(other.Name);

    public override bool Equals(object? obj) => obj is ForwardKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Name);
        hash.Add(Type);
        hash.Add(DnssecOk);
        return hash.ToHashCode();
    }
}
