using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Admission;

/// <summary>A new node takes no pods until it has said that it is ready.</summary>
internal sealed class TaintNodesByCondition : IMutatingAdmissionPlugin
{
    private static readonly Taint NotReady = new() { Key = WellKnownTaints.NotReady, Effect = TaintEffect.NoSchedule };

    public string Name => "TaintNodesByCondition";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) =>
        operation == AdmissionOperation.Create && resource is { Group: "", Resource: "nodes" } && subresource.Length == 0;

    public ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Object is not Node node || node.Spec.Taints.HasTaint(NotReady)) return ValueTask.FromResult(attributes.Object);
        return ValueTask.FromResult<IKind?>(node with { Spec = node.Spec with { Taints = node.Spec.Taints.Add(NotReady) } });
    }
}
