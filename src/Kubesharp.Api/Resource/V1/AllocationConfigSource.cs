namespace Kubesharp.Api.Resource.V1;

public static class AllocationConfigSource
{
    public const string FromClass = "FromClass";
    public const string FromClaim = "FromClaim";
}
