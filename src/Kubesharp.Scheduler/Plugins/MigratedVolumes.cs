using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Storage.V1;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Volumes of plugins that Kubernetes once had built in. Nodes that have moved to the CSI driver of such a plugin count them as the driver's.</summary>
internal static class MigratedVolumes
{
    private const string MigratedPlugins = "storage.alpha.kubernetes.io/migrated-plugins";

    private const string Aws = "kubernetes.io/aws-ebs";
    private const string Gce = "kubernetes.io/gce-pd";
    private const string Cinder = "kubernetes.io/cinder";
    private const string AzureDisk = "kubernetes.io/azure-disk";
    private const string AzureFile = "kubernetes.io/azure-file";
    private const string Vsphere = "kubernetes.io/vsphere-volume";
    private const string Portworx = "kubernetes.io/portworx-volume";

    /// <summary>The driver that took over from a plugin; null for names of other plugins.</summary>
    public static string? DriverOf(string plugin) => plugin switch
    {
        Aws => "ebs.csi.aws.com",
        Gce => "pd.csi.storage.gke.io",
        Cinder => "cinder.csi.openstack.org",
        AzureDisk => "disk.csi.azure.com",
        AzureFile => "file.csi.azure.com",
        Vsphere => "csi.vsphere.vmware.com",
        Portworx => "pxd.portworx.com",
        _ => null,
    };

    /// <summary>Whether a node leaves the volumes of a plugin to the driver.</summary>
    public static bool AreMigrated(CSINode node, string plugin) =>
        node.Metadata.Annotations.TryGetValue(MigratedPlugins, out var plugins) && plugins.Split(',').Contains(plugin);

    /// <summary>The plugin of a volume in a pod, and what tells its volumes apart; null for volumes of other kinds.</summary>
    public static (string Plugin, string Volume)? Of(VolumeSource source) => Of(
        source.AwsElasticBlockStore?.VolumeID,
        source.GcePersistentDisk?.PdName,
        source.Cinder?.VolumeID,
        source.AzureDisk?.DiskURI,
        source.AzureFile?.ShareName,
        source.VsphereVolume?.VolumePath,
        source.PortworxVolume?.VolumeID);

    /// <summary>The plugin of a persistent volume, and what tells its volumes apart; null for volumes of other kinds.</summary>
    public static (string Plugin, string Volume)? Of(PersistentVolumeSource source) => Of(
        source.AwsElasticBlockStore?.VolumeID,
        source.GcePersistentDisk?.PdName,
        source.Cinder?.VolumeID,
        source.AzureDisk?.DiskURI,
        source.AzureFile?.ShareName,
        source.VsphereVolume?.VolumePath,
        source.PortworxVolume?.VolumeID);

    private static (string Plugin, string Volume)? Of(string? aws, string? gce, string? cinder, string? azureDisk, string? azureFile, string? vsphere, string? portworx)
    {
        if (aws is not null) return (Aws, aws);
        if (gce is not null) return (Gce, gce);
        if (cinder is not null) return (Cinder, cinder);
        if (azureDisk is not null) return (AzureDisk, azureDisk);
        if (azureFile is not null) return (AzureFile, azureFile);
        if (vsphere is not null) return (Vsphere, vsphere);
        return portworx is null ? null : (Portworx, portworx);
    }
}
