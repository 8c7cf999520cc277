using Kubesharp.EndToEnd.Tests.Scheduler;
using Kubesharp.Machine;

namespace Kubesharp.EndToEnd.Tests;

/// <summary>
/// A second machine on the same wire as a cluster's first: a network namespace with an address, a containerd, a data folder and cgroups of
/// its own. Node agent and service proxy run on it as separate processes that know nothing but the server's address and a token.
/// </summary>
internal sealed class JoinedMachine : IAsyncDisposable
{
    public const string NodeName = "node-2";
    public const string Address = "192.0.2.20";

    private readonly MachineNetwork _network;
    private readonly DataFolder _folder;
    private readonly string[] _connection;
    private readonly List<RunningProgram> _programs = [];

    private JoinedMachine(string name, string token)
    {
        _connection = ["--server", $"https://{MachineNetwork.Address}:6443", "--token", token, "--certificate-authority", Path.Combine(NodeCluster.FolderOf(name), "ca.crt")];
        _network = new MachineNetwork(name, Address);
        _folder = new DataFolder(NodeCluster.FolderOf(name));
    }

    /// <summary>Sets the machine up and starts its programs; returns when they say that they work.</summary>
    /// <param name="name">Name of its network namespace and folder.</param>
    /// <param name="first">The cluster's machine.</param>
    /// <param name="token">Token of a user that may do what nodes do.</param>
    /// <param name="authority">The cluster's certificate authority.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<JoinedMachine> StartAsync(string name, MachineNetwork first, string token, string authority, CancellationToken cancel)
    {
        var machine = new JoinedMachine(name, token);
        try
        {
            await machine._network.CreateBesideAsync(first, cancel);
            await machine.StartContainerdAsync(cancel);
            await File.WriteAllTextAsync(machine._folder.Under("ca.crt"), authority, cancel);
            await machine.StartNodeAsync();
            await machine.RunAsync("service-proxy", ["proxy", "--node-name", NodeName]);
            return machine;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the agent without a word and starts it again.</summary>
    public async Task RestartNodeAsync()
    {
        await _programs[0].DisposeAsync();
        _programs.RemoveAt(0);
        await StartNodeAsync();
    }

    /// <summary>A client whose connections begin on the machine.</summary>
    public HttpClient CreateClient(TimeSpan timeout) => _network.CreateClient(timeout);

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs) await program.DisposeAsync();
        using var patience = new CancellationTokenSource(NodeCluster.Patience);
        await NodeCluster.RemoveAsync(_network.Name, patience.Token);
    }

    private Task StartNodeAsync() => RunAsync(
        "node",
        ["node", "--data-dir", _folder.Path, "--node-name", NodeName, "--container-runtime-endpoint", "unix://" + _folder.ContainerdSocket, "--cni-conf-dir", _folder.CniConfigurations]);

    private async Task RunAsync(string component, string[] arguments)
    {
        var program = RunningProgram.StartOn(_network, [.. arguments, .. _connection]);
        _programs.Insert(component == "node" ? 0 : _programs.Count, program);
        await program.UntilAsync($"Component {component} is ready");
    }

    private async Task StartContainerdAsync(CancellationToken cancel)
    {
        var machine = new OneMachineCluster(_folder, TimeProvider.System);
        await machine.StartContainerdAsync(cancel, _network.Enter);
        await Task.WhenAll((await TestImages.AllAsync(cancel)).Select(image => machine.ImportAsync(image, cancel)));
    }
}
