using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Checks where containers mount volumes and see block devices.</summary>
internal static class MountValidator
{
    public static void Mounts(Container container, ReadOnlySpan<Volume> volumes, FieldPath path, ErrorList errors)
    {
        var mounts = container.VolumeMounts.AsSpan();
        for (var i = 0; i < mounts.Length; i++)
        {
            var mount = mounts[i];
            var place = path.Index(i);
            if (mount.Name.Length == 0) errors.Required(place.Child("name"));
            if (Find(volumes, mount.Name) is null) errors.NotFound(place.Child("name"), mount.Name);
            if (mount.MountPath.Length == 0) errors.Required(place.Child("mountPath"));
            if (Check.IsRepeated(mounts, i, static one => one.MountPath)) errors.Invalid(place.Child("mountPath"), mount.MountPath, "must be unique");
            foreach (var device in container.VolumeDevices)
            {
                if (device.Name == mount.Name) errors.Invalid(place.Child("name"), mount.Name, "must not already exist in volumeDevices");
                if (device.DevicePath == mount.MountPath) errors.Invalid(place.Child("mountPath"), mount.MountPath, "must not already exist as a path in volumeDevices");
            }

            if (mount.SubPath.Length > 0) Check.LocalDescendingPath(errors, path, "subPath", mount.SubPath);
            if (mount.SubPathExpr.Length > 0)
            {
                if (mount.SubPath.Length > 0) errors.Invalid(place.Child("subPathExpr"), mount.SubPathExpr, "subPathExpr and subPath are mutually exclusive");
                Check.LocalDescendingPath(errors, path, "subPathExpr", mount.SubPathExpr);
            }

            if (mount.MountPropagation is not null) Propagation(mount.MountPropagation, container, path.Child("mountPropagation"), errors);
            if (mount.RecursiveReadOnly is not null) RecursiveReadOnly(mount, place.Child("recursiveReadOnly"), errors);
        }
    }

    public static void Devices(Container container, ReadOnlySpan<Volume> volumes, FieldPath path, ErrorList errors)
    {
        var devices = container.VolumeDevices.AsSpan();
        for (var i = 0; i < devices.Length; i++)
        {
            var device = devices[i];
            var place = path.Index(i);
            var volume = Find(volumes, device.Name);
            if (device.Name.Length == 0) errors.Required(place.Child("name"));
            if (Check.IsRepeated(devices, i, static one => one.Name)) errors.Invalid(place.Child("name"), device.Name, "must be unique");
            if (volume is null)
            {
                errors.NotFound(place.Child("name"), device.Name);
            }
            else if (volume.Source is { PersistentVolumeClaim: null, Ephemeral: null })
            {
                errors.Invalid(place.Child("name"), device.Name, "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
            }

            if (device.DevicePath.Length == 0) errors.Required(place.Child("devicePath"));
            if (Check.IsRepeated(devices, i, static one => one.DevicePath)) errors.Invalid(place.Child("devicePath"), device.DevicePath, "must be unique");
            if (Check.HasBackstep(device.DevicePath)) errors.Invalid(place.Child("devicePath"), device.DevicePath, "can not contain backsteps ('..')");
            foreach (var mount in container.VolumeMounts)
            {
                if (mount.Name == device.Name) errors.Invalid(place.Child("name"), device.Name, "must not already exist in volumeMounts");
                if (mount.MountPath == device.DevicePath) errors.Invalid(place.Child("devicePath"), device.DevicePath, "must not already exist as a path in volumeMounts");
            }
        }
    }

    private static Volume? Find(ReadOnlySpan<Volume> volumes, string name)
    {
        foreach (var volume in volumes)
        {
            if (volume.Name == name) return volume;
        }

        return null;
    }

    private static void Propagation(string propagation, Container container, FieldPath path, ErrorList errors)
    {
        if (propagation is not (MountPropagationMode.None or MountPropagationMode.HostToContainer or MountPropagationMode.Bidirectional))
        {
            errors.NotSupported(path, propagation, MountPropagationMode.Bidirectional, MountPropagationMode.HostToContainer, MountPropagationMode.None);
        }

        if (propagation == MountPropagationMode.Bidirectional && container.SecurityContext?.Privileged != true)
        {
            errors.Forbidden(path, "Bidirectional mount propagation is available only to privileged containers");
        }
    }

    private static void RecursiveReadOnly(VolumeMount mount, FieldPath path, ErrorList errors)
    {
        switch (mount.RecursiveReadOnly)
        {
            case RecursiveReadOnlyMode.Disabled:
                break;
            case RecursiveReadOnlyMode.Enabled or RecursiveReadOnlyMode.IfPossible:
                if (!mount.ReadOnly) errors.Forbidden(path, "may only be specified when readOnly is true");
                if (mount.MountPropagation is not (null or MountPropagationMode.None)) errors.Forbidden(path, "may only be specified when mountPropagation is None or not specified");
                break;
            default:
                errors.NotSupported(path, mount.RecursiveReadOnly, RecursiveReadOnlyMode.Disabled, RecursiveReadOnlyMode.Enabled, RecursiveReadOnlyMode.IfPossible);
                break;
        }
    }
}
