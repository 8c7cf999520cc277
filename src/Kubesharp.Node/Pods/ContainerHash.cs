using System.Globalization;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Node.Pods;

/// <summary>
/// Tells whether a running container was made from the present definition. Only what a pod update may change and what needs a new
/// container is hashed: name and image; other fields cannot change while the pod lives, and new fields in a later version of the
/// API must not restart what runs.
/// </summary>
public static class ContainerHash
{
    /// <summary>The hash as it is written on containers: eight hexadecimal digits at most.</summary>
    public static string Of(Container container)
    {
        var picked = new Container { Name = container.Name, Image = container.Image };
        return Fnv1a(ApiJson.EncodeValue(picked)).ToString("x", CultureInfo.InvariantCulture);
    }

    private static uint Fnv1a(ReadOnlySpan<byte> bytes)
    {
        const uint Basis = 2166136261;
        const uint Prime = 16777619;
        var hash = Basis;
        foreach (var value in bytes) hash = unchecked((hash ^ value) * Prime);
        return hash;
    }
}
