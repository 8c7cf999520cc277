namespace Kubesharp.Api.Batch.V1;

/// <summary>Whether the pods of a Job have numbers.</summary>
public static class CompletionMode
{
    public const string NonIndexed = "NonIndexed";
    public const string Indexed = "Indexed";
}
