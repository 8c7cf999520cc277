namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.Table")]
[Kind("meta.k8s.io", "v1", "Table")]
public sealed partial record Table
{
    [Field(0)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(0, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<TableColumnDefinition> ColumnDefinitions { get; init; }

    [Field(0, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<TableRow> Rows { get; init; }
}

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.TableColumnDefinition")]
public sealed partial record TableColumnDefinition
{
    [Field(0, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(0, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(0, Always = true, Required = true)]
    public string Format { get; init; } = "";

    [Field(0, Always = true, Required = true)]
    public string Description { get; init; } = "";

    [Field(0, Always = true, Required = true)]
    public int Priority { get; init; }
}

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.TableRow")]
public sealed partial record TableRow
{
    [Field(0, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<RawJson> Cells { get; init; }

    [Field(0, ListType = ListType.Atomic)]
    public ValueList<TableRowCondition> Conditions { get; init; }

    [Field(0, Always = true)]
    public RawJson Object { get; init; }
}

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.TableRowCondition")]
public sealed partial record TableRowCondition
{
    [Field(0, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(0, Always = true, Required = true)]
    public string Status { get; init; } = "";

    [Field(0)]
    public string Reason { get; init; } = "";

    [Field(0)]
    public string Message { get; init; } = "";
}
