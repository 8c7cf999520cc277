using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Server.Patch;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Wire;
using YamlText = Kubesharp.Client.YamlText;

namespace Kubesharp.Server.Rest;

/// <summary>
/// Serves the subresources that update one part of their object: namespaces/finalize, pods/ephemeralcontainers, pods/resize and
/// certificatesigningrequests/approval.
/// </summary>
internal sealed class PartialUpdates(RestHandler rest, RestServices services)
{
    public async ValueTask HandleAsync(ApiCall call, RestTarget target)
    {
        var options = WriteOptions.Read(call, call.Info.Verb == "patch" ? "PatchOptions" : "UpdateOptions");
        var context = rest.ContextOf(call, options.DryRun);
        Func<IKubernetesObject, IKubernetesObject> make;
        if (call.Info.Verb == "patch")
        {
            var (type, isYaml) = PatchHandler.TypeOf(call, target);
            if (type == PatchType.Apply) throw StatusErrors.MethodNotAllowed();
            var body = await RequestBody.ReadAsync(call.Http, call.Cancelled).ConfigureAwait(false);
            var patch = isYaml ? YamlText.ToJson(body) : body;
            make = old => target.Strategy.DefaultObject(
                target.Strategy.FromJson(services.Patches.Apply(type, target.Strategy.Schema, target.Strategy.ToJson(old), patch.Span), null));
        }
        else
        {
            var sent = RestHandler.Locate(call, target, await RestHandler.ReadObjectAsync(call, target, options, context).ConfigureAwait(false));
            sent = target.Strategy.DefaultObject(sent);
            make = _ => sent;
        }

        // What an approval may change is for the strategy of requests to say.
        var isApproval = call.Info.Subresource == "approval";
        var update = new ObjectUpdate
        {
            Subresource = call.Info.Subresource,
            Manager = options.FieldManager,
            IsPatch = call.Info.Verb == "patch",
            Change = (_, old, _) => ValueTask.FromResult(make(old)),
            Prepare = isApproval ? null : (old, value) => Take(call.Info.Subresource, old, value),
            Validate = isApproval ? null : static (_, _, _) => { },
        };
        var ns = target.Resource.Info.Namespaced ? call.Info.Namespace : "";
        var outcome = await rest.Writer.UpdateAsync(target, ns, call.Info.Name, update, context, call.Cancelled).ConfigureAwait(false);
        await rest.SendAsync(call, target, outcome.Object, 200, context).ConfigureAwait(false);
    }

    /// <summary>The stored object with the part that the subresource may change.</summary>
    private static IKubernetesObject Take(string subresource, IKubernetesObject old, IKubernetesObject value)
    {
        var metadata = old.Metadata with { ResourceVersion = value.Metadata.ResourceVersion, ManagedFields = value.Metadata.ManagedFields };
        switch (subresource)
        {
            case "finalize":
                var ns = (Namespace)old;
                return ns with { Metadata = metadata, Spec = ns.Spec with { Finalizers = ((Namespace)value).Spec.Finalizers } };
            case "ephemeralcontainers":
                var pod = (Pod)old;
                CheckOnlyAdded(pod, (Pod)value);
                return Counted(pod with { Metadata = metadata, Spec = pod.Spec with { EphemeralContainers = ((Pod)value).Spec.EphemeralContainers } }, pod);
            default:
                var resized = (Pod)value;
                var current = (Pod)old;
                return Counted(current with { Metadata = metadata, Spec = current.Spec with { Containers = WithResources(current.Spec.Containers, resized.Spec.Containers) } }, current);
        }
    }

    private static Pod Counted(Pod value, Pod old) =>
        value.Spec == old.Spec ? value : value with { Metadata = value.Metadata with { Generation = old.Metadata.Generation + 1 } };

    private static void CheckOnlyAdded(Pod old, Pod value)
    {
        var errors = new Api.Validation.ErrorList();
        foreach (var container in old.Spec.EphemeralContainers)
        {
            if (value.Spec.EphemeralContainers.Contains(container)) continue;
            errors.Forbidden(
                Api.Validation.FieldPath.Of("spec", "ephemeralContainers"),
                value.Spec.EphemeralContainers.Any(c => c.EphemeralContainerCommon.Name == container.EphemeralContainerCommon.Name)
                    ? $"existing ephemeral containers {GoText.Quote(container.EphemeralContainerCommon.Name)} may not be changed\n"
                    : $"existing ephemeral containers {GoText.Quote(container.EphemeralContainerCommon.Name)} may not be removed\n");
        }

        if (!errors.IsEmpty) throw StatusErrors.Invalid(Pod.Gvk, old.Metadata.Name, errors);
    }

    private static ValueList<Container> WithResources(ValueList<Container> containers, ValueList<Container> sent)
    {
        var result = containers.AsSpan().ToArray();
        for (var i = 0; i < result.Length; i++)
        {
            foreach (var other in sent)
            {
                if (other.Name == result[i].Name) result[i] = result[i] with { Resources = other.Resources, ResizePolicy = other.ResizePolicy };
            }
        }

        return ValueList.Wrap(result);
    }
}
