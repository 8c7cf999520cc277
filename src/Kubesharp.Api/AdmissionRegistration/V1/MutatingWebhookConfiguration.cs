using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

[ApiType("io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration")]
[Kind("admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration")]
[Resource("mutatingwebhookconfigurations", "mutatingwebhookconfiguration", Namespaced = false, Categories = "api-extensions")]
public sealed partial record MutatingWebhookConfiguration
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<MutatingWebhook> Webhooks { get; init; }
}

[ApiType("io.k8s.api.admissionregistration.v1.MutatingWebhook")]
public sealed partial record MutatingWebhook
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

    [Field(11)]
    public LabelSelector? ObjectSelector { get; init; }

    [Field(6, Always = true, Required = true, Enum = typeof(SideEffectClass))]
    public string? SideEffects { get; init; }

    [Field(7)]
    public int? TimeoutSeconds { get; init; }

    [Field(8, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> AdmissionReviewVersions { get; init; }

    [Field(10, Enum = typeof(ReinvocationPolicyType))]
    public string? ReinvocationPolicy { get; init; }

    [Field(12, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<MatchCondition> MatchConditions { get; init; }
}

[ApiType("io.k8s.api.admissionregistration.v1.MutatingWebhookConfigurationList")]
[Kind("admissionregistration.k8s.io", "v1", "MutatingWebhookConfigurationList")]
public sealed partial record MutatingWebhookConfigurationList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<MutatingWebhookConfiguration> Items { get; init; }
}
