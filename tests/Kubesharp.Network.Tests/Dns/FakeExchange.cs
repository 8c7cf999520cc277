using System.Net;
using Kubesharp.Network.Dns.Forwarding;
using Kubesharp.Network.Dns.Wire;

namespace Kubesharp.Network.Tests.Dns;

/// <summary>Name servers whose answers the test scripts.</summary>
internal sealed class FakeExchange : IUpstreamExchange
{
    public List<(IPEndPoint Server, string Name)> Asked { get; } = [];

    public Func<IPEndPoint, string, CancellationToken, Task<DnsResponse>> Answer { get; set; } = (_, name, _) => Task.FromResult(Response(name, Address(name, 300)));

    public static DnsResponse Response(string name, params DnsRecord[] answers) => new()
    {
        Id = 0,
        Rcode = DnsRcode.NoError,
        IsTruncated = false,
        IsAuthenticated = false,
        QuestionName = DnsName.Encode(name),
        QuestionType = DnsType.A,
        Answers = [.. answers],
    };

    public static DnsRecord Address(string name, uint ttl) => new(DnsName.Encode(name), DnsType.A, 1, ttl, [192, 0, 2, 1]);

    public static DnsRecord Soa(uint ttl, byte minimum) =>
        new(DnsName.Encode("com"), DnsType.Soa, 1, ttl, [0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, minimum]);

    public Task<DnsResponse> AskAsync(IPEndPoint server, ReadOnlyMemory<byte> query, CancellationToken cancellationToken)
    {
        var name = DnsName.ToText(query.Span[12..]).TrimEnd('.');
        lock (Asked) Asked.Add((server, name));
        return Answer(server, name, cancellationToken);
    }
}
