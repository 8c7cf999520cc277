namespace Kubesharp.Node.Cgroups;

/// <summary>Who the kernel kills first when memory runs out: the values of oom_score_adj.</summary>
public static class OomScore
{
    /// <summary>The agent itself.</summary>
    public const int Agent = -999;

    private const int Guaranteed = -997;
    private const int BestEffort = 1000;

    /// <summary>The score of a container.</summary>
    /// <param name="qos">Class of its pod.</param>
    /// <param name="nodeCritical">The pod has a node-critical priority, which protects it like a Guaranteed one.</param>
    /// <param name="memoryRequest">What the container asks for, in bytes.</param>
    /// <param name="memoryCapacity">Memory of the node in bytes.</param>
    public static int ForContainer(PodQosClass qos, bool nodeCritical, long memoryRequest, long memoryCapacity)
    {
        if (nodeCritical || qos == PodQosClass.Guaranteed) return Guaranteed;
        if (qos == PodQosClass.BestEffort || memoryCapacity <= 0) return BestEffort;

        // The more of the node a container has reserved, the later it is killed; always after BestEffort, before Guaranteed.
        var score = 1000 - (long)(1000 * (Int128)memoryRequest / memoryCapacity);
        return (int)Math.Clamp(score, 1000 + Guaranteed, BestEffort - 1);
    }
}
