namespace Kubesharp.Api.ApiExtensions.V1;

/// <summary>Aspects of the state of a definition.</summary>
public static class CustomResourceDefinitionConditionType
{
    public const string Established = "Established";
    public const string NamesAccepted = "NamesAccepted";
    public const string NonStructuralSchema = "NonStructuralSchema";
    public const string Terminating = "Terminating";
    public const string KubernetesAPIApprovalPolicyConformant = "KubernetesAPIApprovalPolicyConformant";
    public const string StorageMigrating = "StorageMigrating";
}
