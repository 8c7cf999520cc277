namespace Kubesharp.Network;

/// <summary>Runs the machine's own network tools.</summary>
internal interface IProcessRunner
{
    Task<ProcessResult> RunAsync(string command, IReadOnlyList<string> arguments, CancellationToken cancellationToken);
}
