using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

[ApiType("io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration")]
[Resource("validatingwebhookconfigurations", "validatingwebhookconfiguration", Namespaced = false, Categories = "api-extensions")]
public sealed partial record ValidatingWebhookConfiguration
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<ValidatingWebhook> Webhooks { get; init; }
}

[ApiType("io.k8s.api.admissionregistration.v1.ValidatingWebhook")]
public sealed partial record ValidatingWebhook
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Required = true)]
    public WebhookClientConfig ClientConfig { get; init; } = WebhookClientConfig.Empty;

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<RuleWithOperations> Rules { get; init; }

    [Field(4, Enum = typeof(FailurePolicyType))]
    public string? FailurePolicy { get; init; }

    [Field(9, Enum = typeof(MatchPolicyType))]
    public string? MatchPolicy { get; init; }

    [Field(5)]
    public LabelSelector? NamespaceSelector { get; init; }

    [Field(10)]
    public LabelSelector? ObjectSelector { get; init; }

    [Field(6, Always = true, Required = true, Enum = typeof(SideEffectClass))]
    public string? SideEffects { get; init; }

    [Field(7)]
    public int? TimeoutSeconds { get; init; }

    [Field(8, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> AdmissionReviewVersions { get; init; }

    [Field(11, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<MatchCondition> MatchConditions { get; init; }
}

[ApiType("io.k8s.api.admissionregistration.v1.ValidatingWebhookConfigurationList")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfigurationList")]
public sealed partial record ValidatingWebhookConfigurationList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<ValidatingWebhookConfiguration> Items { get; init; }
}
