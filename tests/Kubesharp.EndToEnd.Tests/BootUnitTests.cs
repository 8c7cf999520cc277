using Kubesharp.Machine;

namespace Kubesharp.EndToEnd.Tests;

public sealed class BootUnitTests
{
    [Fact]
    public void Text_ProgramAndArguments_AreQuotedForSystemd()
    {
        var lines = BootUnit.Text("/opt/my kubes/kubesharp", ["up", "--node-name", "50%\"$x"]).Split('\n');

        Assert.Contains("ExecStart=\"/opt/my kubes/kubesharp\" \"up\" \"--node-name\" \"50%%\\\"$$x\"", lines);
        Assert.Contains("WantedBy=multi-user.target", lines);
        Assert.Contains(lines, line => line.StartsWith("Environment=DOTNET_ROOT=/", StringComparison.Ordinal) && !line.Contains("shared", StringComparison.Ordinal));
    }
}
