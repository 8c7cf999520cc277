namespace Kubesharp.Api.Core.V1;

/// <summary>Where the termination message comes from.</summary>
public static class TerminationMessagePolicy
{
    public const string File = "File";
    public const string FallbackToLogsOnError = "FallbackToLogsOnError";
}
