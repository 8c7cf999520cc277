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
