namespace Kubesharp.Api.Meta.V1;

/// <summary>How a field is compared.</summary>
public static class FieldSelectorOperator
{
    public const string In = "In";
    public const string NotIn = "NotIn";
    public const string Exists = "Exists";
    public const string DoesNotExist = "DoesNotExist";
}
