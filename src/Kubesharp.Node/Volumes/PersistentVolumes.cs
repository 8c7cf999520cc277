using Kubesharp.Api.Core.V1;
using Kubesharp.Client;

namespace Kubesharp.Node.Volumes;

/// <summary>Reads claims and volumes from the API server.</summary>
internal sealed class PersistentVolumes(KubernetesClient client) : IPersistentVolumes
{
    public async Task<PersistentVolumeSpec> OfClaimAsync(string ns, string claim, CancellationToken cancel)
    {
        var found = await client.For<PersistentVolumeClaim>().TryGetAsync(ns, claim, cancel)
            ?? throw new VolumeSourceException($"error processing PVC {ns}/{claim}: failed to fetch PVC from API server: persistentvolumeclaims \"{claim}\" not found");
        if (found.Spec.VolumeName.Length == 0 || found.Status.Phase != PersistentVolumeClaimPhase.Bound)
            throw new VolumeSourceException($"error processing PVC {ns}/{claim}: PVC is not bound");
        var volume = await client.For<PersistentVolume>().TryGetAsync("", found.Spec.VolumeName, cancel)
            ?? throw new VolumeSourceException(
                $"error processing PVC {ns}/{claim}: failed to fetch PV {found.Spec.VolumeName} from API server: persistentvolumes \"{found.Spec.VolumeName}\" not found");
        return volume.Spec;
    }
}
