using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>Finds the pods of this node and what the runtime has of them; for logs, exec, attach, port-forward and statistics.</summary>
public interface IPodLookup
{
    /// <summary>Every pod the agent knows, with the status it last computed.</summary>
    IReadOnlyCollection<Pod> Pods { get; }

    /// <summary>False until the API server has told which pods there are; before that, a pod that is not found may still exist.</summary>
    bool HasListed { get; }

    /// <summary>The pod of that name, or null.</summary>
    Pod? Find(string ns, string name);

    /// <summary>The ready sandbox of a pod, or null.</summary>
    Task<string?> FindSandboxAsync(string podUid, CancellationToken cancel);

    /// <summary>The newest container of that name, or the one before it; null when the runtime has none.</summary>
    Task<RuntimeContainer?> FindContainerAsync(string podUid, string container, bool previous, CancellationToken cancel);
}
