using Kubesharp.Api;

namespace Kubesharp.Server.Requests;

/// <summary>Who makes a request, as authentication (and impersonation) found out.</summary>
public sealed record UserIdentity
{
    public const string AnonymousName = "system:anonymous";
    public const string MastersGroup = "system:masters";
    public const string AuthenticatedGroup = "system:authenticated";
    public const string UnauthenticatedGroup = "system:unauthenticated";
    public const string NodesGroup = "system:nodes";
    public const string NodeNamePrefix = "system:node:";
    public const string ServiceAccountPrefix = "system:serviceaccount:";
    public const string ServiceAccountsGroup = "system:serviceaccounts";

    /// <summary>Nobody in particular.</summary>
    public static UserIdentity Anonymous { get; } = new() { Name = AnonymousName, Groups = [UnauthenticatedGroup] };

    public required string Name { get; init; }

    public string Uid { get; init; } = "";

    public ValueList<string> Groups { get; init; }

    public ValueMap<ValueList<string>> Extra { get; init; }

    /// <summary>Name of the node this user is the agent of; null for everybody else.</summary>
    public string? NodeName => Name.StartsWith(NodeNamePrefix, StringComparison.Ordinal) && Groups.Contains(NodesGroup) ? Name[NodeNamePrefix.Length..] : null;
}
