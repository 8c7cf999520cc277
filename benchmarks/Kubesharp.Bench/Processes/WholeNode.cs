using System.Diagnostics;
using System.Globalization;
using Kubesharp.Node.Cgroups;
using Kubesharp.Node.Machine;

namespace Kubesharp.Bench.Processes;

/// <summary>
/// A whole cluster of one real node, made by <c>kubesharp up</c> in a network namespace of its own, so that it neither needs nor disturbs
/// a cluster on this machine. Needs root and what a node needs.
/// </summary>
internal sealed class WholeNode : IAsyncDisposable
{
    private readonly string _binary;
    private readonly string _folder;
    private readonly string _namespace = $"ksbench{Environment.ProcessId}";

    private WholeNode(string binary, string folder)
    {
        _binary = Path.GetFullPath(binary);
        _folder = Path.GetFullPath(folder);
    }

    /// <summary>From the command until the node was Ready.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    public static async Task<WholeNode> StartAsync(string binary, string folder, CancellationToken cancellationToken)
    {
        if (Environment.UserName != "root") throw new BenchException("a node needs root: leave 'idle' out, or run this as root");
        var node = new WholeNode(binary, folder);
        try
        {
            await RunAsync("ip", ["netns", "add", node._namespace], cancellationToken);
            foreach (var command in (string[])[
                "link set lo up", "link add eth0 type veth peer name uplink", "addr add 192.0.2.10/24 dev eth0", "link set uplink up", "link set eth0 up",
                "route add default via 192.0.2.1"])
            {
                await RunAsync("ip", ["-n", node._namespace, .. command.Split(' ')], cancellationToken);
            }

            var started = Stopwatch.GetTimestamp();
            await RunAsync("nsenter", [node.Enter, node._binary, "up", "--data-dir", node._folder], cancellationToken);
            node.ReadyAfter = Stopwatch.GetElapsedTime(started);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>The node's data.</summary>
    public string Folder => _folder;

    /// <summary>Where the node has its pods' cgroups; they go away with it.</summary>
    public CgroupName CgroupRoot => new(["kubepods-" + Path.GetFileName(_folder)]);

    /// <summary>Socket of the node's container runtime.</summary>
    public string ContainerdSocket => Path.Combine(_folder, "run/containerd.sock");

    /// <summary>What nsenter needs; <c>ip netns exec</c> would hide the cgroups.</summary>
    private string Enter => $"--net=/run/netns/{_namespace}";

    private int Server => int.Parse(File.ReadLines(Path.Combine(_folder, "run/kubesharp.pid")).First().Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>Processor time that Kubesharp's process has used.</summary>
    public TimeSpan ProcessorTime()
    {
        using var server = Process.GetProcessById(Server);
        return server.TotalProcessorTime;
    }

    /// <summary>Gives an image to the node.</summary>
    public async Task ImportAsync(OciImage image, CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder, "image.tar");
        await using (var tar = File.Create(file)) image.WriteTo(tar);
        await RunAsync("ctr", ["--address", ContainerdSocket, "--namespace", "k8s.io", "images", "import", file], cancellationToken);
    }

    /// <summary>Runs kubectl against the node's cluster with a text on its standard input.</summary>
    public Task KubectlAsync(string[] arguments, string input, CancellationToken cancellationToken)
    {
        var kubectl = Environment.GetEnvironmentVariable("KUBECTL") is { Length: > 0 } set ? set : "kubectl";
        return RunAsync("nsenter", [Enter, kubectl, "--kubeconfig", Path.Combine(_folder, "admin.kubeconfig"), .. arguments], cancellationToken, input);
    }

    /// <summary>Memory in bytes that Kubesharp's process holds in RAM.</summary>
    public long Memory() => MeasuredProcess.MemoryOf(Server, "VmRSS");

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RunAsync("nsenter", [Enter, _binary, "down", "--data-dir", _folder], CancellationToken.None);
        }
        finally
        {
            await RunAsync("ip", ["netns", "delete", _namespace], CancellationToken.None);
        }
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken, string input = "")
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true })
            ?? throw new BenchException($"{program} did not start");
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new BenchException($"{program} failed: {errors}{await output}");
    }
}
