using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Checks the volumes of a pod.</summary>
internal static class VolumeValidator
{
    private const int MaxFileMode = 0x1FF;
    private const string BadMode = "must be a number between 0 and 0777 (octal), both inclusive";
    private const long MinTokenSeconds = 600;
    private const long MaxTokenSeconds = 1L << 32;

    public static void Volumes(ValueList<Volume> volumes, ObjectMeta podMeta, FieldPath path, ErrorList errors)
    {
        var items = volumes.AsSpan();
        for (var i = 0; i < items.Length; i++)
        {
            var volume = items[i];
            var place = path.Index(i);
            if (volume.Name.Length == 0) errors.Required(place.Child("name"));
            else Check.Rule(errors, place, "name", volume.Name, Names.Dns1123Label(volume.Name));
            if (Check.IsRepeated(items, i, static one => one.Name)) errors.Duplicate(place.Child("name"), volume.Name);
            Source(volume, podMeta, place, errors);
        }
    }

    private static void Source(Volume volume, ObjectMeta podMeta, FieldPath path, ErrorList errors)
    {
        var source = volume.Source;
        var sources = 0;
        if (source.EmptyDir is { } emptyDir && IsFirst(ref sources, path, "emptyDir", errors) && emptyDir.SizeLimit is { Sign: < 0 })
        {
            errors.Forbidden(path.Child("emptyDir", "sizeLimit"), "SizeLimit field must be a valid resource quantity");
        }

        if (source.HostPath is { } hostPath && IsFirst(ref sources, path, "hostPath", errors)) VolumeSourceRules.HostPath(hostPath, path.Child("hostPath"), errors);
        if (source.Secret is { } secret && IsFirst(ref sources, path, "secret", errors)) Files(secret.SecretName, "secretName", secret.DefaultMode, secret.Items, path.Child("secret"), errors);
        if (source.ConfigMap is { } map && IsFirst(ref sources, path, "configMap", errors)) Files(map.LocalObjectReference.Name, "name", map.DefaultMode, map.Items, path.Child("configMap"), errors);
        if (source.PersistentVolumeClaim is { } claim && IsFirst(ref sources, path, "persistentVolumeClaim", errors) && claim.ClaimName.Length == 0)
        {
            errors.Required(path.Child("persistentVolumeClaim", "claimName"));
        }

        if (source.Projected is { } projected && IsFirst(ref sources, path, "projected", errors)) Projected(projected, path.Child("projected"), errors);
        if (source.DownwardAPI is { } downward && IsFirst(ref sources, path, "downwardAPI", errors)) Downward(downward, path.Child("downwardAPI"), errors);
        if (source.Ephemeral is { } ephemeral && IsFirst(ref sources, path, "ephemeral", errors)) Ephemeral(ephemeral, volume, podMeta, path.Child("ephemeral"), errors);
        if (source.Csi is { } csi && IsFirst(ref sources, path, "csi", errors)) Csi(csi, path.Child("csi"), errors);
        if (source.Image is { } image && IsFirst(ref sources, path, "image", errors)) Image(image, path.Child("image"), errors);
        if (sources == 0 || HasRareSource(source)) Rare(source, path, ref sources, errors);
        if (sources == 0) errors.Required(path, "must specify a volume type");
    }

    private static bool HasRareSource(VolumeSource source) => source is not
    {
        GcePersistentDisk: null, AwsElasticBlockStore: null, GitRepo: null, Nfs: null, Iscsi: null, Glusterfs: null, Rbd: null, FlexVolume: null, Cinder: null, Cephfs: null,
        Flocker: null, Fc: null, AzureFile: null, VsphereVolume: null, Quobyte: null, AzureDisk: null, PhotonPersistentDisk: null, PortworxVolume: null, ScaleIO: null, Storageos: null,
    };

    private static void Rare(VolumeSource source, FieldPath path, ref int sources, ErrorList errors)
    {
        if (source.GitRepo is { } git && IsFirst(ref sources, path, "gitRepo", errors))
        {
            Check.Required(errors, path.Child("gitRepo"), "repository", git.Repository);
            Check.LocalDescendingPath(errors, path.Child("gitRepo"), "directory", git.Directory);
        }

        if (source.GcePersistentDisk is { } gce && IsFirst(ref sources, path, "gcePersistentDisk", errors)) VolumeSourceRules.Disk("pdName", gce.PdName, gce.Partition, path.Child("gcePersistentDisk"), errors);
        if (source.AwsElasticBlockStore is { } aws && IsFirst(ref sources, path, "awsElasticBlockStore", errors)) VolumeSourceRules.Disk("volumeID", aws.VolumeID, aws.Partition, path.Child("awsElasticBlockStore"), errors);
        if (source.Nfs is { } nfs && IsFirst(ref sources, path, "nfs", errors)) VolumeSourceRules.Nfs(nfs, path.Child("nfs"), errors);
        if (source.Iscsi is { } iscsi && IsFirst(ref sources, path, "iscsi", errors))
        {
            VolumeSourceRules.Iscsi(iscsi.TargetPortal, iscsi.Iqn, iscsi.Lun, iscsi.ChapAuthDiscovery || iscsi.ChapAuthSession, iscsi.SecretRef is not null, iscsi.InitiatorName, path.Child("iscsi"), errors);
        }

        if (source.Glusterfs is { } gluster && IsFirst(ref sources, path, "glusterfs", errors)) VolumeSourceRules.Required(path.Child("glusterfs"), errors, ("endpoints", gluster.Endpoints), ("path", gluster.Path));
        if (source.Flocker is { } flocker && IsFirst(ref sources, path, "flocker", errors)) VolumeSourceRules.Flocker(flocker, path.Child("flocker"), errors);
        if (source.Rbd is { } rbd && IsFirst(ref sources, path, "rbd", errors)) VolumeSourceRules.Rbd(rbd.Monitors, rbd.Image, path.Child("rbd"), errors);
        if (source.Cinder is { } cinder && IsFirst(ref sources, path, "cinder", errors)) VolumeSourceRules.Cinder(cinder.VolumeID, cinder.SecretRef?.Name, path.Child("cinder"), errors);
        if (source.Cephfs is { } ceph && IsFirst(ref sources, path, "cephfs", errors) && ceph.Monitors.Count == 0) errors.Required(path.Child("cephfs", "monitors"));
        if (source.Quobyte is { } quobyte && IsFirst(ref sources, path, "quobyte", errors)) VolumeSourceRules.Quobyte(quobyte, path.Child("quobyte"), errors);
        if (source.Fc is { } fc && IsFirst(ref sources, path, "fc", errors)) VolumeSourceRules.Fc(fc, path.Child("fc"), errors);
        if (source.FlexVolume is { } flex && IsFirst(ref sources, path, "flexVolume", errors)) VolumeSourceRules.Flex(flex.Driver, flex.Options, path.Child("flexVolume"), errors);
        if (source.AzureFile is { } azureFile && IsFirst(ref sources, path, "azureFile", errors)) VolumeSourceRules.Required(path.Child("azureFile"), errors, ("secretName", azureFile.SecretName), ("shareName", azureFile.ShareName));
        if (source.VsphereVolume is { } vsphere && IsFirst(ref sources, path, "vsphereVolume", errors)) VolumeSourceRules.Required(path.Child("vsphereVolume"), errors, ("volumePath", vsphere.VolumePath));
        if (source.PhotonPersistentDisk is { } photon && IsFirst(ref sources, path, "photonPersistentDisk", errors)) VolumeSourceRules.Required(path.Child("photonPersistentDisk"), errors, ("pdID", photon.PdID));
        if (source.PortworxVolume is { } portworx && IsFirst(ref sources, path, "portworxVolume", errors)) VolumeSourceRules.Required(path.Child("portworxVolume"), errors, ("volumeID", portworx.VolumeID));
        if (source.AzureDisk is { } azureDisk && IsFirst(ref sources, path, "azureDisk", errors)) VolumeSourceRules.AzureDisk(azureDisk, path.Child("azureDisk"), errors);
        if (source.Storageos is { } storageos && IsFirst(ref sources, path, "storageos", errors)) VolumeSourceRules.Required(path.Child("storageos"), errors, ("volumeName", storageos.VolumeName));
        if (source.ScaleIO is { } scale && IsFirst(ref sources, path, "scaleIO", errors)) VolumeSourceRules.Required(path.Child("scaleIO"), errors, ("gateway", scale.Gateway), ("system", scale.System), ("volumeName", scale.VolumeName));
    }

    private static bool IsFirst(ref int sources, FieldPath path, string name, ErrorList errors)
    {
        if (sources++ == 0) return true;
        errors.Forbidden(path.Child(name), Check.OneOnly);
        return false;
    }

    private static void Mode(int? mode, FieldPath path, string field, ErrorList errors)
    {
        if (mode is < 0 or > MaxFileMode) errors.Invalid(path.Child(field), mode, BadMode);
    }

    private static void Files(string name, string nameField, int? defaultMode, ValueList<KeyToPath> items, FieldPath path, ErrorList errors)
    {
        if (name.Length == 0) errors.Required(path.Child(nameField));
        Mode(defaultMode, path, "defaultMode", errors);
        for (var i = 0; i < items.Count; i++) Item(items[i], path.Child("items").Index(i), errors);
    }

    private static bool Item(KeyToPath item, FieldPath path, ErrorList errors)
    {
        var before = errors.Count;
        if (item.Key.Length == 0) errors.Required(path.Child("key"));
        if (item.Path.Length == 0) errors.Required(path.Child("path"));
        Check.LocalNonReservedPath(errors, path, "path", item.Path);
        Mode(item.Mode, path, "mode", errors);
        return errors.Count == before;
    }

    private static void Downward(DownwardAPIVolumeSource downward, FieldPath path, ErrorList errors)
    {
        Mode(downward.DefaultMode, path, "defaultMode", errors);
        for (var i = 0; i < downward.Items.Count; i++) File(downward.Items[i], path, errors);
    }

    private static void File(DownwardAPIVolumeFile file, FieldPath path, ErrorList errors)
    {
        if (file.Path.Length == 0) errors.Required(path.Child("path"));
        Check.LocalNonReservedPath(errors, path, "path", file.Path);
        if (file.FieldRef is { } field)
        {
            EnvironmentValidator.VolumeField(field, path.Child("fieldRef"), errors);
            if (file.ResourceFieldRef is not null) errors.Invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
        }
        else if (file.ResourceFieldRef is { } resource)
        {
            EnvironmentValidator.ResourceField(resource, path.Child("resourceFieldRef"), errors, inVolume: true);
        }
        else
        {
            errors.Required(path, "one of fieldRef and resourceFieldRef is required");
        }

        Mode(file.Mode, path, "mode", errors);
    }

    private static void Projected(ProjectedVolumeSource projected, FieldPath path, ErrorList errors)
    {
        Mode(projected.DefaultMode, path, "defaultMode", errors);
        HashSet<string>? paths = null;
        for (var i = 0; i < projected.Sources.Count; i++) Projection(projected.Sources[i], path, path.Child("sources").Index(i), ref paths, errors);
    }

    private static void Projection(VolumeProjection source, FieldPath path, FieldPath place, ref HashSet<string>? paths, ErrorList errors)
    {
        var sources = 0;
        if (source.Secret is { } secret && IsFirstProjection(ref sources, place, "secret", errors))
        {
            ProjectedItems(secret.LocalObjectReference.Name, secret.Items, path, place.Child("secret"), ref paths, errors);
        }

        if (source.ConfigMap is { } map && IsFirstProjection(ref sources, place, "configMap", errors))
        {
            ProjectedItems(map.LocalObjectReference.Name, map.Items, path, place.Child("configMap"), ref paths, errors);
        }

        if (source.DownwardAPI is { } downward && IsFirstProjection(ref sources, place, "downwardAPI", errors))
        {
            foreach (var file in downward.Items)
            {
                File(file, place.Child("downwardAPI"), errors);
                UniquePath(file.Path, "", path, ref paths, errors);
            }
        }

        if (source.ServiceAccountToken is { } token && IsFirstProjection(ref sources, place, "serviceAccountToken", errors))
        {
            var tokenPath = place.Child("serviceAccountToken");
            if (token.ExpirationSeconds < MinTokenSeconds) errors.Invalid(tokenPath.Child("expirationSeconds"), token.ExpirationSeconds, "may not specify a duration less than 10 minutes");
            if (token.ExpirationSeconds > MaxTokenSeconds) errors.Invalid(tokenPath.Child("expirationSeconds"), token.ExpirationSeconds, "may not specify a duration larger than 2^32 seconds");
            if (token.Path.Length == 0) errors.Required(tokenPath.Child("path"));
            else Check.LocalNonReservedPath(errors, tokenPath, "path", token.Path);
        }

        if (source.ClusterTrustBundle is { } bundle && IsFirstProjection(ref sources, place, "clusterTrustBundle", errors))
        {
            Check.Required(errors, place.Child("clusterTrustBundle"), "path", bundle.Path);
        }

        if (source.PodCertificate is { } certificate && IsFirstProjection(ref sources, place, "podCertificate", errors))
        {
            VolumeSourceRules.Required(place.Child("podCertificate"), errors, ("signerName", certificate.SignerName), ("keyType", certificate.KeyType));
        }
    }

    private static bool IsFirstProjection(ref int sources, FieldPath path, string name, ErrorList errors)
    {
        if (sources++ == 0) return true;
        errors.Forbidden(path.Child(name), "may not specify more than 1 volume type per source");
        return false;
    }

    private static void ProjectedItems(string name, ValueList<KeyToPath> items, FieldPath path, FieldPath place, ref HashSet<string>? paths, ErrorList errors)
    {
        if (name.Length == 0) errors.Required(place.Child("name"));
        for (var i = 0; i < items.Count; i++)
        {
            if (Item(items[i], place.Child("items").Index(i), errors)) UniquePath(items[i].Path, name, path, ref paths, errors);
        }
    }

    private static void UniquePath(string file, string name, FieldPath path, ref HashSet<string>? paths, ErrorList errors)
    {
        if (file.Length > 0 && !(paths ??= []).Add(file)) errors.Invalid(path, name, "conflicting duplicate paths");
    }

    private static void Ephemeral(EphemeralVolumeSource source, Volume volume, ObjectMeta podMeta, FieldPath path, ErrorList errors)
    {
        if (source.VolumeClaimTemplate is not { } template)
        {
            errors.Required(path.Child("volumeClaimTemplate"));
            return;
        }

        var claimName = $"{podMeta.Name}-{volume.Name}";
        if (podMeta.Name.Length > 0 && Names.Dns1123Subdomain(claimName) is { Length: > 0 } bad) errors.Invalid(path, claimName, $"PVC name \"{claimName}\": {bad[0]}");
        TemplateMetadata.Validate(template.Metadata, path.Child("volumeClaimTemplate", "metadata"), errors);
        PersistentVolumeClaimValidator.Spec(template.Spec, path.Child("volumeClaimTemplate", "spec"), errors);
    }

    private static void Csi(CSIVolumeSource csi, FieldPath path, ErrorList errors)
    {
        VolumeSourceRules.CsiDriverName(csi.Driver, path.Child("driver"), errors);
        if (csi.NodePublishSecretRef is { Name: "" }) errors.Required(path.Child("nodePublishSecretRef", "name"));
    }

    private static void Image(ImageVolumeSource image, FieldPath path, ErrorList errors)
    {
        Check.Required(errors, path, "reference", image.Reference);
        Check.OneOf(errors, path, "pullPolicy", image.PullPolicy, PullPolicy.Always, PullPolicy.IfNotPresent, PullPolicy.Never);
    }
}
