using Kubesharp.Network.Dns.Wire;

namespace Kubesharp.Network.Tests.Dns;

public sealed class DnsWireTests
{
    private readonly byte[] _name = new byte[DnsName.MaxLength];

    [Fact]
    public void TryParse_PlainQuery_ReadsAllOfIt()
    {
        Assert.True(DnsQuery.TryParse(DnsMessages.Query("Web.Default.SVC", DnsType.Aaaa, 1400), _name, out var query, out var error));
        Assert.Equal(DnsRcode.NoError, error);
        Assert.Equal("web.default.svc.", DnsName.ToText(query.Name));
        Assert.Equal((DnsType.Aaaa, (ushort)1, (ushort)0x1234, 1400, true), (query.Type, query.Class, query.Id, query.UdpSize, query.HasEdns));
    }

    [Theory]
    [InlineData("", "too short: no answer")]
    [InlineData("1234010000010000000000", "eleven bytes: no answer")]
    [InlineData("123481000001000000000000" + "0161" + "00" + "00010001", "a response: no answer")]
    [InlineData("123428000001000000000000" + "016100" + "00010001", "NotImplemented")]
    [InlineData("123401000000000000000000", "FormatError")]
    [InlineData("123401000002000000000000" + "016100" + "00010001", "FormatError")]
    [InlineData("123401000001000000000000", "FormatError")]
    [InlineData("123401000001000000000000" + "05616263", "FormatError")]
    [InlineData("123401000001000000000000" + "016100" + "0001", "FormatError")]
    [InlineData("123401000001000000000000" + "c00c" + "00010001", "FormatError")]
    [InlineData("123401000001000000000000" + "4161" + "00" + "00010001", "FormatError")]
    [InlineData("123401000001000000000001" + "016100" + "00010001" + "0000", "FormatError")]
    [InlineData("123401000001000000000001" + "016100" + "00010001" + "00" + "0029" + "0200" + "00000000" + "0005", "FormatError")]
    [InlineData("123401000001000000000002" + "016100" + "00010001" + "0000290200000000000000" + "0000290200000000000000", "FormatError")]
    [InlineData("123401000001000000000001" + "016100" + "00010001" + "0000290200000100000000", "BadVersion")]
    [InlineData("123401000001000000000001" + "016100" + "00010001" + "0000290200000000000000", "NoError")]
    public void TryParse_Malformed_SaysSo(string hex, string expected)
    {
        var answers = DnsQuery.TryParse(Convert.FromHexString(hex), _name, out _, out var error);
        Assert.Equal(expected.EndsWith("no answer", StringComparison.Ordinal), !answers);
        if (answers) Assert.Equal(expected, error.ToString());
    }

    [Fact]
    public void TryParse_NameOf256Bytes_IsRefused()
    {
        var label = new string('a', 63);
        Assert.True(DnsQuery.TryParse(DnsMessages.Query($"{label}.{label}.{label}.{new string('a', 61)}", DnsType.A), _name, out _, out var longest));
        Assert.Equal(DnsRcode.NoError, longest);
        Assert.True(DnsQuery.TryParse(DnsMessages.Query($"{label}.{label}.{label}.{new string('a', 62)}", DnsType.A), _name, out _, out var tooLong));
        Assert.Equal(DnsRcode.FormatError, tooLong);
    }

    [Theory]
    [InlineData("c000", false)]
    [InlineData("0161c001", false)]
    [InlineData("0161c005", false)]
    [InlineData("ff", false)]
    [InlineData("0161", false)]
    [InlineData("016100", true)]
    public void TryRead_LoopsAndOverruns_AreRefused(string hex, bool expected)
    {
        var position = 0;
        Assert.Equal(expected, DnsName.TryRead(Convert.FromHexString(hex), ref position, _name, out _));
    }

    [Fact]
    public void Parse_CompressedNames_AreExpanded()
    {
        // example.com CNAME www.example.com (www + pointer), www.example.com A 192.0.2.1
        var message = Convert.FromHexString(
            "1234818000010002000000000765" + "78616d706c6503636f6d00" + "00010001"
            + "c00c" + "00050001" + "0000003c" + "0006" + "03777777c00c"
            + "c029" + "00010001" + "0000003c" + "0004" + "c0000201");
        var response = DnsResponse.Parse(message)!;
        Assert.Equal("NoError: CName www.example.com., A 192.0.2.1", DnsMessages.Answers(response));
        Assert.Equal("www.example.com.", DnsName.ToText(response.Answers[1].Owner));
    }

    [Fact]
    public void Parse_RandomBytes_NeverThrows()
    {
        var random = new Random(7);
        var valid = DnsMessages.Query("a.b.c.example.com", DnsType.Soa, 512);
        for (var i = 0; i < 20_000; i++)
        {
            var message = valid.ToArray();
            for (var flips = random.Next(1, 6); flips > 0; flips--) message[random.Next(message.Length)] = (byte)random.Next(256);
            var cut = message.AsSpan(0, random.Next(message.Length + 1));
            DnsQuery.TryParse(cut, _name, out _, out _);
            if (cut.Length > 2) cut[2] |= 0x80;
            DnsResponse.Parse(cut);
        }
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.b")]
    public void Encode_BadName_Throws(string name) => Assert.Throws<FormatException>(() => DnsName.Encode(name));
}
