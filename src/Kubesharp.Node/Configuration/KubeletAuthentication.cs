using Kubesharp.Api;

namespace Kubesharp.Node.Configuration;

/// <summary>How callers of a node's port are known. Certificates of the cluster always are.</summary>
[ApiType("io.k8s.kubelet.config.v1beta1.KubeletAuthentication")]
public sealed partial record KubeletAuthentication
{
    /// <summary>By their token.</summary>
    [Field(0)]
    public KubeletWebhookAuthentication Webhook { get; init; } = KubeletWebhookAuthentication.Empty;

    /// <summary>By nothing.</summary>
    [Field(0)]
    public KubeletAnonymousAuthentication Anonymous { get; init; } = KubeletAnonymousAuthentication.Empty;
}

/// <summary>Tokens, which the API server is asked about.</summary>
[ApiType("io.k8s.kubelet.config.v1beta1.KubeletWebhookAuthentication")]
public sealed partial record KubeletWebhookAuthentication
{
    /// <summary>Always true.</summary>
    [Field(0)]
    public bool? Enabled { get; init; }

    /// <summary>How long an answer holds.</summary>
    [Field(0)]
    public string? CacheTTL { get; init; }
}

/// <summary>Callers that show nothing.</summary>
[ApiType("io.k8s.kubelet.config.v1beta1.KubeletAnonymousAuthentication")]
public sealed partial record KubeletAnonymousAuthentication
{
    /// <summary>Whether they are taken for <c>system:anonymous</c>.</summary>
    [Field(0)]
    public bool? Enabled { get; init; }
}
