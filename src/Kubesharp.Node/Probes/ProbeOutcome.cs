using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Probes;

/// <summary>What one run of a probe gave.</summary>
/// <param name="Result">Unknown when the probe itself could not be run.</param>
/// <param name="Output">Text for the event.</param>
internal sealed record ProbeOutcome(ProbeResult Result, string Output)
{
    public static ProbeOutcome Success { get; } = new(ProbeResult.Success, "");

    public static ProbeOutcome Failure(string output) => new(ProbeResult.Failure, output);

    public static ProbeOutcome Unknown(string output) => new(ProbeResult.Unknown, output);
}
