namespace Kubesharp.Api.Certificates.V1;

/// <summary>What became of a request for a certificate.</summary>
public static class RequestConditionType
{
    public const string Approved = "Approved";
    public const string Denied = "Denied";
    public const string Failed = "Failed";
}
