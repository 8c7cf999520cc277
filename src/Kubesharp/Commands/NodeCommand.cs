using System.CommandLine;
using Kubesharp.Composition;
using Kubesharp.Machine;
using Kubesharp.Node.Configuration;

namespace Kubesharp.Commands;

/// <summary><c>kubesharp node</c>: makes this machine a node of any Kubernetes cluster.</summary>
internal static class NodeCommand
{
    public static Command Create()
    {
        var connection = new ConnectionFlags();
        var dataDir = CommonOptions.DataDir();
        var nodeName = CommonOptions.NodeName();
        var nodeIP = CommonOptions.NodeIP();
        var runtime = new Option<string>("--container-runtime-endpoint")
        {
            Description = "Socket of the container runtime",
            DefaultValueFactory = _ => "unix:///run/containerd/containerd.sock",
        };
        var cniFolder = new Option<string>("--cni-conf-dir") { Description = "Folder in which the runtime looks for the pod network", DefaultValueFactory = _ => "/etc/cni/net.d" };
        var config = CommonOptions.NodeConfig("--config");
        var verbose = CommonOptions.Verbose();
        var command = new Command("node", "Run the node agent and the pod network of this machine, against any Kubernetes API server") { dataDir, nodeName, nodeIP, runtime, cniFolder, config, verbose };
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (Environment.UserName != "root") throw new CommandException("a node needs root: run 'sudo kubesharp node'");
            using var logs = CommonOptions.CreateLogs(parsed, verbose);
            await using var host = new StandaloneHost(connection.Config(parsed), TimeProvider.System, logs);
            var settings = new ServerSettings { Folder = new DataFolder(parsed.GetValue(dataDir)), NodeIP = parsed.GetValue(nodeIP), RuntimeEndpoint = parsed.GetValue(runtime) };
            if (parsed.GetValue(config) is { } file) settings = settings with { Kubelet = KubeletConfigurationReader.Load(file) };
            if (parsed.GetValue(nodeName) is { } name) settings = settings with { NodeName = name };
            await host.RunNodeAsync(settings, parsed.GetValue(cniFolder)!, cancellationToken);
            return 0;
        });
        return command;
    }
}
