using System.CommandLine;
using Kubesharp.Client;
using Kubesharp.Composition;
using Kubesharp.Scheduler;
using Kubesharp.Scheduler.Configuration;

namespace Kubesharp.Commands;

/// <summary><c>kubesharp scheduler</c>: the scheduler alone, on any Kubernetes cluster, in place of another or beside it.</summary>
internal static class SchedulerCommand
{
    public static Command Create()
    {
        var kubeconfig = CommonOptions.Kubeconfig();
        var config = new Option<string?>("--config") { Description = "File with a KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1)" };
        var election = new LeaderElectionFlags();
        var serving = new SecureServingFlags(10259);
        var features = CommonOptions.FeatureGates();
        var verbose = CommonOptions.Verbose();
        var command = new Command("scheduler", "Run the scheduler alone, against any Kubernetes API server") { kubeconfig, config, features };
        election.AddTo(command);
        serving.AddTo(command);
        command.Options.Add(verbose);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var file = parsed.GetValue(config);
            var configuration = file is null ? ConfigurationDefaults.Configuration : KubeSchedulerConfigurationReader.Load(file);
            configuration = configuration with { LeaderElection = election.Over(configuration.LeaderElection, parsed) };
            var errors = ConfigurationValidator.Validate(configuration);
            if (!errors.IsEmpty) throw new CommandException(errors.ToString());
            var probes = serving.EndPoint(parsed);
            using var logs = CommonOptions.CreateLogs(parsed, verbose);
            var connection = configuration.ClientConnection;
            await using var host = new StandaloneHost(ClientConfig.Load(parsed.GetValue(kubeconfig) ?? connection.Kubeconfig), TimeProvider.System, logs);
            var options = OptionsOf(configuration, file) with { Gangs = FeatureGates.Parse(parsed.GetValue(features)).IsEnabled(FeatureGates.GangScheduling) };
            await host.RunSchedulerAsync(options, LeaderElectionFlags.OptionsOf(configuration.LeaderElection), connection, probes, cancellationToken);
            return 0;
        });
        return command;
    }

    /// <summary>The options of a configuration; relative paths in it start from the folder of its file.</summary>
    public static SchedulerOptions OptionsOf(KubeSchedulerConfiguration configuration, string? file) =>
        SchedulerOptions.From(configuration, file is null ? "" : Path.GetDirectoryName(Path.GetFullPath(file))!);
}
