using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Volumes;

/// <summary>Finds the volumes that claims are bound to.</summary>
internal interface IPersistentVolumes
{
    /// <summary>The definition of the volume behind a claim.</summary>
    /// <exception cref="VolumeSourceException">The claim does not exist or is not bound.</exception>
    Task<PersistentVolumeSpec> OfClaimAsync(string ns, string claim, CancellationToken cancel);
}
