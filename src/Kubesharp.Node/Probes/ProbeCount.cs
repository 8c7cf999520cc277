using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Probes;

/// <summary>How often a probe had a result.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Container">Name of the container.</param>
/// <param name="Kind">Liveness, Readiness or Startup.</param>
/// <param name="Result">The result.</param>
/// <param name="Count">How often.</param>
internal sealed record ProbeCount(Pod Pod, string Container, string Kind, ProbeResult Result, long Count);
