using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Hosting;
using Kubesharp.Server.Pipeline;

namespace Kubesharp.Server.Rest;

/// <summary>Serves <c>pods/explain</c>, which Kubernetes does not have: what the scheduler thinks of a pod.</summary>
internal sealed class ExplainHandler(Func<IPodExplainer?> explainer)
{
    public async ValueTask HandleAsync(ApiCall call, RestTarget target)
    {
        if (call.Info.Verb != "get") throw StatusErrors.MethodNotSupported(target.Gvr, call.Info.Verb);
        var found = target.Storage.Find(call.Info.Namespace, call.Info.Name) ?? throw StatusErrors.NotFound(target.Gvr, call.Info.Name);
        if (explainer() is not { } source) throw StatusErrors.ServiceUnavailable("no scheduler runs in this server that could explain its decisions");
        var json = await source.ExplainAsync((Pod)target.Storage.TypedOf(found), call.Cancelled).ConfigureAwait(false);
        var response = call.Http.Response;
        response.StatusCode = 200;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        await response.Body.WriteAsync(json, call.Cancelled).ConfigureAwait(false);
    }
}
