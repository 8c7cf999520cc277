using Kubesharp.Api;
using Kubesharp.Client;
using Kubesharp.Server.Discovery;
using Kubesharp.Server.Metrics;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Rest;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Server.Pipeline;

/// <summary>Hands requests to what serves them.</summary>
internal sealed class RequestRouter(RestHandler rest, SubresourceHandlers subresources, VirtualResources virtuals, DiscoveryHandler discovery, HealthHandler health, ApiServerMetrics metrics)
{
    public ValueTask RouteAsync(ApiCall call)
    {
        var info = call.Info;
        if (!info.IsResourceRequest)
        {
            if (health.TryHandle(call, out var answered)) return answered;
            if (info is { Path: "/metrics", Verb: "get" }) return Wire.ResponseWriter.SendAsync(call.Http, 200, PrometheusRegistry.ContentType, System.Text.Encoding.UTF8.GetBytes(metrics.Write()));
            return discovery.HandleAsync(call);
        }

        var resource = call.Registry.Find(info.Group, info.Version, info.Resource);
        if (resource is null) return Unknown(call);
        if (!resource.Info.Namespaced && info.Namespace.Length > 0 && info.Resource != "namespaces") throw StatusErrors.UnknownResource();
        if (resource.Info.Namespaced && info.Namespace.Length == 0 && info.Name.Length > 0 && info.Verb is "get" or "update" or "patch" or "delete") throw StatusErrors.UnknownResource();
        if (resource.Info.Namespaced && info.Namespace.Length == 0 && info.Verb is ("create" or "deletecollection")) throw StatusErrors.MethodNotAllowed();
        if (resource.Deprecation is { } deprecation)
        {
            Wire.Warnings.Send(call.Http, [deprecation]);
            metrics.AskedForDeprecated(info);
        }

        if (info.Subresource.Length > 0) return RouteSubresource(call, resource);
        if (!Allows(resource.Verbs, info.Verb)) throw StatusErrors.MethodNotAllowed();
        if (info.Verb == "create" && info.Name.Length > 0) throw StatusErrors.MethodNotAllowed();
        if (info.Verb is "update" or "patch" && info.Name.Length == 0) throw StatusErrors.MethodNotAllowed();
        return resource.Strategy is null ? virtuals.HandleAsync(call, resource) : rest.HandleAsync(call, rest.TargetOf(resource));
    }

    private static bool Allows(Verbs verbs, string verb) => verb switch
    {
        "create" => verbs.HasFlag(Verbs.Create),
        "get" => verbs.HasFlag(Verbs.Get),
        "list" => verbs.HasFlag(Verbs.List),
        "watch" => verbs.HasFlag(Verbs.Watch),
        "update" => verbs.HasFlag(Verbs.Update),
        "patch" => verbs.HasFlag(Verbs.Patch),
        "delete" => verbs.HasFlag(Verbs.Delete),
        "deletecollection" => verbs.HasFlag(Verbs.DeleteCollection),
        _ => false,
    };

    /// <summary>A resource that a served version does not have is answered with a Status, one of any other version with plain text.</summary>
    private static ValueTask Unknown(ApiCall call) =>
        call.Registry.Resources.Any(served => served.Info.Gvr.Group == call.Info.Group && served.Info.Gvr.Version == call.Info.Version)
            ? throw StatusErrors.UnknownResource()
            : Wire.ResponseWriter.SendPageNotFoundAsync(call.Http);

    private ValueTask RouteSubresource(ApiCall call, ServedResource resource)
    {
        var info = call.Info;
        if (resource.FindSubresource(info.Subresource) is not { } subresource) throw StatusErrors.UnknownResource();
        var options = info.Subresource == "proxy" && HttpMethods.IsOptions(call.Http.Request.Method);
        if (!options && !Allows(subresource.Verbs, info.Verb)) throw StatusErrors.MethodNotAllowed();
        var target = rest.TargetOf(resource);
        return subresource.Name == "status" ? rest.HandleAsync(call, target) : subresources.HandleAsync(call, target, subresource);
    }
}
