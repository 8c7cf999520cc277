namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>How a webhook is reached.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.WebhookClientConfig")]
public sealed partial record WebhookClientConfig
{
    /// <summary>Address of the webhook. Not together with service.</summary>
    [Field(3)]
    public string? Url { get; init; }

    /// <summary>Service of the webhook.</summary>
    [Field(1)]
    public ServiceReference? Service { get; init; }

    /// <summary>Certificates of the authority its certificate must come from, in base64.</summary>
    [Field(2)]
    public ByteString CaBundle { get; init; }
}

/// <summary>A Service that answers for the API server.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ServiceReference")]
public sealed partial record ServiceReference
{
    /// <summary>Namespace of the Service.</summary>
    [Field(1, Always = true, Required = true)]
    public string Namespace { get; init; } = "";

    /// <summary>Name of the Service.</summary>
    [Field(2, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Path of the request.</summary>
    [Field(3)]
    public string? Path { get; init; }

    /// <summary>Port of the Service. Default 443.</summary>
    [Field(4)]
    public int? Port { get; init; }
}
