using Kubesharp.Api;

namespace Kubesharp.Node.Configuration;

/// <summary>How it is decided what callers of a node's port may do.</summary>
[ApiType("io.k8s.kubelet.config.v1beta1.KubeletAuthorization")]
public sealed partial record KubeletAuthorization
{
    /// <summary>The API server is asked.</summary>
    public const string WebhookMode = "Webhook";

    /// <summary>Always Webhook.</summary>
    [Field(0)]
    public string Mode { get; init; } = "";

    /// <summary>How long answers hold.</summary>
    [Field(0)]
    public KubeletWebhookAuthorization Webhook { get; init; } = KubeletWebhookAuthorization.Empty;
}

/// <summary>How long answers of the API server hold.</summary>
[ApiType("io.k8s.kubelet.config.v1beta1.KubeletWebhookAuthorization")]
public sealed partial record KubeletWebhookAuthorization
{
    /// <summary>Those that allow.</summary>
    [Field(0)]
    public string? CacheAuthorizedTTL { get; init; }

    /// <summary>Those that do not.</summary>
    [Field(0)]
    public string? CacheUnauthorizedTTL { get; init; }
}
