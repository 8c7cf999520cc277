namespace Kubesharp.Api.Core.V1;

/// <summary>How a scope is compared.</summary>
public static class ScopeSelectorOperator
{
    public const string In = "In";
    public const string NotIn = "NotIn";
    public const string Exists = "Exists";
    public const string DoesNotExist = "DoesNotExist";
}
