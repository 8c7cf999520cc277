using Kubesharp.Api.Node.V1;
using Kubesharp.Client;
using Kubesharp.Node.Cri;

namespace Kubesharp.Node.Pods;

/// <summary>Asks the API server; few pods name a class, so that nothing is kept.</summary>
internal sealed class RuntimeHandlers(KubernetesClient client) : IRuntimeHandlers
{
    public async Task<string> HandlerOfAsync(string? runtimeClass, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(runtimeClass)) return "";
        var found = await client.For<RuntimeClass>().TryGetAsync("", runtimeClass, cancel);
        return found?.Handler ?? throw new GrpcException(
            GrpcStatusCode.NotFound, $"failed to get sandbox runtime: runtimeclass.node.k8s.io \"{runtimeClass}\" not found");
    }
}
