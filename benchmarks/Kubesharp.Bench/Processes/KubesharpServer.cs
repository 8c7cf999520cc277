using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kubesharp.Bench.Load;

namespace Kubesharp.Bench.Processes;

/// <summary>The published binary as a process of its own, with a data folder of its own.</summary>
internal sealed class KubesharpServer : IAsyncDisposable
{
    private readonly bool _keep;

    private KubesharpServer(MeasuredProcess process, Target target, string folder, TimeSpan readyAfter, TimeSpan readyTime, bool keep)
    {
        ReadyProcessorTime = readyTime;
        Process = process;
        Target = target;
        Folder = folder;
        ReadyAfter = readyAfter;
        _keep = keep;
    }

    public MeasuredProcess Process { get; }

    public Target Target { get; }

    public string Folder { get; }

    /// <summary>From the start of the process until /readyz answered 200.</summary>
    public TimeSpan ReadyAfter { get; }

    /// <summary>Processor time of the process until then.</summary>
    public TimeSpan ReadyProcessorTime { get; }

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <param name="binary">The published binary.</param>
    /// <param name="folder">Data folder; made when it is not there.</param>
    /// <param name="keep">Whether the folder stays when the server ends.</param>
    /// <param name="arguments">Further arguments.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<KubesharpServer> StartAsync(string binary, string folder, bool keep, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        if (!File.Exists(binary)) throw new BenchException($"{binary} is missing: run ./bench, which builds it");
        Directory.CreateDirectory(folder);
        var endpoint = new IPEndPoint(IPAddress.Loopback, FreePort());
        var started = Stopwatch.GetTimestamp();
        var process = MeasuredProcess.Start(binary, ["server", "--data-dir", folder, "--listen", endpoint.ToString(), .. arguments], Path.Combine(folder, "server.log"));
        try
        {
            await WaitForReadyAsync(process, endpoint, folder, cancellationToken);
            var readyAfter = Stopwatch.GetElapsedTime(started);
            var readyTime = process.ProcessorTime;
            var target = new Target(endpoint, ReadCertificate(Path.Combine(folder, "admin.kubeconfig")));
            return new KubesharpServer(process, target, folder, readyAfter, readyTime, keep);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Process.StopAsync();
        Process.Dispose();
        Target.Certificate?.Dispose();
        if (!_keep) Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Asks until the answer is yes: first for a connection, then on that connection for /readyz, which everybody may read.</summary>
    private static async Task WaitForReadyAsync(MeasuredProcess process, IPEndPoint endpoint, string folder, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (process.HasExited) throw new BenchException($"the server ended at its start, see {folder}/server.log");
            try
            {
                await using var connection = await LoadConnection.OpenAsync(new Target(endpoint, null), patience.Token);
                while ((await connection.SendAsync("GET", "/readyz"u8.ToArray(), "", default, patience.Token)).Status != 200) await Task.Delay(2, patience.Token);
                return;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // Not listening yet.
                await Task.Delay(2, patience.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static X509Certificate2 ReadCertificate(string kubeconfig)
    {
        var lines = File.ReadAllLines(kubeconfig);
        string Value(string name) => Encoding.ASCII.GetString(Convert.FromBase64String(lines.First(line => line.Contains(name + ":", StringComparison.Ordinal)).Split(": ")[1]));
        return X509Certificate2.CreateFromPem(Value("client-certificate-data"), Value("client-key-data"));
    }
}
