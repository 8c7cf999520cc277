using Kubesharp.Api;
using Kubesharp.Api.Authentication.V1;
using Kubesharp.Api.Certificates.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Proxy;
using Kubesharp.Server.Registry;

namespace Kubesharp.Server.Rest;

/// <summary>Serves the subresources other than status.</summary>
internal sealed class SubresourceHandlers(RestHandler rest, PodBinder binder, PodEvictor evictor, ScaleHandler scales, TokenHandler tokens, PartialUpdates partials, ProxyHandler proxies, ExplainHandler explanations)
{
    public async ValueTask HandleAsync(ApiCall call, RestTarget target, Subresource subresource)
    {
        if (call.Info.Verb == "get" && subresource.Name is "ephemeralcontainers" or "resize" or "approval")
        {
            await rest.HandleAsync(call, target).ConfigureAwait(false);
            return;
        }

        switch (subresource.Name)
        {
            case "scale":
                await scales.HandleAsync(call, target).ConfigureAwait(false);
                break;
            case "binding":
                await binder.BindAsync(call, call.Info.Name, await VirtualResources.ReadAsync<Binding>(call).ConfigureAwait(false)).ConfigureAwait(false);
                break;
            case "eviction":
                await evictor.EvictAsync(call, target, await VirtualResources.ReadAsync<Eviction>(call).ConfigureAwait(false)).ConfigureAwait(false);
                break;
            case "token":
                await tokens.HandleAsync(call, target, await VirtualResources.ReadAsync<TokenRequest>(call).ConfigureAwait(false)).ConfigureAwait(false);
                break;
            case "finalize" or "ephemeralcontainers" or "resize" or "approval":
                await partials.HandleAsync(call, target).ConfigureAwait(false);
                break;
            case "explain":
                await explanations.HandleAsync(call, target).ConfigureAwait(false);
                break;
            case "log" or "exec" or "attach" or "portforward" or "proxy":
                await proxies.HandleAsync(call, target).ConfigureAwait(false);
                break;
            default:
                throw StatusErrors.UnknownResource();
        }
    }
}
