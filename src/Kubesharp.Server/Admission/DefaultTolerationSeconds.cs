using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Admission;

/// <summary>Lets pods stay some minutes on a node that is not ready or not reachable, unless they say otherwise.</summary>
internal sealed class DefaultTolerationSeconds : IMutatingAdmissionPlugin
{
    private const long Seconds = 300;

    private static readonly Toleration NotReady = new() { Key = WellKnownTaints.NotReady, Operator = TolerationOperator.Exists, Effect = TaintEffect.NoExecute, TolerationSeconds = Seconds };
    private static readonly Toleration Unreachable = new() { Key = WellKnownTaints.Unreachable, Operator = TolerationOperator.Exists, Effect = TaintEffect.NoExecute, TolerationSeconds = Seconds };

    public string Name => "DefaultTolerationSeconds";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) =>
        operation is AdmissionOperation.Create or AdmissionOperation.Update && resource is { Group: "", Resource: "pods" } && subresource.Length == 0;

    public ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Object is not Pod pod) return ValueTask.FromResult(attributes.Object);
        bool notReady = false, unreachable = false;
        foreach (var toleration in pod.Spec.Tolerations)
        {
            if (toleration.Effect is not ("" or TaintEffect.NoExecute)) continue;
            notReady |= toleration.Key is "" or WellKnownTaints.NotReady;
            unreachable |= toleration.Key is "" or WellKnownTaints.Unreachable;
        }

        if (notReady && unreachable) return ValueTask.FromResult<IKind?>(pod);
        var tolerations = pod.Spec.Tolerations;
        if (!notReady) tolerations = tolerations.Add(NotReady);
        if (!unreachable) tolerations = tolerations.Add(Unreachable);
        return ValueTask.FromResult<IKind?>(pod with { Spec = pod.Spec with { Tolerations = tolerations } });
    }
}
