using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Probes;

/// <summary>Runs one probe once.</summary>
internal interface IProbeRunner
{
    Task<ProbeOutcome> RunAsync(Probe probe, Container container, string containerId, PodAddresses addresses, CancellationToken cancel);
}
