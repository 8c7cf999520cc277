namespace Kubesharp.Api.ApiExtensions.V1;

/// <summary>Reason of an error a rule finds.</summary>
public static class FieldValueErrorReason
{
    public const string FieldValueRequired = "FieldValueRequired";
    public const string FieldValueDuplicate = "FieldValueDuplicate";
    public const string FieldValueInvalid = "FieldValueInvalid";
    public const string FieldValueForbidden = "FieldValueForbidden";
}
