using System.Collections.Immutable;

namespace Kubesharp.Node.Pods;

/// <summary>One sandbox as the runtime has it.</summary>
public sealed record RuntimeSandbox
{
    public required string Id { get; init; }

    public bool IsReady { get; init; }

    /// <summary>Counts the sandboxes a pod has had, from zero.</summary>
    public uint Attempt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Addresses of the sandbox; empty for one on the host's network.</summary>
    public ImmutableArray<string> Ips { get; init; } = [];

    /// <summary>The sandbox uses the node's network instead of its own.</summary>
    public bool HostNetwork { get; init; }
}

/// <summary>Everything the runtime has of one pod at one moment, newest first.</summary>
public sealed record PodRuntimeStatus
{
    public static PodRuntimeStatus Nothing { get; } = new();

    public ImmutableArray<RuntimeSandbox> Sandboxes { get; init; } = [];

    public ImmutableArray<RuntimeContainer> Containers { get; init; } = [];

    /// <summary>The newest sandbox, ready or not.</summary>
    public RuntimeSandbox? Sandbox => Sandboxes.Length == 0 ? null : Sandboxes[0];

    /// <summary>True when a container is running or may be.</summary>
    public bool AnythingRuns
    {
        get
        {
            foreach (var container in Containers)
            {
                if (!container.HasExited && container.State != Cri.V1.ContainerState.ContainerCreated) return true;
            }

            return false;
        }
    }

    /// <summary>The newest container of that name.</summary>
    public RuntimeContainer? Find(string name)
    {
        foreach (var container in Containers)
        {
            if (container.Name == name) return container;
        }

        return null;
    }

    /// <summary>The newest container of that name which has ended, passing over <paramref name="except"/>.</summary>
    public RuntimeContainer? FindEnded(string name, RuntimeContainer? except)
    {
        foreach (var container in Containers)
        {
            if (container.Name == name && container.HasExited && container.Id != except?.Id) return container;
        }

        return null;
    }
}
