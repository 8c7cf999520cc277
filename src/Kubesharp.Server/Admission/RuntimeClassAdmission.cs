using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Node.V1;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission;

/// <summary>Adds what a RuntimeClass costs and where it exists to the pods that use it.</summary>
internal sealed class RuntimeClassAdmission(IObjectReader objects) : IMutatingAdmissionPlugin
{
    public string Name => "RuntimeClass";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) =>
        operation == AdmissionOperation.Create && resource is { Group: "", Resource: "pods" } && subresource.Length == 0;

    public ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Object is not Pod pod) return ValueTask.FromResult(attributes.Object);
        if (pod.Spec.RuntimeClassName is not { } name)
        {
            if (pod.Spec.Overhead.Count > 0) throw AdmissionRefusal.Of(attributes, "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
            return ValueTask.FromResult<IKind?>(pod);
        }

        var found = objects.Get<RuntimeClass>("", name) ?? throw AdmissionRefusal.Of(attributes, $"pod rejected: RuntimeClass \"{name}\" not found");
        return ValueTask.FromResult<IKind?>(WithScheduling(attributes, WithOverhead(attributes, pod, found), found));
    }

    private static Pod WithOverhead(AdmissionAttributes attributes, Pod pod, RuntimeClass runtime)
    {
        var overhead = runtime.Overhead?.PodFixed ?? default;
        if (pod.Spec.Overhead.Count > 0 && pod.Spec.Overhead != overhead) throw AdmissionRefusal.Of(attributes, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
        return overhead.Count == 0 ? pod : pod with { Spec = pod.Spec with { Overhead = overhead } };
    }

    private static Pod WithScheduling(AdmissionAttributes attributes, Pod pod, RuntimeClass runtime)
    {
        if (runtime.Scheduling is not { } scheduling) return pod;
        var selector = pod.Spec.NodeSelector;
        foreach (var (key, value) in scheduling.NodeSelector)
        {
            if (selector.TryGetValue(key, out var own) && own != value)
            {
                throw AdmissionRefusal.Of(attributes, $"conflict: runtimeClass.scheduling.nodeSelector[{key}] = {value}; pod.spec.nodeSelector[{key}] = {own}");
            }

            selector = selector.Set(key, value);
        }

        var tolerations = pod.Spec.Tolerations;
        foreach (var toleration in scheduling.Tolerations)
        {
            if (!tolerations.Contains(toleration)) tolerations = tolerations.Add(toleration);
        }

        return pod with { Spec = pod.Spec with { NodeSelector = selector, Tolerations = tolerations } };
    }
}
