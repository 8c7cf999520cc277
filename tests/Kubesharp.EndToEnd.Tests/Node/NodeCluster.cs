using System.Diagnostics;
using System.Globalization;
using Kubesharp.Machine;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Machine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.EndToEnd.Tests;

/// <summary>
/// A cluster of one real node, made by <c>kubesharp up</c>: its own containerd, data folder, cgroups and network namespace, all named
/// after this test process, so that it neither needs nor disturbs another cluster of the machine. What earlier test processes left
/// behind when they were killed is removed first.
/// </summary>
public sealed class NodeCluster : IAsyncLifetime
{
    public const string NodeName = "node-1";

    /// <summary>Long enough for a busy machine; a test that reaches it has failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string Prefix = "kse2e-";
    private static readonly SemaphoreSlim Sweeping = new(1);
    private static int _clusters;
    private readonly string _name = NewName();
    private readonly MachineNetwork _network;
    private int _namespaces;
    private int _files;

    public NodeCluster()
    {
        _network = new MachineNetwork(_name);
        Folder = new DataFolder(FolderOf(_name));
        Kubectl = new Kubectl(Folder.AdminKubeconfig, _name);
    }

    /// <summary>Why the tests cannot run on this machine, or null when they can.</summary>
    public static string? Missing { get; } = FindMissing();

    public Kubectl Kubectl { get; }

    /// <summary>Files of the cluster.</summary>
    public DataFolder Folder { get; }

    /// <summary>Process number of the server; null when it does not run.</summary>
    public int? ServerProcess => new OneMachineCluster(Folder, TimeProvider.System).ServerProcess;

    public async Task InitializeAsync()
    {
        if (Missing is not null) return;
        using var patience = new CancellationTokenSource(Patience);
        await SweepAsync(patience.Token);
        try
        {
            await _network.CreateAsync(patience.Token);
            await UpAsync(patience.Token);
            await ImportImagesAsync(patience.Token);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        if (Missing is not null) return;
        using var patience = new CancellationTokenSource(Patience);
        KeepLog();
        await RemoveAsync(_name, patience.Token);
    }

    /// <summary>Starts what of the cluster does not run, and returns when the node is Ready.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <param name="options">More words for the command.</param>
    public Task<string> UpAsync(CancellationToken cancel, params string[] options) =>
        RunAsync([Binary.Path, "up", "--data-dir", Folder.Path, "--node-name", NodeName, .. options], cancel);

    /// <summary>Gives the runtime the images of the tests.</summary>
    public async Task ImportImagesAsync(CancellationToken cancel)
    {
        var machine = new OneMachineCluster(Folder, TimeProvider.System);
        await Task.WhenAll((await TestImages.AllAsync(cancel)).Select(image => machine.ImportAsync(image, cancel)));
    }

    /// <summary>Sets a second machine up, which joins the cluster by the token of a ServiceAccount, as docs/nodes.md says.</summary>
    internal async Task<JoinedMachine> JoinAsync(CancellationToken cancel)
    {
        var system = Kubectl.In("kube-system");
        await system.RunAsync("create", "serviceaccount", JoinedMachine.NodeName);
        foreach (var role in (string[])["system:node", "system:node-proxier"])
            await system.RunAsync("create", "clusterrolebinding", $"{JoinedMachine.NodeName}-{role[7..]}", "--clusterrole=" + role, $"--serviceaccount=kube-system:{JoinedMachine.NodeName}");
        var token = await system.RunAsync("create", "token", JoinedMachine.NodeName, "--duration=24h");
        var authority = await system.RunAsync("get", "configmap", "kube-root-ca.crt", "-o", @"jsonpath={.data.ca\.crt}");
        return await JoinedMachine.StartAsync(NewName(), _network, token.Trim(), authority, cancel);
    }

    /// <summary>Kills the server without a warning.</summary>
    public async Task KillServerAsync(CancellationToken cancel)
    {
        using var server = Process.GetProcessById(ServerProcess ?? throw new InvalidOperationException("the server does not run"));
        server.Kill();
        await server.WaitForExitAsync(cancel);
    }

    /// <summary>Loses everything that a machine loses when its power fails: every process, mount and link, and no file.</summary>
    public async Task LosePowerAsync(CancellationToken cancel)
    {
        var machine = new OneMachineCluster(Folder, TimeProvider.System);
        foreach (var process in (int?[])[machine.ServerProcess, machine.ContainerdProcess])
        {
            if (process is not null) LinuxProcess.Signal(process.Value, LinuxProcess.SigKill);
        }

        foreach (var shim in LinuxProcess.FindByArgument(Folder.ContainerdSocket)) LinuxProcess.Signal(shim, LinuxProcess.SigKill);
        var cgroups = new CgroupManager(CgroupFileSystem.Detect(), CgroupDriver.Cgroupfs, NullLogger<CgroupManager>.Instance);
        while (!cgroups.Remove(Folder.CgroupRoot)) await Task.Delay(TimeSpan.FromMilliseconds(20), cancel);
        foreach (var mount in LinuxMount.MountPointsUnder(Folder.Path)) LinuxMount.Unmount(mount);
        await _network.DeleteAsync(cancel);
        await _network.CreateAsync(cancel);
    }

    /// <summary>Makes a namespace for one test and gives kubectl in it.</summary>
    public async Task<Kubectl> NamespaceAsync()
    {
        var name = $"test-{Interlocked.Increment(ref _namespaces)}";
        await Kubectl.RunAsync("create", "namespace", name);
        return Kubectl.In(name);
    }

    /// <summary>Writes a file that a test gives to kubectl.</summary>
    /// <returns>Its path.</returns>
    public async Task<string> FileAsync(string name, string text)
    {
        var folder = Directory.CreateDirectory(Folder.Under($"test-files/{Interlocked.Increment(ref _files)}")).FullName;
        var file = Path.Combine(folder, name);
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    /// <summary>Writes a shell script.</summary>
    /// <returns>Its path.</returns>
    public async Task<string> ScriptAsync(string name, string script)
    {
        var file = await FileAsync(name, "#!/bin/sh\n" + script + "\n");
        await Tools.RunAsync("chmod", ["u+x", file], CancellationToken.None);
        return file;
    }

    /// <summary>A client on the machine.</summary>
    public HttpClient CreateClient(TimeSpan timeout) => _network.CreateClient(timeout);

    /// <summary>Runs a command on the machine, which must succeed.</summary>
    public Task<string> RunAsync(IEnumerable<string> command, CancellationToken cancel)
    {
        var words = _network.Enter.Concat(command).ToArray();
        return Tools.RunAsync(words[0], words[1..], cancel);
    }

    private static string NewName() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _clusters)}");

    internal static string FolderOf(string name) => Path.Combine(Path.GetTempPath(), name);

    /// <summary>Removes clusters of processes that are no more.</summary>
    private static async Task SweepAsync(CancellationToken cancel)
    {
        await Sweeping.WaitAsync(cancel);
        try
        {
            var folders = Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*");
            var namespaces = Directory.Exists("/run/netns") ? Directory.EnumerateFiles("/run/netns", Prefix + "*") : [];
            foreach (var name in folders.Concat(namespaces).Select(path => Path.GetFileName(path)).ToHashSet(StringComparer.Ordinal))
            {
                var process = name[Prefix.Length..].Split('-')[0];
                if (!Directory.Exists("/proc/" + process)) await RemoveAsync(name, cancel);
            }
        }
        finally
        {
            Sweeping.Release();
        }
    }

    internal static async Task RemoveAsync(string name, CancellationToken cancel)
    {
        var network = new MachineNetwork(name);
        if (Directory.Exists(FolderOf(name)))
        {
            // Outside of its namespace it would remove the rules and the bridge of the machine's own cluster.
            if (!File.Exists(network.Path)) await network.CreateAsync(cancel);
            var words = network.Enter.Concat([Binary.Path, "down", "--data-dir", FolderOf(name)]).ToArray();
            await Tools.RunAsync(words[0], words[1..], cancel);
        }

        await network.DeleteAsync(cancel);
    }

    private static string? FindMissing()
    {
        if (!OperatingSystem.IsLinux()) return "containers need Linux";
        if (!LinuxCapabilities.Effective().Has(LinuxCapability.SysAdmin)) return "starting containers needs CAP_SYS_ADMIN";
        foreach (var program in (string[])["containerd", "ctr", "runc", "ip", "nft", "nsenter", "script"])
        {
            if (!Tools.Exists(program)) return program + " is not installed";
        }

        if (!File.Exists("/bin/busybox")) return "busybox-static is not installed";
        return File.Exists("/usr/lib/cni/bridge") || File.Exists("/opt/cni/bin/bridge") ? null : "the CNI plugins are not installed";
    }

    /// <summary>The log outlives the cluster, for whoever asks why a test failed.</summary>
    private void KeepLog()
    {
        if (!File.Exists(Folder.ServerLog)) return;
        var kept = Path.Combine(Repository.Root, "artifacts/test-results");
        Directory.CreateDirectory(kept);
        File.Copy(Folder.ServerLog, Path.Combine(kept, $"node-cluster-{_name.Split('-')[^1]}.log"), overwrite: true);
    }
}

[CollectionDefinition(Name)]
public sealed class NodeClusterCollection : ICollectionFixture<NodeCluster>
{
    public const string Name = "node cluster";
}
