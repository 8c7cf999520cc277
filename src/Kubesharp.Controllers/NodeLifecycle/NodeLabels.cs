using Kubesharp.Api;

namespace Kubesharp.Controllers.NodeLifecycle;

/// <summary>Keeps the old names of two node labels equal to the new ones.</summary>
internal static class NodeLabels
{
    private static readonly (string Present, string Old)[] Pairs = [("kubernetes.io/arch", "beta.kubernetes.io/arch"), ("kubernetes.io/os", "beta.kubernetes.io/os")];

    public static ValueMap<string> Apply(ValueMap<string> labels)
    {
        foreach (var (present, old) in Pairs)
        {
            if (labels.TryGetValue(present, out var value) && labels.Get(old) != value) labels = labels.Set(old, value);
        }

        return labels;
    }
}
