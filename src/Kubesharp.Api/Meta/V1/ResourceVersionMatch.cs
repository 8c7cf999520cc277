namespace Kubesharp.Api.Meta.V1;

/// <summary>How a resource version in a request is meant.</summary>
public static class ResourceVersionMatch
{
    public const string NotOlderThan = "NotOlderThan";
    public const string Exact = "Exact";
}
