using System.Globalization;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Objects;

/// <summary>The downward API: what a pod may learn about itself, for variables and for files.</summary>
internal static class PodFields
{
    /// <summary>The text of a field that a volume may name; null when there is no such field.</summary>
    public static string? ForFile(Pod pod, string path)
    {
        var meta = pod.Metadata;
        if (Subscript(path) is var (map, key))
        {
            // A key that is absent gives an empty text, so that pods can name labels they do not have.
            return map switch
            {
                "metadata.labels" => meta.Labels.Get(key) ?? "",
                "metadata.annotations" => meta.Annotations.Get(key) ?? "",
                _ => null,
            };
        }

        return path switch
        {
            "metadata.name" => meta.Name,
            "metadata.namespace" => meta.Namespace,
            "metadata.uid" => meta.Uid,
            "metadata.labels" => Lines(meta.Labels),
            "metadata.annotations" => Lines(meta.Annotations),
            _ => null,
        };
    }

    /// <summary>The text of a field that a variable may name; null when there is no such field.</summary>
    public static string? ForVariable(Pod pod, string path, PodAddresses addresses) => path switch
    {
        "spec.nodeName" => pod.Spec.NodeName,
        "spec.serviceAccountName" => pod.Spec.ServiceAccountName,
        "status.hostIP" => addresses.HostIp,
        "status.hostIPs" => string.Join(',', addresses.HostIps),
        "status.podIP" => addresses.PodIp,
        "status.podIPs" => string.Join(',', addresses.PodIps),
        _ => ForFile(pod, path),
    };

    /// <summary>The text of a resource of a container, in units of the divisor and rounded up.</summary>
    /// <param name="container">The container.</param>
    /// <param name="selector">Which resource, and its unit.</param>
    /// <param name="allocatable">What the node has, which is what a container without a limit may use.</param>
    /// <returns>Null when the resource is none that can be named.</returns>
    public static string? Resource(Container container, ResourceFieldSelector selector, ValueMap<Quantity> allocatable)
    {
        var dot = selector.Resource.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return null;
        var name = selector.Resource[(dot + 1)..];
        Quantity amount;
        switch (selector.Resource[..dot])
        {
            case "limits":
                amount = container.Resources.Limits.Amount(name);
                if (amount.IsZero) amount = allocatable.Amount(name);
                break;
            case "requests":
                amount = container.Resources.Requests.Amount(name);
                break;
            default:
                return null;
        }

        var text = name == ResourceName.Cpu
            ? Divide(amount.MilliValue, selector.Divisor.IsZero ? 1000 : selector.Divisor.MilliValue)
            : Divide(amount.Value, selector.Divisor.IsZero ? 1 : selector.Divisor.Value);
        return text.ToString(CultureInfo.InvariantCulture);
    }

    private static long Divide(long amount, long divisor) => (long)Math.Ceiling((double)amount / divisor);

    private static (string Map, string Key)? Subscript(string path)
    {
        var open = path.IndexOf("['", StringComparison.Ordinal);
        return open < 0 || !path.EndsWith("']", StringComparison.Ordinal) ? null : (path[..open], path[(open + 2)..^2]);
    }

    /// <summary>One line for each pair, in the order of keys, the value in quotes.</summary>
    private static string Lines(ValueMap<string> pairs)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in pairs)
        {
            if (text.Length > 0) text.Append('\n');
            text.Append(key).Append('=').Append(GoText.Quote(value));
        }

        return text.ToString();
    }
}
