using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Cel;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Devices;

/// <summary>Defaults and rules of requests for devices, which claims and templates share.</summary>
internal static class DeviceRequestRules
{
    private const int MaxRequests = 32;
    private const int MaxSelectors = 32;
    private const int MaxAlternatives = 8;
    private const int MaxExpression = 10 * 1024;
    private const string AdminLabel = "resource.kubernetes.io/admin-access";
    private const string OneOf = "exactly one of `exactly` or `firstAvailable` is required";
    private static readonly CelEnvironment Environment = CelEnvironment.Kubernetes.WithVariables("device");

    /// <summary>The specification with everything filled in; the very same one when it is complete.</summary>
    public static ResourceClaimSpec Default(ResourceClaimSpec spec)
    {
        var requests = spec.Devices.Requests.Map(static request =>
        {
            var exactly = request.Exactly is { } given ? Default(given) : null;
            var alternatives = request.FirstAvailable.Map(static alternative => Default(alternative));
            var isComplete = ReferenceEquals(exactly, request.Exactly) && alternatives == request.FirstAvailable;
            return isComplete ? request : request with { Exactly = exactly, FirstAvailable = alternatives };
        });
        return requests == spec.Devices.Requests ? spec : spec with { Devices = spec.Devices with { Requests = requests } };
    }

    /// <summary>Checks that the namespace allows requests that watch devices of others.</summary>
    public static void ValidateAdminAccess(ResourceClaimSpec spec, string ns, ErrorList errors, FieldPath path, RequestContext context)
    {
        for (var i = 0; i < spec.Devices.Requests.Count; i++)
        {
            if (spec.Devices.Requests[i].Exactly?.AdminAccess != true || context.Objects.Get<Namespace>("", ns)?.Metadata.Labels.Get(AdminLabel) == "true") continue;
            errors.Forbidden(
                path.Child("devices").Child("requests").Index(i).Child("exactly").Child("adminAccess"),
                $"admin access to devices requires the `{AdminLabel}: true` label on the containing namespace");
        }
    }

    public static void Validate(ResourceClaimSpec spec, ErrorList errors, FieldPath path)
    {
        var devices = path.Child("devices");
        var requests = spec.Devices.Requests;
        if (requests.Count > MaxRequests) errors.TooMany(devices.Child("requests"), requests.Count, MaxRequests);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < requests.Count; i++)
        {
            var at = devices.Child("requests").Index(i);
            ValidateName(requests[i].Name, names, errors, at);
            Validate(requests[i], names, errors, at);
        }

        for (var i = 0; i < spec.Devices.Constraints.Count; i++) Validate(spec.Devices.Constraints[i], names, errors, devices.Child("constraints").Index(i));
    }

    /// <summary>Checks that every selector can be compiled.</summary>
    public static void Validate(ValueList<DeviceSelector> selectors, ErrorList errors, FieldPath path)
    {
        if (selectors.Count > MaxSelectors) errors.TooMany(path, selectors.Count, MaxSelectors);
        for (var i = 0; i < selectors.Count; i++)
        {
            var at = path.Index(i).Child("cel");
            if (selectors[i].Cel is not { } cel)
            {
                errors.Required(at);
                continue;
            }

            if (cel.Expression.Length == 0) errors.Required(at.Child("expression"));
            else if (cel.Expression.Length > MaxExpression) errors.TooLong(at.Child("expression"), MaxExpression);
            else if (CelText.WhyMalformed(Environment, cel.Expression) is { } problem) errors.Invalid(at.Child("expression"), cel.Expression, $"compilation failed: {problem}");
        }
    }

    private static void ValidateName(string name, HashSet<string> names, ErrorList errors, FieldPath path)
    {
        if (name.Length == 0) errors.Required(path.Child("name"));
        else errors.Invalid(path.Child("name"), name, Names.Dns1123Label(name));
        if (!names.Add(name)) errors.Duplicate(path.Child("name"), name);
    }

    private static void Validate(DeviceRequest request, HashSet<string> names, ErrorList errors, FieldPath path)
    {
        if (request.Exactly is null && request.FirstAvailable.Count == 0) errors.Required(path, OneOf);
        if (request.Exactly is not null && request.FirstAvailable.Count > 0) errors.Invalid(path, default, OneOf + ", but multiple fields are set");
        if (request.Exactly is { } exactly) Validate(exactly.DeviceClassName, exactly.Selectors, exactly.AllocationMode, exactly.Count, errors, path.Child("exactly"));
        var alternatives = path.Child("firstAvailable");
        if (request.FirstAvailable.Count > MaxAlternatives) errors.TooMany(alternatives, request.FirstAvailable.Count, MaxAlternatives);
        var own = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < request.FirstAvailable.Count; i++)
        {
            var alternative = request.FirstAvailable[i];
            ValidateName(alternative.Name, own, errors, alternatives.Index(i));
            names.Add($"{request.Name}/{alternative.Name}");
            Validate(alternative.DeviceClassName, alternative.Selectors, alternative.AllocationMode, alternative.Count, errors, alternatives.Index(i));
        }
    }

    private static void Validate(string className, ValueList<DeviceSelector> selectors, string mode, long count, ErrorList errors, FieldPath path)
    {
        if (className.Length == 0) errors.Required(path.Child("deviceClassName"));
        else errors.Invalid(path.Child("deviceClassName"), className, Names.Dns1123Subdomain(className));
        Validate(selectors, errors, path.Child("selectors"));
        switch (mode)
        {
            case DeviceAllocationMode.All:
                if (count != 0) errors.Invalid(path.Child("count"), count, $"must not be specified when allocationMode is '{mode}'");
                break;
            case DeviceAllocationMode.ExactCount:
                if (count <= 0) errors.Invalid(path.Child("count"), count, "must be greater than zero");
                break;
            default:
                errors.NotSupported(path.Child("allocationMode"), mode, DeviceAllocationMode.All, DeviceAllocationMode.ExactCount);
                break;
        }
    }

    private static void Validate(DeviceConstraint constraint, HashSet<string> names, ErrorList errors, FieldPath path)
    {
        for (var i = 0; i < constraint.Requests.Count; i++)
        {
            var name = constraint.Requests[i];
            if (!names.Contains(name)) errors.Invalid(path.Child("requests").Index(i), name, "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'");
        }

        if (constraint.MatchAttribute is null && constraint.DistinctAttribute is null) errors.Required(path.Child("matchAttribute"));
    }

    private static ExactDeviceRequest Default(ExactDeviceRequest request)
    {
        var tolerations = request.Tolerations.Map(static toleration => Default(toleration));
        var (mode, count) = Default(request.AllocationMode, request.Count);
        var isComplete = mode == request.AllocationMode && count == request.Count && tolerations == request.Tolerations;
        return isComplete ? request : request with { AllocationMode = mode, Count = count, Tolerations = tolerations };
    }

    private static DeviceSubRequest Default(DeviceSubRequest request)
    {
        var tolerations = request.Tolerations.Map(static toleration => Default(toleration));
        var (mode, count) = Default(request.AllocationMode, request.Count);
        var isComplete = mode == request.AllocationMode && count == request.Count && tolerations == request.Tolerations;
        return isComplete ? request : request with { AllocationMode = mode, Count = count, Tolerations = tolerations };
    }

    private static (string Mode, long Count) Default(string mode, long count)
    {
        if (mode.Length == 0) mode = DeviceAllocationMode.ExactCount;
        return (mode, mode == DeviceAllocationMode.ExactCount && count == 0 ? 1 : count);
    }

    private static DeviceToleration Default(DeviceToleration toleration) =>
        toleration.Operator.Length == 0 ? toleration with { Operator = DeviceTolerationOperator.Equal } : toleration;
}
