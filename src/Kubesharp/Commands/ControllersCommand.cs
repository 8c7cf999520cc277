using System.CommandLine;
using System.Net;
using Kubesharp.Client;
using Kubesharp.Composition;
using Kubesharp.Scheduler.Configuration;

namespace Kubesharp.Commands;

/// <summary><c>kubesharp controllers</c>: the controllers alone, on any Kubernetes cluster.</summary>
internal static class ControllersCommand
{
    public static Command Create()
    {
        var kubeconfig = CommonOptions.Kubeconfig();
        var clusterCidr = new Option<string>("--cluster-cidr") { Description = "Addresses of all pods, from which nodes get their parts", DefaultValueFactory = _ => "10.244.0.0/16" };
        var election = new LeaderElectionFlags();
        var serving = new SecureServingFlags(10257);
        var verbose = CommonOptions.Verbose();
        var command = new Command("controllers", "Run the controllers alone, against any Kubernetes API server") { kubeconfig, clusterCidr };
        election.AddTo(command);
        serving.AddTo(command);
        command.Options.Add(verbose);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!IPNetwork.TryParse(parsed.GetValue(clusterCidr)!, out var pods)) throw new CommandException($"--cluster-cidr must be a network such as 10.244.0.0/16, not '{parsed.GetValue(clusterCidr)}'");
            var configuration = election.Over(ConfigurationDefaults.Configuration.LeaderElection with { ResourceName = "kube-controller-manager" }, parsed);
            var probes = serving.EndPoint(parsed);
            using var logs = CommonOptions.CreateLogs(parsed, verbose);
            await using var host = new StandaloneHost(ClientConfig.Load(parsed.GetValue(kubeconfig) ?? ""), TimeProvider.System, logs);
            await host.RunControllersAsync(pods, LeaderElectionFlags.OptionsOf(configuration), probes, cancellationToken);
            return 0;
        });
        return command;
    }
}
