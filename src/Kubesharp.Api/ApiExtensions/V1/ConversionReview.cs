using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.ApiExtensions.V1;

/// <summary>A question to a conversion webhook, and its answer.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionReview")]
[Kind("apiextensions.k8s.io", "v1", "ConversionReview")]
public sealed partial record ConversionReview
{
    /// <summary>The question.</summary>
    [Field(1)]
    public ConversionRequest? Request { get; init; }

    /// <summary>The answer.</summary>
    [Field(2)]
    public ConversionResponse? Response { get; init; }
}

/// <summary>Objects to convert.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionRequest")]
public sealed partial record ConversionRequest
{
    /// <summary>Identifier the answer must repeat.</summary>
    [Field(1, Always = true, Required = true)]
    public string Uid { get; init; } = "";

    /// <summary>Group and version to convert to.</summary>
    [Field(2, Always = true, Required = true)]
    public string DesiredAPIVersion { get; init; } = "";

    /// <summary>The objects.</summary>
    [Field(3, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<RawJson> Objects { get; init; }
}

/// <summary>Converted objects.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionResponse")]
public sealed partial record ConversionResponse
{
    /// <summary>Identifier of the question.</summary>
    [Field(1, Always = true, Required = true)]
    public string Uid { get; init; } = "";

    /// <summary>The objects, in the same order.</summary>
    [Field(2, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<RawJson> ConvertedObjects { get; init; }

    /// <summary>Whether it worked.</summary>
    [Field(3, Required = true)]
    public Status Result { get; init; } = Status.Empty;
}
