namespace Kubesharp.Node.Pods;

/// <summary>What is known of the runtime as a whole; written by the node's status loop, read by pod workers.</summary>
internal sealed class RuntimeHealth
{
    private volatile string? _networkProblem;
    private volatile string _runtimeName = "containerd";

    /// <summary>Called when pods can get a network after they could not.</summary>
    public event Action? NetworkCameUp;

    /// <summary>Why pods cannot get a network, or null when they can.</summary>
    public string? NetworkProblem
    {
        get => _networkProblem;
        set
        {
            var before = Interlocked.Exchange(ref _networkProblem, value);
            if (before is not null && value is null) NetworkCameUp?.Invoke();
        }
    }

    /// <summary>The runtime's name, as container IDs show it.</summary>
    public string RuntimeName
    {
        get => _runtimeName;
        set => _runtimeName = value;
    }
}
