using Kubesharp.Network.Dns.Wire;

namespace Kubesharp.Network.Dns.Forwarding;

/// <summary>An answer of another server and how old it is.</summary>
/// <param name="Response">The answer.</param>
/// <param name="Age">Whole seconds it has been kept here.</param>
internal readonly record struct ForwardedAnswer(DnsResponse Response, uint Age);
