using System.CommandLine;
using Kubesharp.Machine;

namespace Kubesharp.Commands;

/// <summary><c>kubesharp status</c>: what of the one-machine cluster runs.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        var command = new Command("status", "Show what of the one-machine cluster runs") { dataDir };
        command.SetAction(parsed =>
        {
            var folder = new DataFolder(parsed.GetValue(dataDir));
            var cluster = new OneMachineCluster(folder, TimeProvider.System);
            Console.WriteLine($"containerd  {State(cluster.ContainerdProcess)}");
            Console.WriteLine($"kubesharp   {State(cluster.ServerProcess)}");
            Console.WriteLine($"data        {folder.Path}");
            Console.WriteLine($"kubeconfig  {folder.AdminKubeconfig}");
            return cluster.ServerProcess is null ? 1 : 0;
        });
        return command;

        static string State(int? pid) => pid is null ? "not running" : $"running, process {pid}";
    }
}
