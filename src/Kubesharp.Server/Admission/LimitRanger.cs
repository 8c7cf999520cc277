using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission;

/// <summary>Fills in the requests and limits a namespace's LimitRanges give, and refuses what lies outside of them.</summary>
internal sealed class LimitRanger(IObjectReader objects) : IMutatingAdmissionPlugin, IValidatingAdmissionPlugin
{
    private const string Annotation = "kubernetes.io/limit-ranger";

    public string Name => "LimitRanger";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) => subresource.Length == 0 && resource.Group.Length == 0 && resource.Resource switch
    {
        "pods" => operation == AdmissionOperation.Create,
        "persistentvolumeclaims" => operation is AdmissionOperation.Create or AdmissionOperation.Update,
        _ => false,
    };

    public ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Object is not Pod pod) return ValueTask.FromResult(attributes.Object);
        foreach (var range in objects.List<LimitRange>(attributes.Namespace)) pod = Fill(pod, range);
        return ValueTask.FromResult<IKind?>(pod);
    }

    public ValueTask ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        foreach (var range in objects.List<LimitRange>(attributes.Namespace))
        {
            List<string>? problems = null;
            foreach (var item in range.Spec.Limits)
            {
                if (attributes.Object is Pod pod) CheckPod(pod, item, ref problems);
                else if (attributes.Object is PersistentVolumeClaim claim && item.Type == LimitType.PersistentVolumeClaim) CheckClaim(claim, item, ref problems);
            }

            if (problems is not null) throw AdmissionRefusal.Of(attributes, problems);
        }

        return ValueTask.CompletedTask;
    }

    private static Pod Fill(Pod pod, LimitRange range)
    {
        var limits = default(ValueMap<Quantity>);
        var requests = default(ValueMap<Quantity>);
        foreach (var item in range.Spec.Limits)
        {
            if (item.Type != LimitType.Container) continue;
            foreach (var (name, amount) in item.Default) limits = limits.Set(name, amount);
            foreach (var (name, amount) in item.DefaultRequest) requests = requests.Set(name, amount);
        }

        if (limits.Count == 0 && requests.Count == 0) return pod;
        var notes = new List<string>();
        var containers = Fill(pod.Spec.Containers, limits, requests, "container", notes);
        var initContainers = Fill(pod.Spec.InitContainers, limits, requests, "init container", notes);
        if (notes.Count == 0) return pod;
        return pod with
        {
            Metadata = pod.Metadata with { Annotations = pod.Metadata.Annotations.Set(Annotation, "LimitRanger plugin set: " + string.Join("; ", notes)) },
            Spec = pod.Spec with { Containers = containers, InitContainers = initContainers },
        };
    }

    private static ValueList<Container> Fill(ValueList<Container> containers, ValueMap<Quantity> limits, ValueMap<Quantity> requests, string what, List<string> notes)
    {
        if (containers.Count == 0) return containers;
        var result = containers.AsSpan().ToArray();
        for (var i = 0; i < result.Length; i++)
        {
            var resources = result[i].Resources;
            var addedRequests = Missing(resources.Requests, requests);
            var addedLimits = Missing(resources.Limits, limits);
            if (addedRequests.Count > 0) notes.Add($"{string.Join(", ", addedRequests)} request for {what} {result[i].Name}");
            if (addedLimits.Count > 0) notes.Add($"{string.Join(", ", addedLimits)} limit for {what} {result[i].Name}");
            if (addedRequests.Count == 0 && addedLimits.Count == 0) continue;
            var filledRequests = resources.Requests;
            foreach (var name in addedRequests) filledRequests = filledRequests.Set(name, requests[name]);
            var filledLimits = resources.Limits;
            foreach (var name in addedLimits) filledLimits = filledLimits.Set(name, limits[name]);
            result[i] = result[i] with { Resources = resources with { Requests = filledRequests, Limits = filledLimits } };
        }

        return ValueList.Wrap(result);
    }

    private static List<string> Missing(ValueMap<Quantity> present, ValueMap<Quantity> wanted)
    {
        var result = new List<string>();
        foreach (var (name, _) in wanted)
        {
            if (!present.ContainsKey(name)) result.Add(name);
        }

        return result;
    }

    private static void CheckPod(Pod pod, LimitRangeItem item, ref List<string>? problems)
    {
        if (item.Type == LimitType.Container)
        {
            foreach (var container in pod.Spec.AllContainers()) CheckAmounts(item, container.Resources.Requests, container.Resources.Limits, ref problems);
        }
        else if (item.Type == LimitType.Pod)
        {
            CheckAmounts(item, pod.GetResourceRequests(), pod.GetResourceLimits(), ref problems);
        }
    }

    private static void CheckAmounts(LimitRangeItem item, ValueMap<Quantity> requests, ValueMap<Quantity> limits, ref List<string>? problems)
    {
        foreach (var (name, least) in item.Min) AddTo(ref problems, Minimum(item.Type, name, least, requests, limits));
        foreach (var (name, most) in item.Max) AddTo(ref problems, Maximum(item.Type, name, most, requests, limits));
        foreach (var (name, ratio) in item.MaxLimitRequestRatio) AddTo(ref problems, Ratio(item.Type, name, ratio, requests, limits));
    }

    private static void CheckClaim(PersistentVolumeClaim claim, LimitRangeItem item, ref List<string>? problems)
    {
        var requests = claim.Spec.Resources.Requests;
        foreach (var (name, least) in item.Min) AddTo(ref problems, Minimum(item.Type, name, least, requests, default));
        foreach (var (name, most) in item.Max)
        {
            if (!requests.TryGetValue(name, out var amount)) AddTo(ref problems, $"maximum {name} usage per {item.Type} is {most}.  No request is specified");
            else if (amount > most) AddTo(ref problems, $"maximum {name} usage per {item.Type} is {most}, but request is {amount}");
        }
    }

    private static void AddTo(ref List<string>? problems, string? problem)
    {
        if (problem is not null) (problems ??= []).Add(problem);
    }

    private static string? Minimum(string type, string name, Quantity least, ValueMap<Quantity> requests, ValueMap<Quantity> limits)
    {
        if (!requests.TryGetValue(name, out var request)) return $"minimum {name} usage per {type} is {least}.  No request is specified";
        if (request < least) return $"minimum {name} usage per {type} is {least}, but request is {request}";
        return limits.TryGetValue(name, out var limit) && limit < least ? $"minimum {name} usage per {type} is {least}, but limit is {limit}" : null;
    }

    private static string? Maximum(string type, string name, Quantity most, ValueMap<Quantity> requests, ValueMap<Quantity> limits)
    {
        if (!limits.TryGetValue(name, out var limit)) return $"maximum {name} usage per {type} is {most}.  No limit is specified";
        if (limit > most) return $"maximum {name} usage per {type} is {most}, but limit is {limit}";
        return requests.TryGetValue(name, out var request) && request > most ? $"maximum {name} usage per {type} is {most}, but request is {request}" : null;
    }

    private static string? Ratio(string type, string name, Quantity ratio, ValueMap<Quantity> requests, ValueMap<Quantity> limits)
    {
        if (!requests.TryGetValue(name, out var request) || request.IsZero) return $"{name} max limit to request ratio per {type} is {ratio}, but no request is specified or request is 0";
        if (!limits.TryGetValue(name, out var limit) || limit.IsZero) return $"{name} max limit to request ratio per {type} is {ratio}, but no limit is specified or limit is 0";
        var actual = limit.ToDouble() / request.ToDouble();
        return actual > ratio.ToDouble() ? string.Create(CultureInfo.InvariantCulture, $"{name} max limit to request ratio per {type} is {ratio}, but provided ratio is {actual:F6}") : null;
    }
}
