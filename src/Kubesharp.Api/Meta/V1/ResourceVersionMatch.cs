namespace Kubesharp.Api.Meta.V1;

public static class ResourceVersionMatch
{
    public const string NotOlderThan = "NotOlderThan";
    public const string Exact = "Exact";
}
