using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Checks the kinds of storage that volumes of pods and PersistentVolumes share.</summary>
internal static class VolumeSourceRules
{
    private const int DriverNameMaxLength = 63;
    private static readonly string[] HostPathTypes =
    [
        HostPathType.None, HostPathType.BlockDevice, HostPathType.CharDevice, HostPathType.Directory, HostPathType.DirectoryOrCreate, HostPathType.File, HostPathType.FileOrCreate, HostPathType.Socket,
    ];

    public static void Required(FieldPath path, ErrorList errors, params ReadOnlySpan<(string Field, string Value)> fields)
    {
        foreach (var (field, value) in fields) Check.Required(errors, path, field, value);
    }

    public static void HostPath(HostPathVolumeSource source, FieldPath path, ErrorList errors)
    {
        if (source.Path.Length == 0)
        {
            errors.Required(path.Child("path"));
            return;
        }

        Check.NoBacksteps(errors, path, "path", source.Path);
        if (source.Type is { } type && !HostPathTypes.Contains(type)) errors.NotSupported(path.Child("type"), type, HostPathTypes);
    }

    public static void Disk(string nameField, string name, int partition, FieldPath path, ErrorList errors)
    {
        Check.Required(errors, path, nameField, name);
        if (partition is < 0 or > 255) errors.Invalid(path.Child("partition"), partition, "must be between 0 and 255, inclusive");
    }

    public static void Nfs(NFSVolumeSource nfs, FieldPath path, ErrorList errors)
    {
        Required(path, errors, ("server", nfs.Server), ("path", nfs.Path));
        if (!nfs.Path.StartsWith('/')) errors.Invalid(path.Child("path"), nfs.Path, "must be an absolute path");
    }

    public static void Iscsi(string portal, string iqn, int lun, bool chap, bool hasSecret, string? initiator, FieldPath path, ErrorList errors)
    {
        Check.Required(errors, path, "targetPortal", portal);
        if (iqn.Length == 0) errors.Required(path.Child("iqn"));
        else if (!IsIscsiName(iqn)) errors.Invalid(path.Child("iqn"), iqn, "must be valid format");
        if (lun is < 0 or > 255) errors.Invalid(path.Child("lun"), lun, "must be between 0 and 255, inclusive");
        if (chap && !hasSecret) errors.Required(path.Child("secretRef"));
        if (initiator is not null && !IsIscsiName(initiator)) errors.Invalid(path.Child("initiatorname"), initiator, "must be valid format");
    }

    public static void Flocker(FlockerVolumeSource flocker, FieldPath path, ErrorList errors)
    {
        if (flocker is { DatasetName: "", DatasetUUID: "" }) errors.Required(path, "one of datasetName and datasetUUID is required");
        if (flocker is { DatasetName: not "", DatasetUUID: not "" }) errors.Invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously");
        if (flocker.DatasetName.Contains('/')) errors.Invalid(path.Child("datasetName"), flocker.DatasetName, "must not contain '/'");
    }

    public static void Rbd(ValueList<string> monitors, string image, FieldPath path, ErrorList errors)
    {
        if (monitors.Count == 0) errors.Required(path.Child("monitors"));
        Check.Required(errors, path, "image", image);
    }

    public static void Cinder(string volume, string? secret, FieldPath path, ErrorList errors)
    {
        Check.Required(errors, path, "volumeID", volume);
        if (secret is "") errors.Required(path.Child("secretRef", "name"));
    }

    public static void Quobyte(QuobyteVolumeSource quobyte, FieldPath path, ErrorList errors)
    {
        if (quobyte.Registry.Length == 0)
        {
            errors.Required(path.Child("registry"), "must be a host:port pair or multiple pairs separated by commas");
        }
        else
        {
            foreach (var pair in quobyte.Registry.Split(','))
            {
                var colon = pair.LastIndexOf(':');
                if (colon <= 0 || colon == pair.Length - 1) errors.Invalid(path.Child("registry"), quobyte.Registry, "must be a host:port pair or multiple pairs separated by commas");
            }
        }

        if (quobyte.Tenant.Length >= 65) errors.Required(path.Child("tenant"), "must be a UUID and may not exceed a length of 64 characters");
        Check.Required(errors, path, "volume", quobyte.Volume);
    }

    public static void Fc(FCVolumeSource fc, FieldPath path, ErrorList errors)
    {
        const string Both = "must specify either targetWWNs or wwids, but not both";
        if (fc.TargetWWNs.Count == 0 && fc.Wwids.Count == 0) errors.Required(path.Child("targetWWNs"), Both);
        if (fc.TargetWWNs.Count > 0 && fc.Wwids.Count > 0) errors.Invalid(path.Child("targetWWNs"), fc.TargetWWNs, Both);
        if (fc.TargetWWNs.Count == 0) return;
        if (fc.Lun is not { } lun) errors.Required(path.Child("lun"), "lun is required if targetWWNs is specified");
        else if (lun is < 0 or > 255) errors.Invalid(path.Child("lun"), lun, "must be between 0 and 255, inclusive");
    }

    public static void Flex(string driver, ValueMap<string> options, FieldPath path, ErrorList errors)
    {
        Check.Required(errors, path, "driver", driver);
        foreach (var (key, _) in options)
        {
            var slash = key.IndexOf('/');
            var domain = slash < 0 ? key : key[..slash];
            if (("." + domain).EndsWith(".kubernetes.io", StringComparison.Ordinal) || ("." + domain).EndsWith(".k8s.io", StringComparison.Ordinal))
            {
                errors.Invalid(path.Child("options").Key(key), key, "kubernetes.io and k8s.io namespaces are reserved");
            }
        }
    }

    public static void AzureDisk(AzureDiskVolumeSource disk, FieldPath path, ErrorList errors)
    {
        Required(path, errors, ("diskName", disk.DiskName), ("diskURI", disk.DiskURI));
        Check.OptionalOneOf(errors, path, "cachingMode", disk.CachingMode, AzureDataDiskCachingMode.None, AzureDataDiskCachingMode.ReadOnly, AzureDataDiskCachingMode.ReadWrite);
        Check.OptionalOneOf(errors, path, "kind", disk.Kind, AzureDataDiskKind.Dedicated, AzureDataDiskKind.Managed, AzureDataDiskKind.Shared);
        if (disk.Kind == AzureDataDiskKind.Managed && !disk.DiskURI.StartsWith("/subscriptions/", StringComparison.Ordinal)) errors.NotSupported(path.Child("diskURI"), disk.DiskURI, "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}");
        else if (disk.Kind is not (null or AzureDataDiskKind.Managed) && !disk.DiskURI.StartsWith("https://", StringComparison.Ordinal)) errors.NotSupported(path.Child("diskURI"), disk.DiskURI, "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd");
    }

    public static void CsiDriverName(string driver, FieldPath path, ErrorList errors)
    {
        if (driver.Length == 0) errors.Required(path);
        if (driver.Length > DriverNameMaxLength) errors.TooLong(path, DriverNameMaxLength);
        if (driver.Length > 0 && Names.Dns1123Subdomain(driver.ToLowerInvariant()) is { Length: > 0 } bad) errors.Invalid(path, driver, bad);
    }

    private static bool IsIscsiName(string name) =>
        name.StartsWith("iqn.", StringComparison.Ordinal) || name.StartsWith("eui.", StringComparison.Ordinal) || name.StartsWith("naa.", StringComparison.Ordinal);
}
