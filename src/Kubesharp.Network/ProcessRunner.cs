using System.ComponentModel;
using System.Diagnostics;

namespace Kubesharp.Network;

/// <summary>Starts commands from the PATH, in another network namespace when one is given.</summary>
/// <param name="networkNamespace">File of the network namespace; null for the one of the process.</param>
internal sealed class ProcessRunner(string? networkNamespace = null) : IProcessRunner
{
    public async Task<ProcessResult> RunAsync(string command, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(networkNamespace is null ? command : "nsenter") { RedirectStandardOutput = true, RedirectStandardError = true };
        if (networkNamespace is not null)
        {
            start.ArgumentList.Add("--net=" + networkNamespace);
            start.ArgumentList.Add(command);
        }

        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new ProcessResult(-1, "", e.Message);
        }

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ProcessResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
