namespace Kubesharp.Api.Meta.V1;

public static class ManagedFieldsOperationType
{
    public const string Apply = "Apply";
    public const string Update = "Update";
}
