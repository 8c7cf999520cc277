using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Admission;

/// <summary>Gives pods a service account, its token as a volume, and its secrets for pulling images.</summary>
internal sealed class ServiceAccountAdmission(IObjectReader objects, TimeProvider time, NameGenerator names) : IMutatingAdmissionPlugin, IValidatingAdmissionPlugin
{
    private const string DefaultName = "default";
    private const string VolumeName = "kube-api-access";
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string RootCertificates = "kube-root-ca.crt";

    /// <summary>An hour and a bit: the odd length marks tokens whose clients may never read them again, which are then made to last longer.</summary>
    private const long TokenSeconds = 3607;

    /// <summary>The controller makes the default account shortly after the namespace, so that it is worth waiting for.</summary>
    private const int DefaultAttempts = 10;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(150);

    private static readonly VolumeSource TokenSource = new()
    {
        Projected = new()
        {
            DefaultMode = VolumeDefaults.FileMode,
            Sources =
            [
                new VolumeProjection { ServiceAccountToken = new() { Path = "token", ExpirationSeconds = TokenSeconds } },
                new VolumeProjection { ConfigMap = new() { LocalObjectReference = new() { Name = RootCertificates }, Items = [new KeyToPath { Key = "ca.crt", Path = "ca.crt" }] } },
                new VolumeProjection { DownwardAPI = new() { Items = [new DownwardAPIVolumeFile { Path = "namespace", FieldRef = new() { ApiVersion = "v1", FieldPath = "metadata.namespace" } }] } },
            ],
        },
    };

    public string Name => "ServiceAccount";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) =>
        operation == AdmissionOperation.Create && resource is { Group: "", Resource: "pods" } && subresource.Length == 0;

    public async ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Object is not Pod pod || pod.IsMirror()) return attributes.Object;
        var spec = pod.Spec;
        var named = spec.ServiceAccountName.Length > 0;
        var name = named ? spec.ServiceAccountName : DefaultName;
        var account = await FindAsync(attributes, name, cancellationToken).ConfigureAwait(false);
        var mounted = spec.AutomountServiceAccountToken ?? account.AutomountServiceAccountToken ?? true ? MountToken(spec) : TokenMount.None(spec);
        return pod with
        {
            Spec = spec with
            {
                ServiceAccountName = name,
                ServiceAccount = named ? spec.ServiceAccount : name,
                Containers = mounted.Containers,
                InitContainers = mounted.InitContainers,
                Volumes = mounted.Volumes,
                ImagePullSecrets = spec.ImagePullSecrets.Count > 0 ? spec.ImagePullSecrets : account.ImagePullSecrets,
            },
        };
    }

    public async ValueTask ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Object is not Pod pod) return;
        if (pod.IsMirror())
        {
            CheckMirror(attributes, pod.Spec);
            return;
        }

        if (pod.Spec.ServiceAccountName.Length == 0) throw AdmissionRefusal.Of(attributes, $"no service account specified for pod {attributes.Namespace}/{pod.Metadata.Name}");
        await FindAsync(attributes, pod.Spec.ServiceAccountName, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A pod that only mirrors what a node runs on its own may not bring anything of the API to the node.</summary>
    private static void CheckMirror(AdmissionAttributes attributes, PodSpec spec)
    {
        if (spec.ServiceAccountName.Length > 0) throw AdmissionRefusal.Of(attributes, "a mirror pod may not reference service accounts");
        foreach (var volume in spec.Volumes)
        {
            if (volume.Source.Secret is not null) throw AdmissionRefusal.Of(attributes, "a mirror pod may not reference secrets");
            if (volume.Source.ConfigMap is not null) throw AdmissionRefusal.Of(attributes, "a mirror pod may not reference configmaps");
            if (volume.Source.PersistentVolumeClaim is not null) throw AdmissionRefusal.Of(attributes, "a mirror pod may not reference persistentvolumeclaims");
            if (volume.Source.Projected?.Sources.Any(source => source.ServiceAccountToken is not null) == true) throw AdmissionRefusal.Of(attributes, "a mirror pod may not use ServiceAccountToken volume projections");
        }
    }

    private async ValueTask<ServiceAccount> FindAsync(AdmissionAttributes attributes, string name, CancellationToken cancellationToken)
    {
        var attempts = name == DefaultName ? DefaultAttempts : 1;
        for (var attempt = 0; ; attempt++)
        {
            if (objects.Get<ServiceAccount>(attributes.Namespace, name) is { } account) return account;
            if (attempt + 1 == attempts) throw AdmissionRefusal.Of(attributes, $"error looking up service account {attributes.Namespace}/{name}: serviceaccount \"{name}\" not found");
            await Task.Delay(RetryInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private TokenMount MountToken(PodSpec spec)
    {
        string? volumeName = null;
        foreach (var volume in spec.Volumes)
        {
            if (volume.Source.Projected is { } projected && volume.Name.StartsWith(VolumeName + "-", StringComparison.Ordinal) && projected.Sources.Any(source => source.ServiceAccountToken is not null)) volumeName = volume.Name;
        }

        var isNew = volumeName is null;
        volumeName ??= names.Generate(VolumeName + "-");
        var mount = new VolumeMount { Name = volumeName, ReadOnly = true, MountPath = MountPath };
        var added = false;
        var containers = WithMount(spec.Containers, mount, ref added);
        var initContainers = WithMount(spec.InitContainers, mount, ref added);
        if (!added) return TokenMount.None(spec);
        var volumes = isNew ? spec.Volumes.Add(new Volume { Name = volumeName, Source = TokenSource }) : spec.Volumes;
        return new TokenMount(containers, initContainers, volumes);
    }

    private static ValueList<Container> WithMount(ValueList<Container> containers, VolumeMount mount, ref bool added)
    {
        if (containers.Count == 0) return containers;
        var result = containers.AsSpan().ToArray();
        for (var i = 0; i < result.Length; i++)
        {
            if (result[i].VolumeMounts.Any(existing => existing.MountPath == MountPath)) continue;
            result[i] = result[i] with { VolumeMounts = result[i].VolumeMounts.Add(mount) };
            added = true;
        }

        return ValueList.Wrap(result);
    }

    /// <summary>What a pod has with its token.</summary>
    private readonly record struct TokenMount(ValueList<Container> Containers, ValueList<Container> InitContainers, ValueList<Volume> Volumes)
    {
        public static TokenMount None(PodSpec spec) => new(spec.Containers, spec.InitContainers, spec.Volumes);
    }
}
