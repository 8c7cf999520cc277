using Kubesharp.Node.Pods;
using Kubesharp.Node.Probes;

namespace Kubesharp.Node.Server;

/// <summary>The document of <c>/metrics/probes</c>.</summary>
internal static class ProbeMetrics
{
    public static byte[] Write(IEnumerable<ProbeCount> counts)
    {
        const string Name = "prober_probe_total";
        var text = new MetricText();
        text.Family(Name, "counter", "[BETA] Cumulative number of a liveness, readiness or startup probe for a container by result.");
        foreach (var count in counts)
        {
            var metadata = count.Pod.Metadata;
            var result = count.Result switch
            {
                ProbeResult.Success => "successful",
                ProbeResult.Failure => "failed",
                _ => "unknown",
            };
            text.Sample(
                Name,
                $"container=\"{count.Container}\",namespace=\"{metadata.Namespace}\",pod=\"{metadata.Name}\",pod_uid=\"{metadata.Uid}\",probe_type=\"{count.Kind}\",result=\"{result}\"",
                count.Count);
        }

        return text.ToBytes();
    }
}
