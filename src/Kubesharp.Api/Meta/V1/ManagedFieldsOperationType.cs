namespace Kubesharp.Api.Meta.V1;

/// <summary>How fields were set.</summary>
public static class ManagedFieldsOperationType
{
    public const string Apply = "Apply";
    public const string Update = "Update";
}
