namespace Kubesharp.Client;

/// <summary>Options of a create, update or patch.</summary>
public sealed record WriteQuery
{
    /// <summary>Name under which managed fields are recorded; required for apply.</summary>
    public string FieldManager { get; init; } = "";

    /// <summary>Goes through all checks but does not store.</summary>
    public bool DryRun { get; init; }

    /// <summary>Takes fields over from other managers; for apply only.</summary>
    public bool Force { get; init; }

    /// <summary><c>Ignore</c>, <c>Warn</c> or <c>Strict</c>; empty for the server's choice.</summary>
    public string FieldValidation { get; init; } = "";

    internal void AppendTo(ref QueryBuilder query)
    {
        query.Add("fieldManager", FieldManager);
        if (DryRun) query.Add("dryRun", "All");
        if (Force) query.Add("force", "true");
        query.Add("fieldValidation", FieldValidation);
    }
}
