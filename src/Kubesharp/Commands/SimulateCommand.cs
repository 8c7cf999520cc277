using System.CommandLine;
using System.Globalization;
using System.Text;
using Kubesharp.Api.Core.V1;
using Kubesharp.Client;
using Kubesharp.Scheduler;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Simulation;
using Kubesharp.Scheduler.Snapshots;

namespace Kubesharp.Commands;

/// <summary><c>kubesharp simulate</c>: what the scheduler would do after changes, without touching any cluster.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var kubeconfig = CommonOptions.Kubeconfig();
        var cluster = Many("--cluster", "File or folder with the cluster, such as 'kubectl get nodes,pods,pdb -A -o yaml' writes; instead of --kubeconfig");
        var files = Many("--filename", "File or folder with objects to add or change: pods, workloads, nodes and others", "-f");
        var copies = Many("--add-nodes", "Nodes to add like one that is there: NODE=COUNT");
        var taints = Many("--taint", "Taint to add: NODE=KEY[=VALUE]:EFFECT; with a dash at the end, key of the taint to remove: NODE=KEY-");
        var cordoned = Many("--cordon", "Node that takes no more pods");
        var drained = Many("--drain", "Node that takes no more pods and loses those it has");
        var removed = Many("--remove-node", "Node that goes with all its pods");
        var config = new Option<string?>("--config") { Description = "File with a KubeSchedulerConfiguration" };
        var seed = new Option<int>("--seed") { Description = "Decides among nodes that are equally good" };
        var output = new Option<string>("--output", "-o") { Description = "text or json", DefaultValueFactory = _ => "text" };
        var command = new Command("simulate", "Answer what would be placed, moved or left pending after changes, without touching the cluster")
        {
            kubeconfig, cluster, files, copies, taints, cordoned, drained, removed, config, seed, output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(output) is not ("text" or "json")) throw new CommandException($"--output must be text or json, not '{parsed.GetValue(output)}'");
            var folders = parsed.GetValue(cluster)!;
            var snapshot = folders.Length > 0
                ? new ClusterSnapshot().With([.. folders.SelectMany(ManifestReader.Load)])
                : await ReadAsync(parsed.GetValue(kubeconfig), cancellationToken);
            var tainting = parsed.GetValue(taints)!.Select(ParseTaint).ToArray();
            var changes = new SimulatedChanges
            {
                Objects = [.. parsed.GetValue(files)!.SelectMany(ManifestReader.Load)],
                NodeCopies = [.. parsed.GetValue(copies)!.Select(ParseCopies)],
                Taints = [.. tainting.Where(entry => entry.Taint.Effect.Length > 0)],
                RemovedTaints = [.. tainting.Where(entry => entry.Taint.Effect.Length == 0).Select(entry => (entry.Node, entry.Taint.Key))],
                Cordoned = parsed.GetValue(cordoned)!,
                Drained = parsed.GetValue(drained)!,
                RemovedNodes = parsed.GetValue(removed)!,
            };
            var file = parsed.GetValue(config);
            var options = file is null ? new SchedulerOptions() : SchedulerCommand.OptionsOf(KubeSchedulerConfigurationReader.Load(file), file);
            var report = WhatIf.Run(snapshot, changes, options, parsed.GetValue(seed), cancellationToken);
            Console.Out.WriteLine(parsed.GetValue(output) == "json" ? Encoding.UTF8.GetString(report.ToJson()) : report.ToText().TrimEnd());
            return 0;
        });
        return command;
    }

    private static Option<string[]> Many(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, DefaultValueFactory = _ => [], Arity = ArgumentArity.ZeroOrMore };

    private static async Task<ClusterSnapshot> ReadAsync(string? kubeconfig, CancellationToken cancellationToken)
    {
        using var transport = ClientConfig.Load(kubeconfig ?? "").CreateTransport(TimeProvider.System);
        return await ClusterSnapshot.ReadAsync(new KubernetesClient(transport, TimeProvider.System, "kubesharp-simulate"), cancellationToken);
    }

    private static (string Like, int Count) ParseCopies(string text)
    {
        var equals = text.LastIndexOf('=');
        if (equals > 0 && int.TryParse(text.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return (text[..equals], count);
        throw new CommandException($"--add-nodes must be NODE=COUNT, not '{text}'");
    }

    private static (string Node, Taint Taint) ParseTaint(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var rest = equals < 0 ? "" : text[(equals + 1)..];
        if (equals > 0 && rest.Length > 1 && rest.EndsWith('-')) return (text[..equals], Taint.Empty with { Key = rest[..^1] });
        var colon = rest.LastIndexOf(':');
        var effect = colon < 0 ? "" : rest[(colon + 1)..];
        if (equals <= 0 || colon <= 0 || effect is not (TaintEffect.NoSchedule or TaintEffect.PreferNoSchedule or TaintEffect.NoExecute))
        {
            throw new CommandException($"--taint must be NODE=KEY[=VALUE]:EFFECT or NODE=KEY-, not '{text}'");
        }

        var key = rest[..colon];
        var value = key.IndexOf('=', StringComparison.Ordinal);
        return (text[..equals], Taint.Empty with { Key = value < 0 ? key : key[..value], Value = value < 0 ? "" : key[(value + 1)..], Effect = effect });
    }
}
