using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri.V1;

namespace Kubesharp.Node.Images;

/// <summary>Finds the credentials with which a pod may pull an image.</summary>
public interface IPullSecrets
{
    /// <summary>The credentials that fit the image's registry, to be tried in this order; none for an anonymous pull.</summary>
    Task<IReadOnlyList<AuthConfig>> ForImageAsync(Pod pod, string image, CancellationToken cancel);
}
