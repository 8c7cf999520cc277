using Kubesharp.Client;
using Kubesharp.Server.Authentication;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Hosting;

/// <summary>Reaches a server in the same process: the same pipeline as over HTTPS, without sockets and without proof of identity.</summary>
public sealed class InProcessTransport : IApiTransport
{
    private readonly RequestPipeline _pipeline;
    private readonly InProcessUser _user;

    internal InProcessTransport(RequestPipeline pipeline, UserIdentity user)
    {
        _pipeline = pipeline;
        _user = new InProcessUser(user);
    }

    public async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var exchange = new InProcessExchange(request, _user, cancellationToken);
        exchange.Run(_pipeline);
        return await exchange.Answered.ConfigureAwait(false);
    }
}
