namespace Kubesharp.Network.Dns.Wire;

/// <summary>Record types the server knows by name.</summary>
internal enum DnsType : ushort
{
    A = 1,
    NS = 2,
    CName = 5,
    Soa = 6,
    Ptr = 12,
    MX = 15,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,
    DName = 39,
    Opt = 41,
}
