namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>Operations a rule is about.</summary>
public static class OperationType
{
    public const string All = "*";
    public const string CREATE = "CREATE";
    public const string UPDATE = "UPDATE";
    public const string DELETE = "DELETE";
    public const string CONNECT = "CONNECT";
}
