using Kubesharp.Api.Validation;

namespace Kubesharp.Api.Tests;

public sealed class NamesTests
{
    private static readonly string Long63 = new('a', 63);
    private static readonly string Long64 = new('a', 64);
    private static readonly string Long254 = new('a', 254);

    [Fact]
    public void EveryRule_ValidValues_GiveNoMessage()
    {
        string[] labels = ["a", "ab-c", "0", "9-a", Long63];
        Assert.All(labels, value => Assert.Empty(Names.Dns1123Label(value)));
        string[] subdomains = ["a", "a.b.c", "1.2", "a-b.c-d", new string('a', 253)];
        Assert.All(subdomains, value => Assert.Empty(Names.Dns1123Subdomain(value)));
        string[] underscored = ["_sip._tcp", "a_b.c", "a"];
        Assert.All(underscored, value => Assert.Empty(Names.Dns1123SubdomainWithUnderscore(value)));
        string[] services = ["a", "a1", "my-svc"];
        Assert.All(services, value => Assert.Empty(Names.Dns1035Label(value)));
        string[] keys = ["a", "A.b_c-D", "example.com/Name", "1/2", Long63];
        Assert.All(keys, value => Assert.Empty(Names.QualifiedName(value)));
        string[] values = ["", "a", "A.b_c-9", Long63];
        Assert.All(values, value => Assert.Empty(Names.LabelValue(value)));
        string[] ports = ["http", "p1", "a-b", "telnet123456789"];
        Assert.All(ports, value => Assert.Empty(Names.PortName(value)));
        string[] segments = ["a", "system:node", "..a", ""];
        Assert.All(segments, value => Assert.Empty(Names.PathSegment(value)));
        string[] variables = ["A", "a.b-c", "1st", "with space", "!"];
        Assert.All(variables, value => Assert.Empty(Names.EnvVarName(value)));
        string[] files = ["a", "a.b", ".a", "-", "_", "A-1"];
        Assert.All(files, value => Assert.Empty(Names.ConfigMapKey(value)));
        string[] percents = ["0%", "100%", "007%"];
        Assert.All(percents, value => Assert.Empty(Names.Percent(value)));
        Assert.Empty(Names.WildcardDns1123Subdomain("*.a.b"));
        Assert.Empty(Names.CIdentifier("_a1"));
        Assert.Empty(Names.HttpHeaderName("X-Forwarded-For"));
        Assert.Empty(Names.PortNumber(65535));
        Assert.Empty(Names.UserOrGroupId(0));
    }

    public static TheoryData<string[], string[]> Refused => new()
    {
        { Names.Dns1123Label(""), ["a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"] },
        { Names.Dns1123Label("a.b"), ["must not contain dots"] },
        { Names.Dns1123Label(Long64), ["must be no more than 63 characters"] },
        { Names.Dns1123Subdomain("A"), ["a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"] },
        { Names.Dns1123Subdomain(Long254), ["must be no more than 253 characters"] },
        { Names.QualifiedName(Long254 + "/a"), ["prefix part must be no more than 253 bytes"] },
        { Names.Dns1035Label("1a"), ["a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"] },
        { Names.QualifiedName(""), ["name part must be non-empty", "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"] },
        { Names.QualifiedName("/a"), ["prefix part must be non-empty"] },
        { Names.QualifiedName(Long64), ["name part must be no more than 63 bytes"] },
        { Names.QualifiedName("a/b/c"), ["a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"] },
        { Names.LabelValue(Long64), ["must be no more than 63 bytes"] },
        { Names.PortName(""), ["must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)", "must contain at least one letter (a-z)"] },
        { Names.PortName("-a--b-"), ["must not contain consecutive hyphens", "must not begin or end with a hyphen"] },
        { Names.PortName("abcdefghijklmnop"), ["must be no more than 15 characters"] },
        { Names.PortName("123"), ["must contain at least one letter (a-z)"] },
        { Names.PathSegment("."), ["may not be '.'"] },
        { Names.PathSegment("a/b%"), ["may not contain '/'", "may not contain '%'"] },
        { Names.Percent("5"), ["a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"] },
        { Names.EnvVarName(""), ["environment variable name must be non-empty"] },
        { Names.EnvVarName("a=b"), ["a valid environment variable name must consist only of printable ASCII characters other than '='"] },
        { Names.EnvVarName("ä"), ["a valid environment variable name must consist only of printable ASCII characters other than '='"] },
        { Names.ConfigMapKey("a b"), ["a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"] },
        { Names.ConfigMapKey("."), ["must not be '.'"] },
        { Names.ConfigMapKey("..a"), ["must not start with '..'"] },
        { Names.PortNumber(0), ["must be between 1 and 65535, inclusive"] },
        { Names.UserOrGroupId(-1), ["must be between 0 and 4294967295, inclusive"] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void EveryRule_BadValues_GiveTheKnownMessages(string[] messages, string[] expected) => Assert.Equal(expected, messages);

    [Fact]
    public void EveryRule_ValidValue_AllocatesNothing()
    {
        CheckAll();
        var before = GC.GetAllocatedBytesForCurrentThread();
        CheckAll();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void CheckAll()
        {
            _ = Names.Dns1123Label("web-1");
            _ = Names.Dns1123Subdomain("web.example.com");
            _ = Names.QualifiedName("app.kubernetes.io/name");
            _ = Names.LabelValue("web");
            _ = Names.PortName("http");
            _ = Names.EnvVarName("PATH");
            _ = Names.ConfigMapKey("app.conf");
        }
    }

    [Theory]
    [InlineData("10.0.0.1", null)]
    [InlineData("255.255.255.255", null)]
    [InlineData("2001:db8::ffff", null)]
    [InlineData("::", null)]
    [InlineData("", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("10.0.0", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("10.0.0.256", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("0x10.0.0.1", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("fe80::1%eth0", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("010.0.0.1", "must not have leading 0s")]
    [InlineData("::ffff:1.2.3.4", "must not be an IPv4-mapped IPv6 address")]
    public void Ip_Address_IsChecked(string value, string? message)
    {
        string[] expected = message is null ? [] : [message];
        Assert.Equal(expected, Addresses.Ip(value));
    }

    [Theory]
    [InlineData("10.0.0.0/8", null)]
    [InlineData("2001:db8::/64", null)]
    [InlineData("0.0.0.0/0", null)]
    [InlineData("10.0.0.0", "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")]
    [InlineData("10.0.0.0/33", "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")]
    [InlineData("10.0.0.0/x", "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")]
    [InlineData("10.0.0.1/8", "must not have bits set beyond the prefix length")]
    [InlineData("010.0.0.0/8", "must not have leading 0s in IP")]
    [InlineData("10.0.0.0/08", "must not have leading 0s in prefix length")]
    public void Cidr_Block_IsChecked(string value, string? message)
    {
        string[] expected = message is null ? [] : [message];
        Assert.Equal(expected, Addresses.Cidr(value));
    }

    [Fact]
    public void TryParse_Address_TakesOnlyStrictForms()
    {
        Assert.True(Addresses.TryParse("10.1.2.3", out var address));
        Assert.Equal("10.1.2.3", address.ToString());
        Assert.False(Addresses.TryParse("1", out _));
        Assert.False(Addresses.TryParse("01.2.3.4", out _));
    }

    [Fact]
    public void NameGenerator_SameSeed_GivesTheSameNames()
    {
        var names = new NameGenerator(new Random(7));
        var again = new NameGenerator(new Random(7));
        for (var i = 0; i < 100; i++)
        {
            var name = names.Generate("web-");
            Assert.Equal(name, again.Generate("web-"));
            Assert.Equal(9, name.Length);
            Assert.All(name[4..], c => Assert.Contains(c, NameGenerator.Alphabet));
        }

        var cut = names.Generate(Long64);
        Assert.Equal(63, cut.Length);
        Assert.StartsWith(Long63[..58], cut);
    }
}
