namespace Kubesharp.Network.Dns.Wire;

/// <summary>One record of a received message, its names no longer compressed.</summary>
/// <param name="Owner">Owner in wire form.</param>
/// <param name="Type">Type.</param>
/// <param name="Class">Class.</param>
/// <param name="Ttl">Seconds it may be kept.</param>
/// <param name="Data">Data, with names in full.</param>
internal sealed record DnsRecord(byte[] Owner, DnsType Type, ushort Class, uint Ttl, byte[] Data);
