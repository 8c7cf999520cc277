using System.Diagnostics;
using System.Globalization;

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

    // nsenter and not "ip netns exec": that one would hide the cgroups.
    public static async Task<WholeNode> StartAsync(string binary, string folder, CancellationToken cancellationToken)
    {
        if (Environment.UserName != "root") throw new BenchException("a node needs root: leave 'idle' out, or run this as root");
        var node = new WholeNode(binary, folder);
        try
        {
            await RunAsync("ip", ["netns", "add", node._namespace], cancellationToken);
            foreach (var command in (string[])["link set lo up", "link add eth0 type veth peer name eth1", "link set eth1 up", "addr add 192.0.2.10/24 dev eth0", "link set eth0 up", "route add default via 192.0.2.1"])
                await RunAsync("ip", ["-n", node._namespace, .. command.Split(' ')], cancellationToken);
            var started = Stopwatch.GetTimestamp();
            await RunAsync("nsenter", [$"--net=/run/netns/{node._namespace}", node._binary, "up", "--data-dir", node._folder], cancellationToken);
            node.ReadyAfter = Stopwatch.GetElapsedTime(started);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Memory in bytes that Kubesharp's process holds in RAM.</summary>
    public long Memory() => MeasuredProcess.MemoryOf(int.Parse(File.ReadLines(Path.Combine(_folder, "run/kubesharp.pid")).First().Split(' ')[0], CultureInfo.InvariantCulture), "VmRSS");

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RunAsync("nsenter", [$"--net=/run/netns/{_namespace}", _binary, "down", "--data-dir", _folder], CancellationToken.None);
        }
        finally
        {
            await RunAsync("ip", ["netns", "delete", _namespace], CancellationToken.None);
        }
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })
            ?? throw new BenchException($"{program} did not start");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new BenchException($"{program} failed: {errors}{await output}");
    }
}
