using Kubesharp.Api.Authentication.V1;
using Kubesharp.Api.Authorization.V1;
using Kubesharp.Node.Server;

namespace Kubesharp.Node.Tests.Server;

/// <summary>Answers from two tables and remembers what was asked.</summary>
internal sealed class FakeAccessReviews : IAccessReviews
{
    public Dictionary<string, UserInfo> Tokens { get; } = [];

    /// <summary>"USER VERB SUBRESOURCE" of what is allowed.</summary>
    public HashSet<string> Allowed { get; } = [];

    /// <summary>What every question ends with, when there is one.</summary>
    public Exception? Failure { get; set; }

    public List<string> Asked { get; } = [];

    public Task<TokenReviewStatus> ReviewTokenAsync(string token, CancellationToken cancel)
    {
        Asked.Add(token);
        if (Failure is not null) throw Failure;
        return Task.FromResult(Tokens.TryGetValue(token, out var user) ? new TokenReviewStatus { Authenticated = true, User = user } : new TokenReviewStatus { Error = "[invalid bearer token]" });
    }

    public Task<bool> ReviewAccessAsync(SubjectAccessReviewSpec spec, CancellationToken cancel)
    {
        var question = $"{spec.User} {spec.ResourceAttributes!.Verb} {spec.ResourceAttributes.Subresource}";
        Asked.Add(question);
        if (Failure is not null) throw Failure;
        return Task.FromResult(Allowed.Contains(question));
    }
}
