using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Kubesharp.EndToEnd.Tests;

/// <summary>A cluster of three nodes without machines, in a process of its own with a data folder and a port of its own.</summary>
public class SimulatedCluster : IAsyncLifetime
{
    private readonly List<string> _log = [];
    private Process? _server;
    private int _namespaces;
    private string _url = "";

    public Kubectl Kubectl { get; private set; } = null!;

    /// <summary>Files of the cluster, and of tests.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("kubesharp-e2e-").FullName;

    public string Kubeconfig => Path.Combine(Folder, "admin.kubeconfig");

    protected virtual int NodeCount => 3;

    protected virtual string Components => "controllers,scheduler";

    /// <summary>Arguments of the server beyond the usual ones.</summary>
    protected virtual IReadOnlyList<string> MoreArguments => [];

    public virtual async Task InitializeAsync()
    {
        var start = new ProcessStartInfo(
            Binary.Path, ["server", "--data-dir", Folder, "--listen", "127.0.0.1:0", "--components", Components, "--simulate-nodes", $"{NodeCount}", .. MoreArguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _server = Process.Start(start)!;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.OutputDataReceived += (_, line) => Note(line.Data, ready);
        _server.ErrorDataReceived += (_, line) => Note(line.Data, ready);
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Kubectl = new Kubectl(Kubeconfig);
        _url = (await Kubectl.RunAsync("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}")).Trim();
        await Kubectl.RunAsync("wait", "--for=condition=Ready", "node", "--all", "--timeout=60s");
    }

    public virtual async Task DisposeAsync()
    {
        if (_server is not null)
        {
            _server.Kill();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Makes a namespace for one test and gives its name.</summary>
    public async Task<string> NamespaceAsync()
    {
        var name = $"test-{Interlocked.Increment(ref _namespaces)}";
        await Kubectl.RunAsync("create", "namespace", name);
        return name;
    }

    /// <summary>A client without kubectl's manners, as the administrator or as nobody.</summary>
    public HttpClient NewClient(bool withCertificate)
    {
        var authority = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(Folder, "pki/ca.crt")));
        var ssl = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck },
        };
        if (withCertificate) ssl.ClientCertificates = [X509Certificate2.CreateFromPemFile(Path.Combine(Folder, "pki/admin.client.crt"), Path.Combine(Folder, "pki/admin.client.key"))];
        return new HttpClient(new SocketsHttpHandler { SslOptions = ssl, UseProxy = false }) { BaseAddress = new Uri(_url) };
    }

    private void Note(string? line, TaskCompletionSource ready)
    {
        if (line is null)
        {
            lock (_log) ready.TrySetException(new InvalidOperationException("the server ended: " + string.Join('\n', _log.TakeLast(80))));
            return;
        }

        lock (_log) _log.Add(line);
        if (line.Contains("simulated-nodes is ready", StringComparison.Ordinal)) ready.TrySetResult();
    }
}

[CollectionDefinition(Name)]
public sealed class SimulatedClusterCollection : ICollectionFixture<SimulatedCluster>
{
    public const string Name = "simulated cluster";
}
