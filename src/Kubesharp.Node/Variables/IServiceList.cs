using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Variables;

/// <summary>The services that containers get variables for.</summary>
internal interface IServiceList
{
    /// <summary>Whether there has been a complete list.</summary>
    bool HasSynced { get; }

    /// <summary>Services of a namespace; waits for the first complete list.</summary>
    Task<IReadOnlyList<Service>> InNamespaceAsync(string ns, CancellationToken cancel);
}
