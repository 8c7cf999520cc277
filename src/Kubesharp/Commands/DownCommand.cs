using System.CommandLine;
using Kubesharp.Machine;

namespace Kubesharp.Commands;

/// <summary><c>kubesharp down</c>: removes what <c>up</c> made.</summary>
internal static class DownCommand
{
    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        var command = new Command("down", "Stop the one-machine cluster and remove everything of it from this machine") { dataDir };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (Environment.UserName != "root") throw new CommandException("removing a node needs root: run 'sudo kubesharp down'");
            var folder = new DataFolder(parsed.GetValue(dataDir));
            if (!Directory.Exists(folder.Path))
            {
                Console.WriteLine("There is no cluster to remove.");
                return 0;
            }

            await new OneMachineCluster(folder, TimeProvider.System).RemoveAsync(cancellationToken);
            Console.WriteLine("The cluster is gone.");
            return 0;
        });
        return command;
    }
}
