using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Core;

internal sealed class LimitRangeStrategy : ResourceStrategy<LimitRange>
{
    protected internal override LimitRange Default(LimitRange value)
    {
        var limits = value.Spec.Limits.Map(Item);
        return limits.IsSame(value.Spec.Limits) ? value : value with { Spec = value.Spec with { Limits = limits } };
    }

    protected internal override void Validate(LimitRange value, ErrorList errors, RequestContext context)
    {
        var items = value.Spec.Limits.AsSpan();
        for (var i = 0; i < items.Length; i++)
        {
            var item = items[i];
            var place = FieldPath.Of("spec", "limits").Index(i);
            if (!item.Type.Contains('/') && item.Type is not (LimitType.Pod or LimitType.Container or LimitType.PersistentVolumeClaim)) errors.Invalid(place.Child("type"), item.Type, "must be a standard limit type or fully qualified");
            if (Check.IsRepeated(items, i, static one => one.Type)) errors.Duplicate(place.Child("type"), item.Type);
            Item(item, place, errors);
        }
    }

    private static LimitRangeItem Item(LimitRangeItem item)
    {
        if (item.Type != LimitType.Container) return item;
        var limits = item.Default;
        foreach (var (name, amount) in item.Max)
        {
            if (!limits.ContainsKey(name)) limits = limits.Set(name, amount);
        }

        var requests = item.DefaultRequest;
        foreach (var (name, amount) in limits)
        {
            if (!requests.ContainsKey(name)) requests = requests.Set(name, amount);
        }

        foreach (var (name, amount) in item.Min)
        {
            if (!requests.ContainsKey(name)) requests = requests.Set(name, amount);
        }

        return limits.IsSame(item.Default) && requests.IsSame(item.DefaultRequest) ? item : item with { Default = limits, DefaultRequest = requests };
    }

    private static void Item(LimitRangeItem item, FieldPath path, ErrorList errors)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var map in (ReadOnlySpan<ValueMap<Quantity>>)[item.Max, item.Min, item.Default, item.DefaultRequest, item.MaxLimitRequestRatio]) names.UnionWith(map.Keys);
        if (item.Type == LimitType.Pod)
        {
            if (item.Default.Count > 0) errors.Forbidden(path.Child("default"), "may not be specified when `type` is 'Pod'");
            if (item.DefaultRequest.Count > 0) errors.Forbidden(path.Child("defaultRequest"), "may not be specified when `type` is 'Pod'");
        }

        if (item.Type == LimitType.PersistentVolumeClaim && !item.Min.ContainsKey(ResourceName.Storage) && !item.Max.ContainsKey(ResourceName.Storage)) errors.Required(path.Child("limits"), "either minimum or maximum storage value is required, but neither was provided");
        foreach (var name in names)
        {
            bool hasMax = item.Max.TryGetValue(name, out var max), hasMin = item.Min.TryGetValue(name, out var min), hasDefault = item.Default.TryGetValue(name, out var limit), hasRequest = item.DefaultRequest.TryGetValue(name, out var request);
            if (hasMin && hasMax && min > max) errors.Invalid(path.Child("min").Key(name), min, $"min value {min} is greater than max value {max}");
            if (hasRequest && hasMin && min > request) errors.Invalid(path.Child("defaultRequest").Key(name), request, $"min value {min} is greater than default request value {request}");
            if (hasRequest && hasMax && request > max) errors.Invalid(path.Child("defaultRequest").Key(name), request, $"default request value {request} is greater than max value {max}");
            if (hasRequest && hasDefault && request > limit) errors.Invalid(path.Child("defaultRequest").Key(name), request, $"default request value {request} is greater than default limit value {limit}");
            if (hasDefault && hasMin && min > limit) errors.Invalid(path.Child("default").Key(name), limit, $"min value {min} is greater than default value {limit}");
            if (hasDefault && hasMax && limit > max) errors.Invalid(path.Child("default").Key(name), limit, $"default value {limit} is greater than max value {max}");
            if (item.MaxLimitRequestRatio.TryGetValue(name, out var ratio) && ratio < Quantity.FromValue(1)) errors.Invalid(path.Child("maxLimitRequestRatio").Key(name), ratio, $"ratio {ratio} is less than 1");
        }
    }
}
