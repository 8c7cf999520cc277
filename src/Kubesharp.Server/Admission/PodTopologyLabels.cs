using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission;

/// <summary>Copies zone and region of the chosen node to the pod, by way of the binding.</summary>
internal sealed class PodTopologyLabels(IObjectReader objects) : IMutatingAdmissionPlugin
{
    private static readonly string[] Labels = [WellKnownLabels.Region, WellKnownLabels.Zone];

    public string Name => "PodTopologyLabels";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) =>
        operation == AdmissionOperation.Create && resource is { Group: "", Resource: "pods" } && subresource == "binding";

    public ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Object is not Binding { Target: { Kind: "" or "Node", Name: var name } } binding || objects.Get<Node>("", name) is not { } node) return ValueTask.FromResult(attributes.Object);
        var labels = binding.Metadata.Labels;
        foreach (var label in Labels)
        {
            if (node.Metadata.Labels.TryGetValue(label, out var value)) labels = labels.Set(label, value);
        }

        return ValueTask.FromResult<IKind?>(binding with { Metadata = binding.Metadata with { Labels = labels } });
    }
}
