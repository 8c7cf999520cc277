namespace Kubesharp.Scheduler.Framework;

/// <summary>What a plugin found out about a pod before looking at nodes.</summary>
public sealed class PreFilterResult
{
    private PreFilterResult()
    {
    }

    /// <summary>The plugin wants to filter nodes for this pod.</summary>
    public static PreFilterResult Continue { get; } = new();

    /// <summary>The plugin has nothing to say about this pod; its filter is not called.</summary>
    public static PreFilterResult Skip { get; } = new() { IsSkip = true };

    public bool IsSkip { get; private init; }

    /// <summary>The refusal of the pod on every node, or null.</summary>
    public Verdict? Verdict { get; private init; }

    /// <summary>Names of the only nodes that come into question, or null for all.</summary>
    public HashSet<string>? NodeNames { get; private init; }

    public static PreFilterResult Refuse(Verdict verdict) => new() { Verdict = verdict };

    public static PreFilterResult Only(HashSet<string> nodeNames) => new() { NodeNames = nodeNames };
}
