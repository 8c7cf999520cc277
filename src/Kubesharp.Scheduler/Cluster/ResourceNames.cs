using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Scheduler.Cluster;

/// <summary>Small numbers for names of resources. Processor time counts in thousandths, everything else in whole units.</summary>
public sealed class ResourceNames
{
    public const int Cpu = 0;
    public const int Memory = 1;
    public const int EphemeralStorage = 2;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    public ResourceNames()
    {
        Intern(ResourceName.Cpu);
        Intern(ResourceName.Memory);
        Intern(ResourceName.EphemeralStorage);
    }

    public int Count => _names.Count;

    public string this[int number] => _names[number];

    public int Intern(string name)
    {
        if (_numbers.TryGetValue(name, out var number)) return number;
        _numbers.Add(name, _names.Count);
        _names.Add(name);
        return _names.Count - 1;
    }

    /// <summary>The amount as the scheduler counts it.</summary>
    public static long Amount(int resource, Quantity quantity) => resource == Cpu ? quantity.MilliValue : quantity.Value;
}
