namespace Kubesharp.Api.AdmissionRegistration.V1;

[ApiType("io.k8s.api.admissionregistration.v1.WebhookClientConfig")]
public sealed partial record WebhookClientConfig
{
    [Field(3)]
    public string? Url { get; init; }

    [Field(1)]
    public ServiceReference? Service { get; init; }

    [Field(2)]
    public ByteString CaBundle { get; init; }
}

[ApiType("io.k8s.api.admissionregistration.v1.ServiceReference")]
public sealed partial record ServiceReference
{
    [Field(1, Always = true, Required = true)]
    public string Namespace { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(3)]
    public string? Path { get; init; }

    [Field(4)]
    public int? Port { get; init; }
}
