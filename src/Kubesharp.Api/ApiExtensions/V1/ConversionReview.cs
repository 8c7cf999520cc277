using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.ApiExtensions.V1;

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionReview")]
[Kind("apiextensions.k8s.io", "v1", "ConversionReview")]
public sealed partial record ConversionReview
{
    [Field(1)]
    public ConversionRequest? Request { get; init; }

    [Field(2)]
    public ConversionResponse? Response { get; init; }
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionRequest")]
public sealed partial record ConversionRequest
{
    [Field(1, Always = true, Required = true)]
    public string Uid { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string DesiredAPIVersion { get; init; } = "";

    [Field(3, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<RawJson> Objects { get; init; }
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionResponse")]
public sealed partial record ConversionResponse
{
    [Field(1, Always = true, Required = true)]
    public string Uid { get; init; } = "";

    [Field(2, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<RawJson> ConvertedObjects { get; init; }

    [Field(3, Required = true)]
    public Status Result { get; init; } = Status.Empty;
}
