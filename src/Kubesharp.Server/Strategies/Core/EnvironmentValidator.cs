using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Checks environment variables and the pod fields they and volumes may show.</summary>
internal static class EnvironmentValidator
{
    private const string OneAtATime = "may not have more than one field specified at a time";

    private static readonly string[] EnvFields =
    [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ];

    private static readonly string[] VolumeFields = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

    /// <summary>Fields that some use of the downward API knows.</summary>
    private static readonly string[] KnownFields =
    [
        .. EnvFields, "metadata.annotations", "metadata.labels", "spec.restartPolicy", "spec.schedulerName", "status.phase",
    ];

    private static readonly string[] ResourceFields =
    [
        "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory",
    ];

    public static void Env(ValueList<EnvVar> variables, ReadOnlySpan<Volume> volumes, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            var variable = variables[i];
            if (variable.ValueFrom is null && variable.Name.Length > 0 && Names.EnvVarName(variable.Name).Length == 0) continue;
            var place = path.Index(i);
            if (variable.Name.Length == 0) errors.Required(place.Child("name"));
            else Check.Rule(errors, place, "name", variable.Name, Names.EnvVarName(variable.Name));
            if (variable.ValueFrom is { } source) Source(variable, source, volumes, place.Child("valueFrom"), errors);
        }
    }

    public static void EnvFrom(ValueList<EnvFromSource> sources, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < sources.Count; i++)
        {
            var source = sources[i];
            var place = path.Index(i);
            if (source.Prefix.Length > 0) Check.Rule(errors, place, "prefix", source.Prefix, Names.EnvVarName(source.Prefix));
            if (source.ConfigMapRef is { } map) Check.Required(errors, place.Child("configMapRef"), "name", map.LocalObjectReference.Name);
            if (source.SecretRef is { } secret) Check.Required(errors, place.Child("secretRef"), "name", secret.LocalObjectReference.Name);
            if (source is { ConfigMapRef: null, SecretRef: null }) errors.Invalid(path, "", "must specify one of: `configMapRef` or `secretRef`");
            else if (source is { ConfigMapRef: not null, SecretRef: not null }) errors.Invalid(path, "", OneAtATime);
        }
    }

    /// <summary>A field of the pod that a downward API volume shows.</summary>
    public static void VolumeField(ObjectFieldSelector field, FieldPath path, ErrorList errors) => Field(field, VolumeFields, path, errors);

    /// <summary>A resource of a container that the downward API shows.</summary>
    public static void ResourceField(ResourceFieldSelector field, FieldPath path, ErrorList errors, bool inVolume)
    {
        if (inVolume && field.ContainerName.Length == 0) errors.Required(path.Child("containerName"));
        else if (field.Resource.Length == 0) errors.Required(path.Child("resource"));
        else if (!ResourceFields.Contains(field.Resource) && !IsHugePagesField(field.Resource)) errors.NotSupported(path.Child("resource"), field.Resource, ResourceFields);
        Divisor(field, path, errors);
    }

    private static bool IsHugePagesField(string resource) =>
        resource.StartsWith("limits.hugepages-", StringComparison.Ordinal) || resource.StartsWith("requests.hugepages-", StringComparison.Ordinal);

    private static void Divisor(ResourceFieldSelector field, FieldPath path, ErrorList errors)
    {
        if (field.Divisor.IsZero) return;
        const string ByteDivisors = "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the ";
        var text = field.Divisor.ToString();
        if (field.Resource is "limits.cpu" or "requests.cpu")
        {
            if (text is not ("1" or "1m")) errors.Invalid(path.Child("divisor"), field.Resource, "only divisor's values 1m and 1 are supported with the cpu resource");
        }
        else if (text is not ("1" or "1k" or "1M" or "1G" or "1T" or "1P" or "1E" or "1Ki" or "1Mi" or "1Gi" or "1Ti" or "1Pi" or "1Ei"))
        {
            if (field.Resource is "limits.memory" or "requests.memory") errors.Invalid(path.Child("divisor"), field.Resource, ByteDivisors + "memory resource");
            else if (field.Resource is "limits.ephemeral-storage" or "requests.ephemeral-storage") errors.Invalid(path.Child("divisor"), field.Resource, ByteDivisors + "local ephemeral storage resource");
            else if (IsHugePagesField(field.Resource)) errors.Invalid(path.Child("divisor"), field.Resource, ByteDivisors + "hugepages resource");
        }
    }

    private static void Source(EnvVar variable, EnvVarSource source, ReadOnlySpan<Volume> volumes, FieldPath path, ErrorList errors)
    {
        var sources = 0;
        if (source.FieldRef is { } field)
        {
            sources++;
            Field(field, EnvFields, path.Child("fieldRef"), errors);
        }

        if (source.ResourceFieldRef is { } resource)
        {
            sources++;
            ResourceField(resource, path.Child("resourceFieldRef"), errors, inVolume: false);
        }

        if (source.ConfigMapKeyRef is { } map)
        {
            sources++;
            Key(map.LocalObjectReference.Name, map.Key, path.Child("configMapKeyRef"), errors);
        }

        if (source.SecretKeyRef is { } secret)
        {
            sources++;
            Key(secret.LocalObjectReference.Name, secret.Key, path.Child("secretKeyRef"), errors);
        }

        if (source.FileKeyRef is { } file)
        {
            sources++;
            File(file, volumes, path.Child("fileKeyRef"), errors);
        }

        if (sources == 0) errors.Invalid(path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`");
        else if (variable.Value.Length > 0) errors.Invalid(path, "", "may not be specified when `value` is not empty");
        else if (sources > 1) errors.Invalid(path, "", OneAtATime);
    }

    private static void Key(string name, string key, FieldPath path, ErrorList errors)
    {
        if (name.Length == 0) errors.Required(path.Child("name"));
        if (key.Length == 0) errors.Required(path.Child("key"));
        else Check.Rule(errors, path, "key", key, Names.ConfigMapKey(key));
    }

    private static void File(FileKeySelector file, ReadOnlySpan<Volume> volumes, FieldPath path, ErrorList errors)
    {
        if (file.Key.Length == 0) errors.Required(path.Child("key"));
        else Check.Rule(errors, path, "key", file.Key, Names.EnvVarName(file.Key));
        if (file.VolumeName.Length == 0)
        {
            errors.Required(path.Child("volumeName"));
        }
        else
        {
            Volume? found = null;
            foreach (var volume in volumes)
            {
                if (volume.Name == file.VolumeName) found = volume;
            }

            if (found is null) errors.NotFound(path.Child("volumeName"), file.VolumeName);
            else if (found.Source.EmptyDir is null) errors.Invalid(path.Child("volumeName"), file.VolumeName, "referenced volume must be of type emptyDir");
        }

        if (file.Path.Length == 0) errors.Required(path.Child("path"));
        else Check.LocalNonReservedPath(errors, path, "path", file.Path);
    }

    private static void Field(ObjectFieldSelector field, string[] supported, FieldPath path, ErrorList errors)
    {
        if (field.ApiVersion.Length == 0)
        {
            errors.Required(path.Child("apiVersion"));
            return;
        }

        if (field.FieldPath.Length == 0)
        {
            errors.Required(path.Child("fieldPath"));
            return;
        }

        var (name, subscript) = Split(field.FieldPath);
        if (field.ApiVersion != "v1")
        {
            errors.Invalid(path.Child("fieldPath"), field.FieldPath, $"error converting fieldPath: unsupported pod version: {field.ApiVersion}");
        }
        else if (subscript is not null)
        {
            if (name is not ("metadata.annotations" or "metadata.labels"))
            {
                errors.Invalid(path.Child("fieldPath"), field.FieldPath, $"error converting fieldPath: field label does not support subscript: {field.FieldPath}");
                return;
            }

            var key = name == "metadata.annotations" ? subscript.ToLowerInvariant() : subscript;
            if (Names.QualifiedName(key) is { Length: > 0 } bad) errors.Invalid(path, subscript, bad);
        }
        else if (!KnownFields.Contains(name))
        {
            errors.Invalid(path.Child("fieldPath"), field.FieldPath, $"error converting fieldPath: field label not supported: {field.FieldPath}");
        }
        else if (!supported.Contains(name))
        {
            errors.NotSupported(path.Child("fieldPath"), name, supported);
        }
    }

    /// <summary>Takes <c>metadata.labels['key']</c> apart.</summary>
    private static (string Name, string? Subscript) Split(string fieldPath)
    {
        var open = fieldPath.IndexOf("['", StringComparison.Ordinal);
        return open > 0 && fieldPath.EndsWith("']", StringComparison.Ordinal) ? (fieldPath[..open], fieldPath[(open + 2)..^2]) : (fieldPath, null);
    }
}
