namespace Kubesharp.Api.ApiExtensions.V1;

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec")]
public sealed partial record CustomResourceDefinitionSpec
{
    [Field(1, Always = true, Required = true)]
    public string Group { get; init; } = "";

    [Field(3, Required = true)]
    public CustomResourceDefinitionNames Names { get; init; } = CustomResourceDefinitionNames.Empty;

    [Field(4, Always = true, Required = true)]
    public string Scope { get; init; } = "";

    [Field(7, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<CustomResourceDefinitionVersion> Versions { get; init; }

    [Field(9)]
    public CustomResourceConversion? Conversion { get; init; }

    [Field(10)]
    public bool PreserveUnknownFields { get; init; }
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion")]
public sealed partial record CustomResourceConversion
{
    [Field(1, Always = true, Required = true)]
    public string Strategy { get; init; } = "";

    [Field(2)]
    public WebhookConversion? Webhook { get; init; }
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference")]
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

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig")]
public sealed partial record WebhookClientConfig
{
    [Field(3)]
    public string? Url { get; init; }

    [Field(1)]
    public ServiceReference? Service { get; init; }

    [Field(2)]
    public ByteString CaBundle { get; init; }
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookConversion")]
public sealed partial record WebhookConversion
{
    [Field(2)]
    public WebhookClientConfig? ClientConfig { get; init; }

    [Field(3, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> ConversionReviewVersions { get; init; }
}
