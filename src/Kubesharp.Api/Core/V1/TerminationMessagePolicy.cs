namespace Kubesharp.Api.Core.V1;

public static class TerminationMessagePolicy
{
    public const string File = "File";
    public const string FallbackToLogsOnError = "FallbackToLogsOnError";
}
