namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.Condition")]
public sealed partial record Condition
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    [Field(3)]
    public long ObservedGeneration { get; init; }

    [Field(4, Always = true, Required = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    [Field(5, Always = true, Required = true)]
    public string Reason { get; init; } = "";

    [Field(6, Always = true, Required = true)]
    public string Message { get; init; } = "";
}
