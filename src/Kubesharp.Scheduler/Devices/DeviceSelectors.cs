using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Kubesharp.Api;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Cel;
using Kubesharp.Cel.Values;

namespace Kubesharp.Scheduler.Devices;

/// <summary>Compiles and evaluates the expressions by which devices are chosen.</summary>
internal static class DeviceSelectors
{
    private const int MaxCached = 1024;
    private const string Variable = "device";
    private static readonly CelType QuantityType = new("kubernetes.Quantity");
    private static readonly CelType SemverType = new("kubernetes.Semver");
    private static readonly CelEnvironment Environment = CelEnvironment.Kubernetes.WithVariables(Variable);
    private static readonly ConcurrentDictionary<string, (CelProgram? Program, CelError? Failure)> Programs = new(StringComparer.Ordinal);

    /// <summary>True, false, or why there is no answer.</summary>
    public static CelValue Evaluate(string selector, CelValue device)
    {
        var (program, failure) = Compile(selector);
        if (program is null) return failure!;
        var result = program.Evaluate(CelVariables.Of(Variable, device));
        return result is CelBool or CelError ? result : new CelError($"CEL expression must evaluate to bool, not {result.Type}");
    }

    /// <summary>The device as expressions see it.</summary>
    public static CelValue ToValue(DeviceEntry entry)
    {
        var attributes = new Dictionary<string, Dictionary<string, CelValue>>(StringComparer.Ordinal);
        foreach (var (name, attribute) in entry.Device.Attributes) Add(attributes, entry.Key.Driver, name, ToValue(attribute));
        var capacity = new Dictionary<string, Dictionary<string, CelValue>>(StringComparer.Ordinal);
        foreach (var (name, amount) in entry.Device.Capacity) Add(capacity, entry.Key.Driver, name, new CelOpaque(QuantityType, amount.Value));
        return CelMap.Of(
        [
            new("driver", entry.Key.Driver),
            new("attributes", new Domains(attributes)),
            new("capacity", new Domains(capacity)),
            new("allowMultipleAllocations", entry.IsShared),
        ]);
    }

    private static (CelProgram? Program, CelError? Failure) Compile(string selector)
    {
        if (Programs.TryGetValue(selector, out var known)) return known;
        try
        {
            known = (Environment.Compile(selector), null);
        }
        catch (CelException e)
        {
            known = (null, new CelError(e.Message));
        }

        if (Programs.Count >= MaxCached) Programs.Clear();
        Programs[selector] = known;
        return known;
    }

    private static void Add(Dictionary<string, Dictionary<string, CelValue>> domains, string driver, string name, CelValue value)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var domain = slash < 0 ? driver : name[..slash];
        if (!domains.TryGetValue(domain, out var values)) domains.Add(domain, values = new(StringComparer.Ordinal));
        values[slash < 0 ? name : name[(slash + 1)..]] = value;
    }

    private static CelValue ToValue(DeviceAttribute attribute)
    {
        if (attribute.Int is { } number) return number;
        if (attribute.Bool is { } flag) return flag;
        if (attribute.String is { } text) return text;
        if (attribute.Version is not { } version) return CelNull.Value;
        return SemanticVersion.TryParse(version, out var parsed) ? new CelOpaque(SemverType, parsed) : new CelError($"failed to parse \"{version}\" as a semantic version");
    }

    /// <summary>Values by domain; a domain that is not there has no values, so that asking for it is not an error.</summary>
    private sealed class Domains(Dictionary<string, Dictionary<string, CelValue>> domains) : CelMap
    {
        private readonly Dictionary<string, CelMap> _domains = domains.ToDictionary(entry => entry.Key, entry => Of(entry.Value), StringComparer.Ordinal);

        public override int Count => _domains.Count;

        public override IEnumerable<CelValue> Keys => _domains.Keys.Select(static key => (CelValue)key);

        public override bool TryGet(CelValue key, [MaybeNullWhen(false)] out CelValue value)
        {
            value = key is CelString domain ? _domains.GetValueOrDefault(domain.Value, Empty) : null;
            return value is not null;
        }
    }
}
