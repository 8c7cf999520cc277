namespace Kubesharp.Api.Resource.V1;

/// <summary>Where settings of a device come from.</summary>
public static class AllocationConfigSource
{
    public const string FromClass = "FromClass";
    public const string FromClaim = "FromClaim";
}
