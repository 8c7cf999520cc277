namespace Kubesharp.Scheduler.Framework;

/// <summary>Why a plugin did not simply agree.</summary>
public enum VerdictCode
{
    /// <summary>Something went wrong; the pod is tried again after its backoff.</summary>
    Error,

    /// <summary>The pod does not fit now; removing other pods might help.</summary>
    Unschedulable,

    /// <summary>The pod does not fit, and removing pods does not change that.</summary>
    Unresolvable,

    /// <summary>The decision of a Permit plugin is still to come.</summary>
    Wait,
}
