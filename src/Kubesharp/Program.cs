using System.CommandLine;
using System.CommandLine.Invocation;
using Kubesharp.Client;
using Kubesharp.Commands;
using Kubesharp.Scheduler.Configuration;

var root = new RootCommand("Kubernetes in one process: API server, controllers, scheduler, node agent, network and DNS.")
{
    UpCommand.Create(),
    DownCommand.Create(),
    StatusCommand.Create(),
    ServerCommand.Create(),
    SchedulerCommand.Create(),
    SimulateCommand.Create(),
    ControllersCommand.Create(),
    NodeCommand.Create(),
    ProxyCommand.Create(),
};
var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
if (parsed is { Errors: [.., var error], Action: ParseErrorAction })
{
    var help = parsed.CommandResult.Command == root ? "kubesharp --help" : $"kubesharp {parsed.CommandResult.Command.Name} --help";
    await Console.Error.WriteLineAsync($"kubesharp: {error.Message.TrimEnd('.')}; see '{help}'");
    return 1;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    return 130;
}
catch (Exception e) when (e is CommandException or KubeConfigException or ConfigurationException or Kubesharp.Api.Serialization.DecodeException or LeadershipLostException or HttpRequestException or IOException or UnauthorizedAccessException or InvalidOperationException or Kubesharp.Store.StoreException)
{
    await Console.Error.WriteLineAsync($"kubesharp: {e.Message}");
    return 1;
}
