using System.Diagnostics;
using Kubesharp.Network.PodNetwork;
using Kubesharp.Network.Proxy;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Machine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Machine;

/// <summary>The two background processes of a one-machine cluster, containerd and Kubesharp itself, and what they leave on the machine.</summary>
public sealed class OneMachineCluster(DataFolder folder, TimeProvider time)
{
    private const int MostRemovals = 50;
    private static readonly TimeSpan RemovalPause = TimeSpan.FromMilliseconds(100);
    private readonly DetachedProcess _containerd = new(folder.ContainerdPidFile);
    private readonly DetachedProcess _server = new(folder.ServerPidFile);

    /// <summary>Process number of the server; null when it does not run.</summary>
    public int? ServerProcess => _server.Find();

    /// <summary>Whether the program file of the running server has been replaced since it started.</summary>
    public bool IsServerReplaced => _server.IsReplaced;

    /// <summary>Process number of containerd; null when it does not run.</summary>
    public int? ContainerdProcess => _containerd.Find();

    /// <summary>Starts containerd with CRI and gives it the sandbox image; returns when CRI answers.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="enter">Words in front of the command, such as those that enter a network namespace.</param>
    public async Task StartContainerdAsync(CancellationToken cancellationToken, params IEnumerable<string> enter)
    {
        var config = ContainerdConfig.ForThisMachine() with
        {
            Root = folder.ContainerdRoot,
            State = folder.ContainerdState,
            Socket = folder.ContainerdSocket,
            CniConfigurations = folder.CniConfigurations,
            Snapshotter = Snapshotter.Choose(folder.ContainerdRoot),
            NetnsUnderState = true,
        };
        foreach (var path in (string[])[config.Root, config.State, config.CniConfigurations]) Directory.CreateDirectory(path);
        var file = folder.Under("containerd.toml");
        await File.WriteAllTextAsync(file, config.ToToml(), cancellationToken);
        string[] command = [.. enter, "containerd", "--config", file];
        await _containerd.StartAsync(command[0], command[1..], folder.ContainerdLog, cancellationToken);
        await WaitForCriAsync(cancellationToken);
        await ImportAsync(LocalImages.Pause(), cancellationToken);
    }

    /// <summary>Starts the server process with every component; returns at once.</summary>
    public Task StartServerAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        _server.StartAsync(Environment.ProcessPath!, ["server", .. arguments], folder.ServerLog, cancellationToken);

    /// <summary>Ends the server process and leaves the pods as they are.</summary>
    public Task StopServerAsync(CancellationToken cancellationToken) => _server.StopAsync("TERM", time, cancellationToken);

    /// <summary>Puts an image into containerd's store.</summary>
    public async Task ImportAsync(OciImage image, CancellationToken cancellationToken)
    {
        var file = folder.Under($"run/import-{Guid.NewGuid():N}.tar");
        try
        {
            await using (var tar = File.Create(file)) image.WriteTo(tar);
            await RunAsync("ctr", ["--address", folder.ContainerdSocket, "--namespace", "k8s.io", "images", "import", file], cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Ends both processes, removes every pod and everything else the cluster put on the machine, and its data.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (folder.IsDefault) await BootUnit.RemoveAsync(cancellationToken);
        await StopServerAsync(cancellationToken);
        if (_containerd.Find() is not null) await RemovePodsAsync(cancellationToken);
        await _containerd.StopAsync("TERM", time, cancellationToken);
        await ServiceProxy.RemoveRulesAsync(new ServiceProxyConfig { NodeName = "" }, cancellationToken);
        await PodNetworkComponent.RemoveAsync(new PodNetworkOptions { NodeName = "", CniFolder = folder.CniConfigurations, IpamDataFolder = folder.Under("cni/ipam") }, NullLoggerFactory.Instance, cancellationToken);
        foreach (var shim in LinuxProcess.FindByArgument(folder.ContainerdSocket)) LinuxProcess.Signal(shim, LinuxProcess.SigKill);
        await RemoveCgroupsAsync(cancellationToken);
        foreach (var mount in LinuxMount.MountPointsUnder(folder.Path)) LinuxMount.Unmount(mount);
        if (Directory.Exists(folder.Path)) Directory.Delete(folder.Path, recursive: true);
        if (folder.IsDefault && Directory.Exists("/etc/kubesharp")) Directory.Delete("/etc/kubesharp", recursive: true);
    }

    /// <summary>Ends what still runs in the pods' cgroups, as after a containerd that was killed, and removes them.</summary>
    private async Task RemoveCgroupsAsync(CancellationToken cancellationToken)
    {
        var cgroups = new CgroupManager(CgroupFileSystem.Detect(), CgroupDriver.Cgroupfs, NullLogger<CgroupManager>.Instance);
        while (!cgroups.Remove(folder.CgroupRoot)) await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{program} did not start");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} failed: {errors}{await output}");
    }

    private async Task WaitForCriAsync(CancellationToken cancellationToken)
    {
        using var channel = new GrpcChannel(folder.ContainerdSocket, time);
        var cri = new CriClient(channel);
        while (true)
        {
            try
            {
                await cri.VersionAsync(cancellationToken);
                return;
            }
            catch (GrpcException e) when (e.IsStarting)
            {
                if (_containerd.Find() is null) throw new InvalidOperationException($"containerd ended at start, see {folder.ContainerdLog}", e);
                await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Removes every pod. The runtime refuses to remove a container that it is still starting, as after a server that ended in the middle
    /// of it, so that this may take several tries.
    /// </summary>
    private async Task RemovePodsAsync(CancellationToken cancellationToken)
    {
        using var channel = new GrpcChannel(folder.ContainerdSocket, time);
        var cri = new CriClient(channel);
        for (var tries = 1; ; tries++)
        {
            try
            {
                await RemovePodsAsync(cri, cancellationToken);
                return;
            }
            catch (GrpcException e) when (!e.IsUnavailable && tries < MostRemovals)
            {
                await Task.Delay(RemovalPause, time, cancellationToken);
            }
        }
    }

    private static async Task RemovePodsAsync(CriClient cri, CancellationToken cancellationToken)
    {
        var sandboxes = await cri.ListPodSandboxAsync(null, cancellationToken);
        await Task.WhenAll(sandboxes.Select(async sandbox =>
        {
            await cri.StopPodSandboxAsync(sandbox.Id, cancellationToken);
            await cri.RemovePodSandboxAsync(sandbox.Id, cancellationToken);
        }));
    }
}
