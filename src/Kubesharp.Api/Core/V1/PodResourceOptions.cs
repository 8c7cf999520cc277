namespace Kubesharp.Api.Core.V1;

/// <summary>What counts towards the resources of a pod.</summary>
public sealed record PodResourceOptions
{
    public static PodResourceOptions Default { get; } = new();

    /// <summary>Takes the greatest of what the specification wants, what is allocated and what is in force, as during a resize in place.</summary>
    public bool UseStatusResources { get; init; }

    /// <summary>Leaves out the overhead of the pod's runtime class.</summary>
    public bool ExcludeOverhead { get; init; }

    /// <summary>Ignores resources given for the pod as a whole.</summary>
    public bool SkipPodLevelResources { get; init; }

    /// <summary>Ignores resources of the containers.</summary>
    public bool SkipContainerLevelResources { get; init; }

    /// <summary>Requests of containers that state none for a resource.</summary>
    public ValueMap<Quantity> NonMissingContainerRequests { get; init; }
}
