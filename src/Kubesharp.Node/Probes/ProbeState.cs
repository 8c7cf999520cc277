using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Probes;

/// <summary>Counts equal outcomes until there are enough of them for a result.</summary>
internal sealed class ProbeState(Probe probe)
{
    private ProbeResult _last;
    private int _count;

    /// <summary>The result the outcomes have come to; unknown before the first.</summary>
    public ProbeResult Result { get; private set; }

    /// <summary>Takes one outcome.</summary>
    /// <returns>True when it changed the result.</returns>
    public bool Add(ProbeResult outcome)
    {
        if (outcome == ProbeResult.Unknown) return false;
        _count = outcome == _last ? _count + 1 : 1;
        _last = outcome;
        var enough = Math.Max(1, outcome == ProbeResult.Success ? probe.SuccessThreshold : probe.FailureThreshold);
        if (_count < enough || Result == outcome) return false;
        Result = outcome;
        return true;
    }
}
