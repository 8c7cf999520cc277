using Kubesharp.Server.Pipeline;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kubesharp.Server.Hosting;

/// <summary>Connects Kestrel with the pipeline directly, without the middleware, diagnostics and service scopes of the general host.</summary>
internal sealed class PipelineApplication(RequestPipeline pipeline) : IHttpApplication<DefaultHttpContext>
{
    public DefaultHttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        // Kestrel keeps one context for each connection or stream, and gives it back for the next request on it.
        if (contextFeatures is IHostContextContainer<DefaultHttpContext> container)
        {
            if (container.HostContext is { } kept)
            {
                kept.Initialize(contextFeatures);
                return kept;
            }

            return container.HostContext = new DefaultHttpContext(contextFeatures);
        }

        return new DefaultHttpContext(contextFeatures);
    }

    public Task ProcessRequestAsync(DefaultHttpContext context) => pipeline.ProcessAsync(context);

    public void DisposeContext(DefaultHttpContext context, Exception? exception) => context.Uninitialize();
}
