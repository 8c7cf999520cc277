using System.Collections.Immutable;
using System.CommandLine;
using Kubesharp.Composition;
using Kubesharp.Machine;
using Kubesharp.Node.Configuration;
using Kubesharp.Scheduler.Configuration;

namespace Kubesharp.Commands;

/// <summary><c>kubesharp server</c>: a whole cluster, or chosen parts of one, in the foreground.</summary>
internal static class ServerCommand
{
    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        var listen = CommonOptions.Listen();
        var nodeName = CommonOptions.NodeName();
        var nodeIP = CommonOptions.NodeIP();
        var datastore = new Option<string>("--datastore") { Description = "Where objects are stored: sqlite, a file in the data folder", DefaultValueFactory = _ => "sqlite" };
        var components = new Option<string?>("--components")
        {
            Description = $"What to run beside the API server, separated by commas: {string.Join(", ", ServerSettings.AllComponents)}, or none. Default: all",
        };
        var simulate = new Option<int>("--simulate-nodes") { Description = "Number of nodes without machines, for trying scheduling and for benchmarks" };
        var runtime = new Option<string?>("--container-runtime-endpoint") { Description = "Socket of the container runtime. Default: the one 'kubesharp up' starts" };
        var schedulerConfig = new Option<string?>("--scheduler-config") { Description = "File with a KubeSchedulerConfiguration for the scheduler of this process" };
        var nodeConfig = CommonOptions.NodeConfig("--node-config");
        var features = CommonOptions.FeatureGates();
        var verbose = CommonOptions.Verbose();
        var command = new Command("server", "Run a server in the foreground") { dataDir, listen, datastore, components, nodeName, nodeIP, runtime, nodeConfig, schedulerConfig, features, simulate, verbose };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(datastore) is var store && store != "sqlite") throw new CommandException($"--datastore must be sqlite, not '{store}'");
            if (parsed.GetValue(simulate) is var count && count < 0) throw new CommandException("--simulate-nodes must not be negative");
            var settings = new ServerSettings { Folder = new DataFolder(parsed.GetValue(dataDir)), Components = Components(parsed.GetValue(components)), SimulatedNodes = count };
            if (parsed.GetValue(listen) is { } endPoint) settings = settings with { Listen = endPoint };
            if (parsed.GetValue(nodeName) is { } name) settings = settings with { NodeName = name };
            settings = settings with { NodeIP = parsed.GetValue(nodeIP), RuntimeEndpoint = parsed.GetValue(runtime), Features = FeatureGates.Parse(parsed.GetValue(features)) };
            if (parsed.GetValue(nodeConfig) is { } nodeFile) settings = settings with { Kubelet = KubeletConfigurationReader.Load(nodeFile) };
            if (parsed.GetValue(schedulerConfig) is { } file) settings = settings with { Scheduler = SchedulerCommand.OptionsOf(KubeSchedulerConfigurationReader.Load(file), file) };
            using var logs = CommonOptions.CreateLogs(parsed, verbose);
            await new ClusterHost(settings, TimeProvider.System, logs).RunAsync(cancellationToken);
            return 0;
        });
        return command;
    }

    private static ImmutableArray<string> Components(string? text)
    {
        if (text is null) return ServerSettings.AllComponents;
        if (text is "none" or "") return [];
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var unknown = names.FirstOrDefault(name => !ServerSettings.AllComponents.Contains(name));
        return unknown is null ? [.. names] : throw new CommandException($"--components has no '{unknown}'; there are {string.Join(", ", ServerSettings.AllComponents)}");
    }
}
