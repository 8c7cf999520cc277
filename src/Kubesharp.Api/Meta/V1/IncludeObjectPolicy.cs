namespace Kubesharp.Api.Meta.V1;

/// <summary>How much of an object a row of a table carries.</summary>
public static class IncludeObjectPolicy
{
    public const string None = "None";
    public const string Metadata = "Metadata";
    public const string Object = "Object";
}
