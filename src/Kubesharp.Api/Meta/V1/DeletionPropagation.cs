namespace Kubesharp.Api.Meta.V1;

/// <summary>What happens to the objects that a deleted one owns.</summary>
public static class DeletionPropagation
{
    public const string Orphan = "Orphan";
    public const string Background = "Background";
    public const string Foreground = "Foreground";
}
