namespace Kubesharp.Api.Meta.V1;

public static class RowConditionType
{
    public const string Completed = "Completed";
}
