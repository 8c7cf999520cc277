using Kubesharp.Api.Core.V1;
using Kubesharp.Client;

namespace Kubesharp.Node.Variables;

/// <summary>Services from the shared informer.</summary>
internal sealed class InformedServices(IInformer<Service> services) : IServiceList
{
    public bool HasSynced => services.HasSynced;

    public async Task<IReadOnlyList<Service>> InNamespaceAsync(string ns, CancellationToken cancel)
    {
        await services.WaitForSyncAsync(cancel);
        return services.ByNamespace(ns);
    }
}
