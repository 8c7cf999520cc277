using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Serialization;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Configuration;
using Kubesharp.Node.Server;

namespace Kubesharp.Node.Tests.Configuration;

public sealed class KubeletConfigurationTests
{
    private const string Head = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";
    private static readonly NodeAgentOptions Defaults = new() { NodeName = "node-1" };
    private static readonly NodeServerOptions ServerDefaults = new() { ClientAuthority = null! };

    [Fact]
    public void Configuration_ThatSaysNothing_ChangesNothing()
    {
        var configuration = Read("syncFrequency: 0s\n");

        Assert.Equal(Defaults, configuration.Over(Defaults));
        Assert.Equal(ServerDefaults, configuration.Over(ServerDefaults));
    }

    [Fact]
    public void Configuration_OfOptions_SaysThoseOptions()
    {
        var options = Defaults with { MaxPods = 7, SyncPeriod = TimeSpan.FromSeconds(90), CgroupDriver = CgroupDriver.Systemd, ClusterDns = ["10.0.0.10"], Reserved = ValueMap.Of("cpu", Quantity.Parse("100m")) };
        var server = ServerDefaults with { AllowsAnonymous = true, TokenLife = TimeSpan.FromSeconds(5), DeniedLife = TimeSpan.FromSeconds(6), ServesSystemLogs = false };

        var configuration = KubeletConfiguration.Of(options, server);

        Assert.Equal("1m30s", configuration.SyncFrequency);
        var read = configuration.Over(Defaults);
        Assert.Equal(options with { ClusterDns = read.ClusterDns }, read);
        Assert.Equal("10.0.0.10", Assert.Single(read.ClusterDns));
        Assert.Equal(server, configuration.Over(ServerDefaults));
    }

    [Fact]
    public void Configuration_OfAFile_IsTaken()
    {
        var options = Read("maxPods: 20\nsystemReserved: {cpu: 100m, memory: 1Gi}\nkubeReserved: {cpu: 200m}\nauthentication: {anonymous: {enabled: true}}\n");

        var agent = options.Over(Defaults);
        Assert.Equal((20, "300m", "1Gi"), (agent.MaxPods, agent.Reserved["cpu"].ToString(), agent.Reserved["memory"].ToString()));
        Assert.True(options.Over(ServerDefaults).AllowsAnonymous);
    }

    [Theory]
    [InlineData("memorySwap: {}", "strict decoding error: unknown field \"memorySwap\"")]
    [InlineData("cgroupDriver: systemctl", "invalid configuration: cgroupDriver must be cgroupfs or systemd, not \"systemctl\"")]
    [InlineData("port: 0", "invalid configuration: port must be a number from 1 to 65535")]
    [InlineData("authorization: {mode: AlwaysAllow}", "invalid configuration: authorization.mode must be Webhook")]
    [InlineData("syncFrequency: soon", "time: invalid duration \"soon\"")]
    [InlineData("maxPods: many", null)]
    public void Configuration_ThatNoNodeCanRunWith_IsRefused(string text, string? message)
    {
        var refused = Assert.ThrowsAny<DecodeException>(() => Read(text + "\n"));
        if (message is not null) Assert.Equal(message, refused.Message);
    }

    [Fact]
    public void Configuration_OfAnotherKind_IsRefused()
    {
        var refused = Assert.Throws<DecodeException>(() => KubeletConfigurationReader.Read("kind: KubeProxyConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n"u8.ToArray()));
        Assert.StartsWith("no kind \"KubeProxyConfiguration\" is registered for version \"kubelet.config.k8s.io/v1beta1\"", refused.Message, StringComparison.Ordinal);
    }

    private static KubeletConfiguration Read(string text) => KubeletConfigurationReader.Read(Encoding.UTF8.GetBytes(Head + text));
}
