namespace Kubesharp.Api.ApiExtensions.V1;

/// <summary>The kind and its versions.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec")]
public sealed partial record CustomResourceDefinitionSpec
{
    /// <summary>API group of the kind.</summary>
    [Field(1, Always = true, Required = true)]
    public string Group { get; init; } = "";

    /// <summary>Names of the kind and its resource.</summary>
    [Field(3, Required = true)]
    public CustomResourceDefinitionNames Names { get; init; } = CustomResourceDefinitionNames.Empty;

    /// <summary>Namespaced or Cluster.</summary>
    [Field(4, Always = true, Required = true)]
    public string Scope { get; init; } = "";

    /// <summary>Versions of the kind.</summary>
    [Field(7, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<CustomResourceDefinitionVersion> Versions { get; init; }

    /// <summary>How objects pass from one version to another.</summary>
    [Field(9)]
    public CustomResourceConversion? Conversion { get; init; }

    /// <summary>Must be false.</summary>
    [Field(10)]
    public bool PreserveUnknownFields { get; init; }
}

/// <summary>How objects pass from one version to another.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion")]
public sealed partial record CustomResourceConversion
{
    /// <summary>None (default) changes only the version, Webhook asks a webhook.</summary>
    [Field(1, Always = true, Required = true)]
    public string Strategy { get; init; } = "";

    /// <summary>The webhook.</summary>
    [Field(2)]
    public WebhookConversion? Webhook { get; init; }
}

/// <summary>A Service that answers for the API server.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference")]
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

/// <summary>How a webhook is reached.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig")]
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

/// <summary>A webhook that converts.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookConversion")]
public sealed partial record WebhookConversion
{
    /// <summary>How it is reached.</summary>
    [Field(2)]
    public WebhookClientConfig? ClientConfig { get; init; }

    /// <summary>Versions of ConversionReview it knows, best first.</summary>
    [Field(3, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<string> ConversionReviewVersions { get; init; }
}
