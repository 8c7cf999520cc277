using System.Diagnostics;

namespace Kubesharp.EndToEnd.Tests;

/// <summary>Runs the real kubectl against a cluster.</summary>
/// <param name="kubeconfig">Where the cluster is.</param>
/// <param name="networkNamespace">Network namespace to run in; null for the machine's own.</param>
/// <param name="ns">Namespace of the cluster that every command is about; null for the default one.</param>
public sealed class Kubectl(string kubeconfig, string? networkNamespace = null, string? ns = null)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>What a run printed and how it ended.</summary>
    public sealed record Result(int ExitCode, string Output, string Error)
    {
        public string All => Output + Error;
    }

    /// <summary>The program: $KUBECTL, or the one on the PATH.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("KUBECTL") is { Length: > 0 } set ? set : "kubectl";

    /// <summary>Namespace of the cluster that every command is about.</summary>
    public string Namespace => ns ?? "default";

    /// <summary>The same with another namespace of the cluster.</summary>
    public Kubectl In(string clusterNamespace) => new(kubeconfig, networkNamespace, clusterNamespace);

    /// <summary>Runs kubectl, which must succeed, and gives what it printed.</summary>
    public async Task<string> RunAsync(params string[] arguments) => Succeeded(await TryAsync(arguments), arguments);

    /// <summary>Runs kubectl with text on its standard input; it must succeed.</summary>
    public async Task<string> PipeAsync(string input, params string[] arguments) => Succeeded(await TryPipeAsync(input, arguments), arguments);

    /// <summary>Runs kubectl, which must fail, and gives what it complained of.</summary>
    public async Task<string> FailAsync(params string[] arguments)
    {
        var result = await TryAsync(arguments);
        Assert.True(result.ExitCode != 0, $"kubectl {string.Join(' ', arguments)} should have failed: {result.All}");
        return result.All;
    }

    public Task<Result> TryAsync(params string[] arguments) => TryPipeAsync(null, arguments);

    public Task<Result> TryPipeAsync(string? input, params string[] arguments) => RunAsync(StartInfo([Program, .. Words(arguments)]), input, arguments);

    private static async Task<Result> RunAsync(ProcessStartInfo start, string? input, string[] arguments)
    {
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new Result(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"kubectl {string.Join(' ', arguments)} did not end within {Limit}");
        }
    }

    /// <summary>Starts kubectl and leaves it running.</summary>
    public RunningKubectl Start(params string[] arguments) => new(StartInfo([Program, .. Words(arguments)]));

    /// <summary>Starts kubectl on a terminal and leaves it running.</summary>
    public RunningKubectl StartOnTerminal(params string[] arguments) =>
        new(StartInfo(["script", "-qec", string.Join(' ', ((string[])[Program, .. Words(arguments)]).Select(Quote)), "/dev/null"]));

    /// <summary>Runs kubectl with a variable set, such as EDITOR; it must succeed.</summary>
    public async Task<string> WithAsync(string variable, string value, params string[] arguments)
    {
        var start = StartInfo([Program, .. Words(arguments)]);
        start.Environment[variable] = value;
        return Succeeded(await RunAsync(start, null, arguments), arguments);
    }

    private static string Quote(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private string[] Words(string[] arguments) => ns is null ? arguments : ["-n", ns, .. arguments];

    private ProcessStartInfo StartInfo(string[] command)
    {
        if (networkNamespace is not null) command = ["nsenter", $"--net=/run/netns/{networkNamespace}", .. command];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["KUBECONFIG"] = kubeconfig;
        start.Environment["HOME"] = Path.GetDirectoryName(kubeconfig)!;
        return start;
    }

    private static string Succeeded(Result result, string[] arguments)
    {
        Assert.True(result.ExitCode == 0, $"kubectl {string.Join(' ', arguments)} failed with {result.ExitCode}: {result.All}");
        return result.Output;
    }
}
