namespace Kubesharp.Api.Meta.V1;

/// <summary>Marks on rows of tables.</summary>
public static class RowConditionType
{
    public const string Completed = "Completed";
}
