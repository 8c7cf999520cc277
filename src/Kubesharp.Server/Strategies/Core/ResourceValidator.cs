using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Checks what containers ask for and may use.</summary>
internal static class ResourceValidator
{
    /// <summary>Checks the resources of a container.</summary>
    /// <param name="resources">The resources.</param>
    /// <param name="claims">The resource claims of the pod.</param>
    /// <param name="path">Place of the resources.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static void Container(ResourceRequirements resources, ValueList<PodResourceClaim> claims, FieldPath path, ErrorList errors) =>
        Requirements(resources, claims, path, errors, forPod: false);

    /// <summary>Checks the resources of a pod as a whole.</summary>
    public static void Pod(PodSpec spec, FieldPath path, ErrorList errors)
    {
        if (spec.Resources is not { } resources) return;
        if (spec.Os?.Name == OSName.Windows) errors.Forbidden(path, "may not be set for a windows pod");
        if (resources.Claims.Count > 0) errors.Forbidden(path.Child("claims"), "claims may not be set for Resources at pod-level");
        Requirements(resources, default, path, errors, forPod: true);
        var requested = PodLevelResources.Sum(spec.Containers, spec.InitContainers, static container => container.Resources.Requests);
        foreach (var (name, amount) in requested)
        {
            if (resources.Requests.TryGetValue(name, out var allowed) && amount > allowed)
            {
                errors.Invalid(path.Child("requests").Key(name), allowed, "must be greater than or equal to aggregate container requests of " + amount);
            }
        }

        for (var i = 0; i < spec.Containers.Count; i++)
        {
            foreach (var (name, limit) in spec.Containers[i].Resources.Limits)
            {
                if (resources.Limits.TryGetValue(name, out var allowed) && limit > allowed)
                {
                    errors.Invalid(FieldPath.Of("spec").Child("containers").Index(i).Child("resources", "limits").Key(name), limit, "must be less than or equal to pod limits of " + allowed);
                }
            }
        }
    }

    /// <summary>An amount that makes sense for its resource.</summary>
    public static void Amount(string name, Quantity amount, FieldPath path, ErrorList errors)
    {
        Check.NonNegative(errors, path, amount);
        if (ResourceNames.IsInteger(name) && ResourceNames.HasFraction(amount)) errors.Invalid(path, amount, "must be an integer");
    }

    private static void Requirements(ResourceRequirements resources, ValueList<PodResourceClaim> claims, FieldPath path, ErrorList errors, bool forPod)
    {
        if (resources.Limits.Count == 0 && resources.Requests.Count == 0 && resources.Claims.Count == 0) return;
        var limits = path.Child("limits");
        var requests = path.Child("requests");
        bool hasCompute = false, hasHugePages = false;
        foreach (var (name, amount) in resources.Limits)
        {
            var place = limits.Key(name);
            Name(name, place, errors, forPod);
            Amount(name, amount, place, errors);
            hasCompute |= name is ResourceName.Cpu or ResourceName.Memory;
            hasHugePages |= HugePages(name, amount, place, errors);
        }

        foreach (var (name, amount) in resources.Requests)
        {
            var place = requests.Key(name);
            Name(name, place, errors, forPod);
            Amount(name, amount, place, errors);
            hasCompute |= name is ResourceName.Cpu or ResourceName.Memory;
            hasHugePages |= HugePages(name, amount, place, errors);
            if (resources.Limits.TryGetValue(name, out var limit))
            {
                if (amount != limit && !ResourceNames.IsOvercommitAllowed(name)) errors.Invalid(requests, amount, $"must be equal to {name} limit of {limit}");
                else if (amount > limit) errors.Invalid(requests, amount, $"must be less than or equal to {name} limit of {limit}");
            }
            else if (!ResourceNames.IsOvercommitAllowed(name))
            {
                errors.Required(limits, "Limit must be set for non overcommitable resources");
            }
        }

        if (hasHugePages && !hasCompute) errors.Forbidden(path, "HugePages require cpu or memory");
        Claims(resources.Claims, claims, path, errors);
    }

    private static void Name(string name, FieldPath path, ErrorList errors, bool forPod)
    {
        if (!forPod) ResourceNames.ValidateForContainer(name, path, errors);
        else if (!PodLevelResources.IsSupported(name)) errors.NotSupported(path, name, ResourceName.Cpu, ResourceNames.HugePagesPrefix, ResourceName.Memory);
    }

    private static bool HugePages(string name, Quantity amount, FieldPath path, ErrorList errors)
    {
        if (!ResourceNames.IsHugePages(name)) return false;
        if (!Quantity.TryParse(name.AsSpan(ResourceNames.HugePagesPrefix.Length), out var size) || size.Value <= 0 || amount.Value % size.Value != 0)
        {
            errors.Invalid(path, amount, $"{amount} is not positive integer multiple of {name}");
        }

        return true;
    }

    private static void Claims(ValueList<ResourceClaim> used, ValueList<PodResourceClaim> claims, FieldPath path, ErrorList errors)
    {
        var items = used.AsSpan();
        for (var i = 0; i < items.Length; i++)
        {
            var place = path.Child("claims").Index(i);
            var claim = items[i];
            if (claim.Name.Length == 0)
            {
                errors.Required(place.Child("name"));
                continue;
            }

            for (var j = 0; j < i; j++)
            {
                if (items[j].Name != claim.Name || (items[j].Request != claim.Request && items[j].Request.Length > 0 && claim.Request.Length > 0)) continue;
                errors.Duplicate(place, claim.Request.Length == 0 ? claim.Name : $"{claim.Name}/{claim.Request}");
                break;
            }

            if (!claims.Any(known => known.Name == claim.Name)) errors.NotFound(place, claim.Name);
        }
    }
}
