using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Fills in what volumes leave open.</summary>
internal static class VolumeDefaults
{
    /// <summary>File mode 0644 of files made from ConfigMaps, Secrets and the downward API.</summary>
    public const int FileMode = 420;

    private const long TokenExpirationSeconds = 3600;
    private static readonly RBDVolumeSource RbdDefaults = new() { Pool = "rbd", User = "admin", Keyring = "/etc/ceph/keyring" };

    public static Volume Apply(Volume volume)
    {
        var source = Source(volume.Source);
        return ReferenceEquals(source, volume.Source) ? volume : volume with { Source = source };
    }

    public static EmptyDirVolumeSource EmptyDir { get; } = new();

    private static VolumeSource Source(VolumeSource source) => source switch
    {
        // The common ones first: a volume has one source.
        { ConfigMap: { } configMap } => configMap.DefaultMode is null ? source with { ConfigMap = configMap with { DefaultMode = FileMode } } : source,
        { Secret: { } secret } => secret.DefaultMode is null ? source with { Secret = secret with { DefaultMode = FileMode } } : source,
        { Projected: { } projected } => Projected(projected) is var complete && ReferenceEquals(complete, projected) ? source : source with { Projected = complete },
        { EmptyDir: not null } => source,
        { HostPath: { } hostPath } => hostPath.Type is null ? source with { HostPath = hostPath with { Type = HostPathType.None } } : source,
        { PersistentVolumeClaim: not null } => source,
        { DownwardAPI: { } downward } => Downward(downward) is var complete && ReferenceEquals(complete, downward) ? source : source with { DownwardAPI = complete },
        { Ephemeral.VolumeClaimTemplate: { } template } => template.Spec.VolumeMode is null
            ? source with { Ephemeral = source.Ephemeral with { VolumeClaimTemplate = template with { Spec = PersistentVolumeClaimDefaults.Apply(template.Spec) } } }
            : source,
        { Image: { } image } => image.PullPolicy.Length == 0 ? source with { Image = image with { PullPolicy = ImageReference.DefaultPullPolicy(image.Reference) } } : source,
        { Iscsi: { IscsiInterface: "" } iscsi } => source with { Iscsi = iscsi with { IscsiInterface = "default" } },
        { Rbd: { } rbd } => Rbd(rbd) is var complete && ReferenceEquals(complete, rbd) ? source : source with { Rbd = complete },
        { AzureDisk: { } disk } => AzureDisk(disk) is var complete && ReferenceEquals(complete, disk) ? source : source with { AzureDisk = complete },
        { ScaleIO: { } scale } => scale.StorageMode.Length > 0 && scale.FsType.Length > 0 ? source : source with
        {
            ScaleIO = scale with { StorageMode = scale.StorageMode.Length > 0 ? scale.StorageMode : "ThinProvisioned", FsType = scale.FsType.Length > 0 ? scale.FsType : "xfs" },
        },
        _ => HasNoSource(source) ? source with { EmptyDir = EmptyDir } : source,
    };

    private static bool HasNoSource(VolumeSource source) => source == VolumeSource.Empty;

    private static ProjectedVolumeSource Projected(ProjectedVolumeSource projected)
    {
        var sources = projected.Sources.Map(Projection);
        return sources.IsSame(projected.Sources) && projected.DefaultMode is not null
            ? projected
            : projected with { Sources = sources, DefaultMode = projected.DefaultMode ?? FileMode };
    }

    private static VolumeProjection Projection(VolumeProjection projection)
    {
        if (projection.ServiceAccountToken is { ExpirationSeconds: null } token)
        {
            projection = projection with { ServiceAccountToken = token with { ExpirationSeconds = TokenExpirationSeconds } };
        }

        if (projection.DownwardAPI is { } downward && downward.Items.Map(File) is var items && !items.IsSame(downward.Items))
        {
            projection = projection with { DownwardAPI = downward with { Items = items } };
        }

        return projection;
    }

    private static DownwardAPIVolumeSource Downward(DownwardAPIVolumeSource downward)
    {
        var items = downward.Items.Map(File);
        return items.IsSame(downward.Items) && downward.DefaultMode is not null ? downward : downward with { Items = items, DefaultMode = downward.DefaultMode ?? FileMode };
    }

    private static DownwardAPIVolumeFile File(DownwardAPIVolumeFile file) =>
        file.FieldRef is { ApiVersion: "" } field ? file with { FieldRef = field with { ApiVersion = "v1" } } : file;

    private static RBDVolumeSource Rbd(RBDVolumeSource rbd) => rbd is { Pool: not "", User: not "", Keyring: not "" } ? rbd : rbd with
    {
        Pool = rbd.Pool.Length > 0 ? rbd.Pool : RbdDefaults.Pool,
        User = rbd.User.Length > 0 ? rbd.User : RbdDefaults.User,
        Keyring = rbd.Keyring.Length > 0 ? rbd.Keyring : RbdDefaults.Keyring,
    };

    internal static AzureDiskVolumeSource AzureDisk(AzureDiskVolumeSource disk) => disk is { CachingMode: not null, FsType: not null, ReadOnly: not null, Kind: not null } ? disk : disk with
    {
        CachingMode = disk.CachingMode ?? AzureDataDiskCachingMode.ReadWrite,
        FsType = disk.FsType ?? "ext4",
        ReadOnly = disk.ReadOnly ?? false,
        Kind = disk.Kind ?? AzureDataDiskKind.Shared,
    };
}
