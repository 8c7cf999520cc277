namespace Kubesharp.Api.Meta.V1;

public static class IncludeObjectPolicy
{
    public const string None = "None";
    public const string Metadata = "Metadata";
    public const string Object = "Object";
}
