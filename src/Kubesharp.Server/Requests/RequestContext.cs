namespace Kubesharp.Server.Requests;

/// <summary>What strategies and admission may know of the request they serve.</summary>
public sealed class RequestContext
{
    private List<string>? _warnings;

    public required UserIdentity User { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Everything that is stored, for looking up other objects.</summary>
    public required IObjectReader Objects { get; init; }

    /// <summary>Namespace in the request's path; empty for cluster-scoped kinds.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Subresource in the request's path; empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The request is to be answered as if it were carried out, but nothing is to be stored or allocated.</summary>
    public bool DryRun { get; init; }

    /// <summary>Warnings for the user, in the order they came up; sent as Warning headers.</summary>
    public IReadOnlyList<string> Warnings => _warnings ?? (IReadOnlyList<string>)[];

    /// <summary>Adds a warning unless it is there already.</summary>
    public void Warn(string message)
    {
        _warnings ??= [];
        if (!_warnings.Contains(message)) _warnings.Add(message);
    }
}
