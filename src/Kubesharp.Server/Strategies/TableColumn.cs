namespace Kubesharp.Server.Strategies;

/// <summary>A column of the Table form.</summary>
/// <param name="Name">Heading, such as <c>Ready</c>.</param>
/// <param name="Type">OpenAPI type of the cells: string, integer, number, boolean, date.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Priority">0 for columns that are always shown, 1 for those of wide output.</param>
/// <param name="Format">OpenAPI format; <c>name</c> for the column with the object's name.</param>
public sealed record TableColumn(string Name, string Type = "string", string Description = "", int Priority = 0, string Format = "")
{
    /// <summary>The first column of every table.</summary>
    public static TableColumn ObjectName { get; } = new("Name", Description: "Name must be unique within a namespace.", Format: "name");

    /// <summary>Columns of kinds without columns of their own.</summary>
    public static IReadOnlyList<TableColumn> NameAndAge { get; } = [ObjectName, new("Age", Description: "Time since the object was created.")];

    /// <inheritdoc cref="NameAndAge"/>
    public static IReadOnlyList<TableColumn> NameAndCreatedAt { get; } = [ObjectName, new("Created At", "date", "Time at which the object was created.")];
}
