using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Volumes;

/// <summary>Tokens of service accounts that are bound to pods.</summary>
internal interface ITokenSource
{
    /// <summary>A token that is good for a while yet.</summary>
    Task<string> GetAsync(Pod pod, ServiceAccountTokenProjection projection, CancellationToken cancel);

    /// <summary>When a token of a pod should be replaced; null when it has none.</summary>
    DateTimeOffset? RefreshAt(string podUid);

    /// <summary>Forgets the tokens of a pod.</summary>
    void Forget(string podUid);
}
