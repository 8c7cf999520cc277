namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.Status")]
[Kind("", "v1", "Status")]
public sealed partial record Status
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Name = "status")]
    public string Outcome { get; init; } = "";

    [Field(3)]
    public string Message { get; init; } = "";

    [Field(4)]
    public string Reason { get; init; } = "";

    [Field(5)]
    public StatusDetails? Details { get; init; }

    [Field(6)]
    public int Code { get; init; }
}

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.StatusCause")]
public sealed partial record StatusCause
{
    [Field(1)]
    public string Reason { get; init; } = "";

    [Field(2)]
    public string Message { get; init; } = "";

    [Field(3)]
    public string Field { get; init; } = "";
}

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails")]
public sealed partial record StatusDetails
{
    [Field(1)]
    public string Name { get; init; } = "";

    [Field(2)]
    public string Group { get; init; } = "";

    [Field(3)]
    public string Kind { get; init; } = "";

    [Field(6)]
    public string Uid { get; init; } = "";

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<StatusCause> Causes { get; init; }

    [Field(5)]
    public int RetryAfterSeconds { get; init; }
}
