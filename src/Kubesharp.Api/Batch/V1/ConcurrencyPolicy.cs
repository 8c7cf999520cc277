namespace Kubesharp.Api.Batch.V1;

/// <summary>What happens while the last Job still runs.</summary>
public static class ConcurrencyPolicy
{
    public const string Allow = "Allow";
    public const string Forbid = "Forbid";
    public const string Replace = "Replace";
}
