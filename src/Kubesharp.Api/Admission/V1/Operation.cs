namespace Kubesharp.Api.Admission.V1;

/// <summary>What a request does.</summary>
public static class Operation
{
    public const string CREATE = "CREATE";
    public const string UPDATE = "UPDATE";
    public const string DELETE = "DELETE";
    public const string CONNECT = "CONNECT";
}
