using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Autoscaling.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Api.Serialization;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Patch;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Storage;
using Kubesharp.Server.Wire;

namespace Kubesharp.Server.Rest;

/// <summary>Serves the scale subresource of the workload kinds.</summary>
internal sealed class ScaleHandler(RestHandler rest, RestServices services)
{
    public async ValueTask HandleAsync(ApiCall call, RestTarget target)
    {
        if (call.Info.Verb == "get")
        {
            var found = target.Storage.Find(call.Info.Namespace, call.Info.Name) ?? throw StatusErrors.NotFound(target.Gvr, call.Info.Name);
            await SendAsync(call, ScaleOf(target.Storage.TypedOf(found))).ConfigureAwait(false);
            return;
        }

        var options = WriteOptions.Read(call, call.Info.Verb == "patch" ? "PatchOptions" : "UpdateOptions");
        var make = call.Info.Verb == "patch" ? await PatchAsync(call, target).ConfigureAwait(false) : await SentAsync(call).ConfigureAwait(false);
        var update = new ObjectUpdate
        {
            Subresource = "scale",
            Manager = options.FieldManager,
            IsPatch = true,
            Change = (_, old, _) => ValueTask.FromResult(Change(target, old, make(ScaleOf(old)))),
            Prepare = (old, value) => Counted(old, value),
            Validate = static (_, _, _) => { },
        };
        var context = rest.ContextOf(call, options.DryRun);
        var outcome = await rest.Writer.UpdateAsync(target, call.Info.Namespace, call.Info.Name, update, context, call.Cancelled).ConfigureAwait(false);
        await SendAsync(call, ScaleOf(target.Storage.TypedOf(outcome.Object))).ConfigureAwait(false);
    }

    private static ValueTask SendAsync(ApiCall call, Scale scale) => VirtualResources.SendAsync(call, scale, 200);

    private static async ValueTask<Func<Scale, Scale>> SentAsync(ApiCall call)
    {
        var sent = await VirtualResources.ReadAsync<Scale>(call).ConfigureAwait(false);
        if (sent.Metadata.Name.Length > 0 && sent.Metadata.Name != call.Info.Name)
            throw StatusErrors.BadRequest($"the name of the object ({sent.Metadata.Name}) does not match the name on the URL ({call.Info.Name})");
        return _ => sent;
    }

    private async ValueTask<Func<Scale, Scale>> PatchAsync(ApiCall call, RestTarget target)
    {
        var (type, _) = PatchHandler.TypeOf(call, target);
        if (type == PatchType.Apply) throw StatusErrors.MethodNotAllowed();
        var body = await RequestBody.ReadAsync(call.Http, call.Cancelled).ConfigureAwait(false);
        return scale =>
        {
            var patched = services.Patches.Apply(type, Scale.Schema, ApiJson.Encode(scale), body.Span);
            try
            {
                return ApiJson.Decode<Scale>(patched);
            }
            catch (DecodeException e)
            {
                throw PatchHandler.Invalid(type, body.Span, patched, e);
            }
        };
    }

    private static IKubernetesObject Change(RestTarget target, IKubernetesObject old, Scale scale)
    {
        if (scale.Spec.Replicas < 0)
        {
            var errors = new ErrorList();
            errors.Invalid(FieldPath.Of("spec", "replicas"), scale.Spec.Replicas, "must be greater than or equal to 0");
            throw StatusErrors.Invalid(Scale.Gvk, old.Metadata.Name, errors);
        }

        if (scale.Metadata.Uid.Length > 0 && scale.Metadata.Uid != old.Metadata.Uid)
        {
            throw StatusErrors.Conflict(
                target.Gvr, old.Metadata.Name, $"Precondition failed: UID in precondition: {scale.Metadata.Uid}, UID in object meta: {old.Metadata.Uid}");
        }

        var changed = WithReplicas(old, scale.Spec.Replicas);
        return target.Strategy.WithMetadata(changed, changed.Metadata with { ResourceVersion = scale.Metadata.ResourceVersion });
    }

    private static IKubernetesObject Counted(IKubernetesObject old, IKubernetesObject value) => (old, value) switch
    {
        (Deployment a, Deployment b) when a.Spec != b.Spec => b with { Metadata = b.Metadata with { Generation = a.Metadata.Generation + 1 } },
        (ReplicaSet a, ReplicaSet b) when a.Spec != b.Spec => b with { Metadata = b.Metadata with { Generation = a.Metadata.Generation + 1 } },
        (StatefulSet a, StatefulSet b) when a.Spec != b.Spec => b with { Metadata = b.Metadata with { Generation = a.Metadata.Generation + 1 } },
        (ReplicationController a, ReplicationController b) when a.Spec != b.Spec => b with { Metadata = b.Metadata with { Generation = a.Metadata.Generation + 1 } },
        _ => value,
    };

    private static IKubernetesObject WithReplicas(IKubernetesObject value, int replicas) => value switch
    {
        Deployment deployment => deployment with { Spec = deployment.Spec with { Replicas = replicas } },
        ReplicaSet set => set with { Spec = set.Spec with { Replicas = replicas } },
        StatefulSet set => set with { Spec = set.Spec with { Replicas = replicas } },
        ReplicationController controller => controller with { Spec = controller.Spec with { Replicas = replicas } },
        _ => throw StatusErrors.MethodNotAllowed(),
    };

    private static Scale ScaleOf(IKubernetesObject value)
    {
        var (replicas, current, selector) = value switch
        {
            Deployment d => (d.Spec.Replicas, d.Status.Replicas, Text(d.Spec.Selector)),
            ReplicaSet r => (r.Spec.Replicas, r.Status.Replicas, Text(r.Spec.Selector)),
            StatefulSet s => (s.Spec.Replicas, s.Status.Replicas, Text(s.Spec.Selector)),
            ReplicationController c => (c.Spec.Replicas, c.Status.Replicas, Selector.FromLabels(c.Spec.Selector).ToString()),
            _ => throw StatusErrors.MethodNotAllowed(),
        };
        return new Scale
        {
            Metadata = new ObjectMeta
            {
                Name = value.Metadata.Name,
                Namespace = value.Metadata.Namespace,
                Uid = value.Metadata.Uid,
                ResourceVersion = value.Metadata.ResourceVersion,
                CreationTimestamp = value.Metadata.CreationTimestamp,
            },
            Spec = new ScaleSpec { Replicas = replicas ?? 1 },
            Status = new ScaleStatus { Replicas = current, Selector = selector },
        };
    }

    private static string Text(LabelSelector? selector) => Selector.From(selector).ToString();
}
