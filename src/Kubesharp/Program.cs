using System.CommandLine;
using Kubesharp.Commands;

var root = new RootCommand("Kubernetes in one process: API server, controllers, scheduler, node agent, network and DNS.")
{
    UpCommand.Create(),
    DownCommand.Create(),
    StatusCommand.Create(),
    ServerCommand.Create(),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    return 130;
}
catch (Exception e) when (e is CommandException or IOException or UnauthorizedAccessException or InvalidOperationException or Kubesharp.Store.StoreException)
{
    await Console.Error.WriteLineAsync($"kubesharp: {e.Message}");
    return 1;
}
