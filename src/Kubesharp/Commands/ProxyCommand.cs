using System.CommandLine;
using Kubesharp.Composition;

namespace Kubesharp.Commands;

/// <summary><c>kubesharp proxy</c>: the service proxy of this machine alone.</summary>
internal static class ProxyCommand
{
    public static Command Create()
    {
        var connection = new ConnectionFlags();
        var nodeName = CommonOptions.NodeName();
        var verbose = CommonOptions.Verbose();
        var command = new Command("proxy", "Run the service proxy of this machine alone, against any Kubernetes API server") { nodeName, verbose };
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (Environment.UserName != "root") throw new CommandException("the service proxy needs root: run 'sudo kubesharp proxy'");
            using var logs = CommonOptions.CreateLogs(parsed, verbose);
            await using var host = new StandaloneHost(connection.Config(parsed), TimeProvider.System, logs);
            await host.RunProxyAsync(parsed.GetValue(nodeName) ?? Environment.MachineName.ToLowerInvariant(), cancellationToken);
            return 0;
        });
        return command;
    }
}
