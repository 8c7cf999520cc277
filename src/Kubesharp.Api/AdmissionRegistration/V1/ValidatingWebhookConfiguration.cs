using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>Webhooks that may refuse objects before they are stored.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration")]
[Resource("validatingwebhookconfigurations", "validatingwebhookconfiguration", Namespaced = false, Categories = "api-extensions")]
public sealed partial record ValidatingWebhookConfiguration
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>The webhooks.</summary>
    [Field(2, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<ValidatingWebhook> Webhooks { get; init; }
}

/// <summary>A webhook that may refuse objects.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingWebhook")]
public sealed partial record ValidatingWebhook
{
    /// <summary>Name of the webhook, in the form of a domain.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>How the webhook is reached.</summary>
    [Field(2, Required = true)]
    public WebhookClientConfig ClientConfig { get; init; } = WebhookClientConfig.Empty;

    /// <summary>Requests it is asked about.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<RuleWithOperations> Rules { get; init; }

    /// <summary>What happens when it does not answer: Fail (default) or Ignore.</summary>
    [Field(4, Enum = typeof(FailurePolicyType))]
    public string? FailurePolicy { get; init; }

    /// <summary>Whether other versions of the same resource count: Equivalent (default) or Exact.</summary>
    [Field(9, Enum = typeof(MatchPolicyType))]
    public string? MatchPolicy { get; init; }

    /// <summary>Namespaces whose objects it is asked about, by label.</summary>
    [Field(5)]
    public LabelSelector? NamespaceSelector { get; init; }

    /// <summary>Objects it is asked about, by label.</summary>
    [Field(10)]
    public LabelSelector? ObjectSelector { get; init; }

    /// <summary>Whether it does more than answer: None or NoneOnDryRun.</summary>
    [Field(6, Always = true, Required = true, Enum = typeof(SideEffectClass))]
    public string? SideEffects { get; init; }

    /// <summary>Seconds to wait for the answer, 1 to 30. Default 10.</summary>
    [Field(7)]
    public int? TimeoutSeconds { get; init; }

    /// <summary>Versions of AdmissionReview it knows, best first.</summary>
    [Field(8, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> AdmissionReviewVersions { get; init; }

    /// <summary>Further conditions for a request to be asked about.</summary>
    [Field(11, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<MatchCondition> MatchConditions { get; init; }
}

/// <summary>A list of ValidatingWebhookConfiguration objects.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingWebhookConfigurationList")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfigurationList")]
public sealed partial record ValidatingWebhookConfigurationList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ValidatingWebhookConfiguration> Items { get; init; }
}
