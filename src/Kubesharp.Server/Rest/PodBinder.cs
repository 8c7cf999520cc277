using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Wire;

namespace Kubesharp.Server.Rest;

/// <summary>Binds pods to nodes, as schedulers ask.</summary>
internal sealed class PodBinder(RestHandler rest, TimeProvider time)
{
    /// <summary>Binds and sends the outcome.</summary>
    public async ValueTask BindAsync(ApiCall call, string podName, Binding binding)
    {
        var resource = call.Registry.Find("", "v1", "pods")!;
        var target = rest.TargetOf(resource);
        var options = WriteOptions.Read(call, "CreateOptions");
        if (binding.Metadata.Name.Length > 0 && binding.Metadata.Name != podName)
            throw StatusErrors.BadRequest("name in URL does not match name in Binding object");
        Check(binding, podName);
        var update = new ObjectUpdate
        {
            Subresource = "binding",
            IsPatch = true,
            ExpectedUid = binding.Metadata.Uid,
            Change = (_, old, _) => ValueTask.FromResult(Bind((Pod)old, binding)),
            Prepare = static (_, value) => value,
            Validate = static (_, _, _) => { },
        };
        var context = rest.ContextOf(call, options.DryRun);
        await rest.Writer.UpdateAsync(target, call.Info.Namespace, podName, update, context, call.Cancelled).ConfigureAwait(false);
        await ResponseWriter.WriteAsync(call.Http, Negotiation.Choose(call.Http.Request, projections: false), 201, new Status { Outcome = "Success", Code = 201 })
            .ConfigureAwait(false);
    }

    private static void Check(Binding binding, string podName)
    {
        var errors = new ErrorList();
        if (binding.Target.Kind is not ("" or "Node")) errors.NotSupported(FieldPath.Of("target", "kind"), binding.Target.Kind, "Node", "<empty>");
        if (binding.Target.Name.Length == 0) errors.Required(FieldPath.Of("target", "name"));
        if (!errors.IsEmpty) throw StatusErrors.Invalid(Binding.Gvk, podName, errors);
    }

    private IKubernetesObject Bind(Pod pod, Binding binding)
    {
        var gvr = Pod.Resource.Gvr;
        var name = pod.Metadata.Name;
        if (pod.Metadata.DeletionTimestamp is not null) throw StatusErrors.Conflict(gvr, name, $"pod {name} is being deleted, cannot be assigned to a host");
        if (pod.Spec.NodeName.Length > 0) throw StatusErrors.Conflict(gvr, name, $"pod {name} is already assigned to node {GoText.Quote(pod.Spec.NodeName)}");
        if (pod.Spec.SchedulingGates.Count > 0)
            throw StatusErrors.Conflict(gvr, name, $"pod {name} has non-empty .spec.schedulingGates");
        var annotations = pod.Metadata.Annotations;
        foreach (var (key, value) in binding.Metadata.Annotations) annotations = annotations.Set(key, value);
        var labels = pod.Metadata.Labels;
        foreach (var (key, value) in binding.Metadata.Labels) labels = labels.Set(key, value);
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var scheduled = new PodCondition { Type = "PodScheduled", Status = "True" };
        var conditions = new List<PodCondition>();
        PodCondition? before = null;
        foreach (var condition in pod.Status.Conditions)
        {
            if (condition.Type == "PodScheduled") before = condition;
            else conditions.Add(condition);
        }

        conditions.Add(scheduled with { LastTransitionTime = before is { Status: "True" } ? before.LastTransitionTime : now });
        return pod with
        {
            Metadata = pod.Metadata with { Annotations = annotations, Labels = labels },
            Spec = pod.Spec with { NodeName = binding.Target.Name },
            // It has told where the pod was about to go, which the pod's node says from now on.
            Status = pod.Status with { Conditions = conditions.ToValueList(), NominatedNodeName = "" },
        };
    }
}
