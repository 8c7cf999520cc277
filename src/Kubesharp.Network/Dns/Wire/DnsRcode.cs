namespace Kubesharp.Network.Dns.Wire;

/// <summary>Response codes; the values above 15 need an OPT record.</summary>
internal enum DnsRcode
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,
    NameError = 3,
    NotImplemented = 4,
    Refused = 5,
    BadVersion = 16,
}
