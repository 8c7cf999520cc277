using System.CommandLine;
using Kubesharp.Api.Core.V1;
using Kubesharp.Client;
using Kubesharp.Machine;
using Kubesharp.Node.Configuration;

namespace Kubesharp.Commands;

/// <summary><c>kubesharp up</c>: a one-machine cluster in the background.</summary>
internal static class UpCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        var listen = CommonOptions.Listen();
        var nodeName = CommonOptions.NodeName();
        var nodeIP = CommonOptions.NodeIP();
        var nodeConfig = CommonOptions.NodeConfig("--node-config");
        var simulate = new Option<int>("--nodes") { Description = "Number of nodes; all but the first are simulated", DefaultValueFactory = _ => 1 };
        var command = new Command("up", "Start a one-machine cluster in the background and wait until its node is Ready") { dataDir, listen, nodeName, nodeIP, nodeConfig, simulate };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (Environment.UserName != "root") throw new CommandException("a node needs root: run 'sudo kubesharp up', or 'kubesharp server --components controllers,scheduler --simulate-nodes 3' for a cluster without machines");
            if (parsed.GetValue(simulate) is var count && count < 1) throw new CommandException("--nodes must be at least 1");
            var folder = new DataFolder(parsed.GetValue(dataDir));
            var arguments = new List<string> { "--data-dir", folder.Path };
            if (parsed.GetValue(listen) is { } endPoint) arguments.AddRange(["--listen", endPoint.ToString()]);
            var name = parsed.GetValue(nodeName) ?? Environment.MachineName.ToLowerInvariant();
            arguments.AddRange(["--node-name", name]);
            if (parsed.GetValue(nodeIP) is { } address) arguments.AddRange(["--node-ip", address.ToString()]);
            if (parsed.GetValue(nodeConfig) is { } file)
            {
                KubeletConfigurationReader.Load(file);
                arguments.AddRange(["--node-config", Path.GetFullPath(file)]);
            }

            if (count > 1) arguments.AddRange(["--simulate-nodes", $"{count - 1}"]);
            return await RunAsync(folder, name, arguments, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(DataFolder folder, string nodeName, List<string> arguments, CancellationToken cancellationToken)
    {
        var cluster = new OneMachineCluster(folder, TimeProvider.System);
        await cluster.StartContainerdAsync(cancellationToken);
        if (cluster.IsServerReplaced)
        {
            Console.WriteLine("The running server is an older build: starting it anew. Pods go on.");
            await cluster.StopServerAsync(cancellationToken);
        }

        var restarted = cluster.ServerProcess is null;
        if (restarted && File.Exists(folder.AdminKubeconfig)) File.Delete(folder.AdminKubeconfig);
        await cluster.StartServerAsync(arguments, cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await WaitForNodeAsync(folder, cluster, nodeName, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"the node was not Ready after {Patience.TotalSeconds:0} s; see {folder.ServerLog}");
        }

        Console.WriteLine($"""
            The cluster is up: node {nodeName} is Ready.

              export KUBECONFIG={folder.AdminKubeconfig}
              kubectl get nodes

            Log: {folder.ServerLog}
            """);
        if (folder.IsDefault) await StartAtBootAsync(arguments, cancellationToken);
        return 0;
    }

    /// <summary>Only the machine's own cluster comes back by itself.</summary>
    private static async Task StartAtBootAsync(List<string> arguments, CancellationToken cancellationToken)
    {
        if (!BootUnit.HasSystemd)
        {
            Console.WriteLine("This machine has no systemd: after a reboot, run the same command again.");
            return;
        }

        await BootUnit.InstallAsync(Environment.ProcessPath!, arguments.Prepend("up"), cancellationToken);
        Console.WriteLine("It starts again with the machine (systemd unit kubesharp.service).");
    }

    private static async Task WaitForNodeAsync(DataFolder folder, OneMachineCluster cluster, string nodeName, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (cluster.ServerProcess is null) throw new CommandException($"the server ended at start: {LastLine(folder.ServerLog)} (log: {folder.ServerLog})");
            if (File.Exists(folder.AdminKubeconfig) && await IsReadyAsync(folder, nodeName, cancellationToken)) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    private static async Task<bool> IsReadyAsync(DataFolder folder, string nodeName, CancellationToken cancellationToken)
    {
        try
        {
            using var transport = KubeConfig.Load(folder.AdminKubeconfig).Resolve().CreateTransport(TimeProvider.System);
            var client = new KubernetesClient(transport, TimeProvider.System);
            if (await client.For<Api.Core.V1.Node>().TryGetAsync("", nodeName, cancellationToken) is not { } node || !node.IsReady()) return false;

            // After a restart the Node is still Ready from before: its agent says itself when it has its pods.
            var healthz = new ApiRequest { Method = "GET", PathAndQuery = $"/api/v1/nodes/{nodeName}/proxy/healthz" };
            await using var health = await client.RequestRawAsync(healthz, cancellationToken);
            return health.IsSuccess;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or Api.StatusException)
        {
            // Not listening yet, or not done with its own start.
            return false;
        }
    }

    private static string LastLine(string file) => File.Exists(file) ? File.ReadLines(file).LastOrDefault(line => line.Length > 0) ?? "" : "";
}
