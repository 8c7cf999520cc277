using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Knows which resource names mean what.</summary>
internal static class ResourceNames
{
    public const string HugePagesPrefix = "hugepages-";
    private const string RequestsPrefix = "requests.";
    private const string NativePrefix = "kubernetes.io/";

    public static bool IsHugePages(string name) => name.StartsWith(HugePagesPrefix, StringComparison.Ordinal);

    /// <summary>A resource of Kubernetes itself, as opposed to one a device plugin or an administrator added.</summary>
    public static bool IsNative(string name) => !name.Contains('/') || name.Contains(NativePrefix, StringComparison.Ordinal);

    public static bool IsExtended(string name) =>
        !IsNative(name) && !name.StartsWith(RequestsPrefix, StringComparison.Ordinal) && Names.QualifiedName(RequestsPrefix + name).Length == 0;

    /// <summary>Whether limits may be higher than what is requested.</summary>
    public static bool IsOvercommitAllowed(string name) => IsNative(name) && !IsHugePages(name);

    public static bool IsStandardContainerResource(string name) => name is ResourceName.Cpu or ResourceName.Memory or ResourceName.EphemeralStorage || IsHugePages(name);

    public static bool IsStandard(string name) => IsStandardQuotaResource(name) || name is ResourceName.Storage || IsHugePages(name)
        || name.StartsWith(RequestsPrefix + HugePagesPrefix, StringComparison.Ordinal);

    /// <summary>Resources whose amounts are whole numbers.</summary>
    public static bool IsInteger(string name) => name is ResourceName.Pods or ResourceName.Resourcequotas or ResourceName.Services or ResourceName.Replicationcontrollers
        or ResourceName.Secrets or ResourceName.Configmaps or ResourceName.Persistentvolumeclaims or ResourceName.ServicesNodeports or ResourceName.ServicesLoadbalancers || IsExtended(name);

    /// <summary>Whether an amount is no whole number. One of more thousandths than a number can hold is taken for whole.</summary>
    public static bool HasFraction(Quantity amount) => amount.MilliValue is > long.MinValue and < long.MaxValue and var thousandths && thousandths % 1000 != 0;

    /// <summary>Resources a quota may limit besides extended ones and counts of objects.</summary>
    public static bool IsStandardQuotaResource(string name) => name is ResourceName.Cpu or ResourceName.Memory or ResourceName.EphemeralStorage
        or ResourceName.RequestsCpu or ResourceName.RequestsMemory or ResourceName.RequestsStorage or ResourceName.RequestsEphemeralStorage
        or ResourceName.LimitsCpu or ResourceName.LimitsMemory or ResourceName.LimitsEphemeralStorage
        or ResourceName.Pods or ResourceName.Resourcequotas or ResourceName.Services or ResourceName.Replicationcontrollers or ResourceName.Secrets
        or ResourceName.Configmaps or ResourceName.Persistentvolumeclaims or ResourceName.ServicesNodeports or ResourceName.ServicesLoadbalancers
        || IsHugePages(name) || name.StartsWith(RequestsPrefix + HugePagesPrefix, StringComparison.Ordinal);

    /// <summary>Any resource name: a standard one or one with a domain.</summary>
    public static void Validate(string name, FieldPath path, ErrorList errors)
    {
        if (Names.QualifiedName(name) is { Length: > 0 } bad) errors.Invalid(path, name, bad);
        else if (!name.Contains('/') && !IsStandard(name)) errors.Invalid(path, name, "must be a standard resource type or fully qualified");
    }

    /// <summary>A resource a container may ask for.</summary>
    public static void ValidateForContainer(string name, FieldPath path, ErrorList errors)
    {
        Validate(name, path, errors);
        if (!name.Contains('/'))
        {
            if (!IsStandardContainerResource(name)) errors.Invalid(path, name, "must be a standard resource for containers");
        }
        else if (!IsNative(name) && !IsExtended(name))
        {
            errors.Invalid(path, name, "doesn't follow extended resource name standard");
        }
    }
}
