using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Fills in what a PersistentVolumeClaim leaves open.</summary>
internal static class PersistentVolumeClaimDefaults
{
    public static PersistentVolumeClaim Apply(PersistentVolumeClaim claim)
    {
        var spec = Apply(claim.Spec);
        var status = claim.Status.Phase.Length > 0 ? claim.Status : claim.Status with { Phase = PersistentVolumeClaimPhase.Pending };
        return ReferenceEquals(spec, claim.Spec) && ReferenceEquals(status, claim.Status) ? claim : claim with { Spec = spec, Status = status };
    }

    public static PersistentVolumeClaimSpec Apply(PersistentVolumeClaimSpec spec)
    {
        spec = spec.VolumeMode is null ? spec with { VolumeMode = PersistentVolumeMode.Filesystem } : spec;
        spec = MirrorDataSource(spec);
        var requests = ResourceDefaults.Round(spec.Resources.Requests);
        var limits = ResourceDefaults.Round(spec.Resources.Limits);
        return requests.IsSame(spec.Resources.Requests) && limits.IsSame(spec.Resources.Limits)
            ? spec
            : spec with { Resources = spec.Resources with { Requests = requests, Limits = limits } };
    }

    /// <summary>Keeps the older dataSource field and dataSourceRef saying the same, where the older one can say it.</summary>
    private static PersistentVolumeClaimSpec MirrorDataSource(PersistentVolumeClaimSpec spec)
    {
        if (spec is { DataSource: { } source, DataSourceRef: null })
        {
            return spec with { DataSourceRef = new TypedObjectReference { ApiGroup = source.ApiGroup, Kind = source.Kind, Name = source.Name } };
        }

        if (spec is { DataSource: null, DataSourceRef: { } reference } && string.IsNullOrEmpty(reference.Namespace))
        {
            return spec with { DataSource = new TypedLocalObjectReference { ApiGroup = reference.ApiGroup, Kind = reference.Kind, Name = reference.Name } };
        }

        return spec;
    }
}
