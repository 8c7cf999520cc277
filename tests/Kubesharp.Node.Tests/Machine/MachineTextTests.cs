using System.Text.Json;
using Kubesharp.Node.Machine;

namespace Kubesharp.Node.Tests.Machine;

public sealed class MachineTextTests
{
    [Fact]
    public void ContainerdConfig_WithoutSysResource_RestrictsOomScores()
    {
        var toml = new ContainerdConfig { RestrictOomScoreAdj = true, Socket = "/a \"b\"/c.sock" }.ToToml();

        Assert.Contains("\n  restrict_oom_score_adj = true\n", toml, StringComparison.Ordinal);
        Assert.Contains("\n  address = \"/a \\\"b\\\"/c.sock\"\n", toml, StringComparison.Ordinal);
        Assert.Contains("sandbox_image = \"localhost/kubesharp/pause:1.0\"", toml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("000001fffeffffff", false)]
    [InlineData("000001ffffffffff", true)]
    public void Capabilities_StatusFile_SaysWhetherSysResourceIsThere(string mask, bool expected)
    {
        var capabilities = LinuxCapabilities.ParseStatus(["Name:\tx", "CapEff:\t" + mask]);

        Assert.Equal(expected, capabilities.Has(LinuxCapability.SysResource));
    }

    [Fact]
    public void CniConfiguration_Defaults_BridgeWithHostLocalAndPortmap()
    {
        using var json = JsonDocument.Parse(new CniConfiguration { PodCidr = "10.244.3.0/24" }.ToJson());
        var plugins = json.RootElement.GetProperty("plugins");

        Assert.Equal(["bridge", "portmap"], plugins.EnumerateArray().Select(plugin => plugin.GetProperty("type").GetString()));
        Assert.Equal("10.244.3.0/24", plugins[0].GetProperty("ipam").GetProperty("ranges")[0][0].GetProperty("subnet").GetString());
    }

    [Fact]
    public async Task CniConfiguration_WrittenTwice_LeavesOneFile()
    {
        var folder = Directory.CreateTempSubdirectory("ks-cni-").FullName;
        try
        {
            var first = await new CniConfiguration { PodCidr = "10.244.3.0/24" }.WriteAsync(folder, default);
            var second = await new CniConfiguration { PodCidr = "10.244.4.0/24" }.WriteAsync(folder, default);

            Assert.Equal(first, second);
            Assert.Equal([first], Directory.GetFiles(folder));
            Assert.Contains("10.244.4.0/24", await File.ReadAllTextAsync(first), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void OciImage_SameContent_SameBytes()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();

        LocalImages.Pause().WriteTo(first);
        LocalImages.Pause().WriteTo(second);

        Assert.Equal(first.ToArray(), second.ToArray());
    }

    [Fact]
    public void MountTable_EscapedBlanks_AreRead() => Assert.Equal("/a b\\c", LinuxMount.Unescape("/a\\040b\\134c"));
}
