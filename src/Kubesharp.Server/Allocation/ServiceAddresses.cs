using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;
using AddressObject = Kubesharp.Api.Networking.V1.IPAddress;
using ServiceCIDR = Kubesharp.Api.Networking.V1.ServiceCIDR;

namespace Kubesharp.Server.Allocation;

/// <summary>
/// The addresses of Services: those of every ServiceCIDR that is ready and not on its way out. Addresses for which somebody else made an
/// IPAddress object are not given away.
/// </summary>
/// <param name="objects">What is stored.</param>
/// <param name="network">The range of the cluster, until there is an object for it.</param>
/// <param name="next">A random number in [low, high).</param>
internal sealed class ServiceAddresses(IObjectReader objects, IPNetwork network, Func<int, int, int> next)
{
    /// <summary>More addresses than this are not handed out of one range.</summary>
    private const int MaxSize = 1 << 20;

    private const string DefaultRange = "kubernetes";
    private const string ManagedByLabel = "ipaddress.kubernetes.io/managed-by";
    private const string ManagedBy = "ipallocator.k8s.io";

    private readonly HashSet<long> _taken = [];

    /// <summary>Notes an address that a Service has.</summary>
    public void Occupy(string address)
    {
        if (NumberOf(address) is { } number) _taken.Add(number);
    }

    public void Release(string address)
    {
        if (NumberOf(address) is { } number) _taken.Remove(number);
    }

    /// <summary>Takes an address; the text says why it cannot be had, and is null when it could.</summary>
    public string? Take(string address)
    {
        if (NumberOf(address) is not { } number || !Ranges().Any(range => range.Contains(number))) return "the provided network does not match the current range";
        return !IsForeign(number) && _taken.Add(number) ? null : "provided IP is already allocated";
    }

    /// <summary>Takes any free address; null when there is none.</summary>
    public string? TakeAny()
    {
        foreach (var range in Ranges())
        {
            if (range.TakeAny(next, IsForeign) is { } free) return TextOf(free);
        }

        return null;
    }

    private IEnumerable<NumberPool> Ranges()
    {
        var hasDefault = false;
        foreach (var cidr in objects.List<ServiceCIDR>(""))
        {
            hasDefault |= cidr.Metadata.Name == DefaultRange;
            if (cidr.Metadata.DeletionTimestamp is not null || cidr.Status.Conditions.Any(static condition => condition.Type == "Ready" && condition.Status != "True")) continue;
            foreach (var block in cidr.Spec.Cidrs)
            {
                if (IPNetwork.TryParse(block, out var parsed) && parsed.BaseAddress.AddressFamily == AddressFamily.InterNetwork) yield return RangeOf(parsed);
            }
        }

        if (!hasDefault) yield return RangeOf(network);
    }

    private NumberPool RangeOf(IPNetwork block)
    {
        // Neither the first address (the network) nor the last one (broadcast) is given to anybody.
        var start = (long)BinaryPrimitives.ReadUInt32BigEndian(block.BaseAddress.GetAddressBytes());
        var count = (int)Math.Min((1L << (32 - block.PrefixLength)) - 2, MaxSize);
        return new NumberPool(start + 1, start + count, Math.Min(Math.Max(16, count / 16), 256), _taken);
    }

    /// <summary>The objects of addresses that Services have follow the Services and are no claims of their own.</summary>
    private bool IsForeign(long number) => objects.Get<AddressObject>("", TextOf(number)) is { } held && held.Metadata.Labels.Get(ManagedByLabel) != ManagedBy;

    private static long? NumberOf(string address) =>
        Addresses.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetwork ? BinaryPrimitives.ReadUInt32BigEndian(parsed.GetAddressBytes()) : null;

    private static string TextOf(long number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)number);
        return new IPAddress(bytes).ToString();
    }
}
