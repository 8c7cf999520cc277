namespace Kubesharp.Api.Meta.V1;

/// <summary>A list as columns and rows, as command lines show it.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.Table")]
[Kind("meta.k8s.io", "v1", "Table")]
public sealed partial record Table
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(0)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The columns.</summary>
    [Field(0, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<TableColumnDefinition> ColumnDefinitions { get; init; }

    /// <summary>The rows, with one cell for each column.</summary>
    [Field(0, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<TableRow> Rows { get; init; }
}

/// <summary>A column of a table.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.TableColumnDefinition")]
public sealed partial record TableColumnDefinition
{
    /// <summary>Heading of the column.</summary>
    [Field(0, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Type of its cells: string, integer, number, boolean or date.</summary>
    [Field(0, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>What the cells mean beyond their type, such as name.</summary>
    [Field(0, Always = true, Required = true)]
    public string Format { get; init; } = "";

    /// <summary>What the column shows.</summary>
    [Field(0, Always = true, Required = true)]
    public string Description { get; init; } = "";

    /// <summary>0 for columns that are always shown; higher ones are shown in wide output.</summary>
    [Field(0, Always = true, Required = true)]
    public int Priority { get; init; }
}

/// <summary>A row of a table.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.TableRow")]
public sealed partial record TableRow
{
    /// <summary>Values in the order of the columns.</summary>
    [Field(0, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<RawJson> Cells { get; init; }

    /// <summary>Whether the object of the row is completed.</summary>
    [Field(0, ListType = ListType.Atomic)]
    public ValueList<TableRowCondition> Conditions { get; init; }

    /// <summary>The object the row is about, as far as it was asked for.</summary>
    [Field(0, Always = true)]
    public RawJson Object { get; init; }
}

/// <summary>A mark on a row.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.TableRowCondition")]
public sealed partial record TableRowCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(0, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(0, Always = true, Required = true)]
    public string Status { get; init; } = "";

    /// <summary>Why, as one word for programs.</summary>
    [Field(0)]
    public string Reason { get; init; } = "";

    /// <summary>Why, in a sentence for people.</summary>
    [Field(0)]
    public string Message { get; init; } = "";
}
