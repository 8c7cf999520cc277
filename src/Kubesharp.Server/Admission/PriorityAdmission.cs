using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Scheduling.V1;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission;

/// <summary>Turns the name of a PriorityClass into a number, and allows one default class only.</summary>
internal sealed class PriorityAdmission(IObjectReader objects) : IMutatingAdmissionPlugin, IValidatingAdmissionPlugin
{
    public string Name => "Priority";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) =>
        operation is AdmissionOperation.Create or AdmissionOperation.Update && subresource.Length == 0
        && resource is { Group: "", Resource: "pods" } or { Group: "scheduling.k8s.io", Resource: "priorityclasses" };

    public ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken) => ValueTask.FromResult<IKind?>(attributes switch
    {
        { Object: Pod pod, OldObject: Pod old } => Keep(pod, old),
        { Object: Pod pod } => Assign(attributes, pod),
        _ => attributes.Object,
    });

    public ValueTask ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Object is PriorityClass { GlobalDefault: true } added)
        {
            foreach (var other in objects.List<PriorityClass>(""))
            {
                if (other.GlobalDefault && other.Metadata.Name != added.Metadata.Name)
                {
                    throw AdmissionRefusal.Of(attributes, $"PriorityClass {other.Metadata.Name} is already marked as globalDefault. Only one default can exist");
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Clients that leave out what was computed at the creation do not mean to change it.</summary>
    private static Pod Keep(Pod pod, Pod old)
    {
        var spec = pod.Spec;
        if (spec.Priority is null && old.Spec.Priority is not null) spec = spec with { Priority = old.Spec.Priority };
        if (spec.PreemptionPolicy is null && old.Spec.PreemptionPolicy is not null) spec = spec with { PreemptionPolicy = old.Spec.PreemptionPolicy };
        return ReferenceEquals(spec, pod.Spec) ? pod : pod with { Spec = spec };
    }

    private Pod Assign(AdmissionAttributes attributes, Pod pod)
    {
        var name = pod.Spec.PriorityClassName;
        var found = name.Length == 0 ? Default() : objects.Get<PriorityClass>("", name);
        if (found is null && name.Length > 0) throw AdmissionRefusal.Of(attributes, $"no PriorityClass with name {name} was found");
        var priority = found?.Value ?? 0;
        var preemption = found?.PreemptionPolicy ?? PreemptionPolicy.PreemptLowerPriority;
        if (pod.Spec.Priority is { } given && given != priority)
        {
            throw AdmissionRefusal.Of(
                attributes,
                $"the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {priority} from the given PriorityClass name");
        }

        if (pod.Spec.PreemptionPolicy is { } policy && policy != preemption)
        {
            throw AdmissionRefusal.Of(
                attributes,
                $"the string value of PreemptionPolicy ({policy}) must not be provided in pod spec; priority admission controller computed {preemption} from the given PriorityClass name");
        }

        return pod with { Spec = pod.Spec with { PriorityClassName = found?.Metadata.Name ?? "", Priority = priority, PreemptionPolicy = preemption } };
    }

    private PriorityClass? Default()
    {
        PriorityClass? result = null;
        foreach (var one in objects.List<PriorityClass>(""))
        {
            if (one.GlobalDefault && (result is null || one.Value < result.Value)) result = one;
        }

        return result;
    }
}
