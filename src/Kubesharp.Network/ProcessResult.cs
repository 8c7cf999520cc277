namespace Kubesharp.Network;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Exit status; -1 when the command does not exist.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it printed as errors.</param>
internal readonly record struct ProcessResult(int ExitCode, string Output, string Error)
{
    public bool NotFound => ExitCode == -1;
}
