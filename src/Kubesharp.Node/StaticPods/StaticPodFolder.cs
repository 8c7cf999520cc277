using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Kubesharp.Node.Objects;
using Kubesharp.Node.Pods;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.StaticPods;

/// <summary>Reads the pods of a folder, one per file.</summary>
/// <param name="folder">The folder.</param>
/// <param name="nodeName">Name of the node.</param>
/// <param name="complete">Fills in what a pod leaves open, and checks it.</param>
/// <param name="logger">The log.</param>
internal sealed partial class StaticPodFolder(string folder, string nodeName, Func<Pod, Pod> complete, ILogger<StaticPodFolder> logger)
{
    private const string Source = "file";
    private const int HashLength = 32;

    private Dictionary<string, Pod> _last = new(StringComparer.Ordinal);

    public string Path => folder;

    /// <summary>
    /// The pods there are now. A file that holds none that can run is passed over; others are not its fault. One that held a pod
    /// before keeps it: somebody may be writing the file.
    /// </summary>
    public IReadOnlyList<Pod> Read()
    {
        var byFile = new Dictionary<string, Pod>(StringComparer.Ordinal);
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
        {
            if (!System.IO.Path.GetFileName(file).StartsWith('.') && TryRead(file) is { } pod) byFile[file] = pod;
        }

        _last = byFile;
        var pods = new Dictionary<NamespacedName, Pod>();
        foreach (var (file, pod) in byFile.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!pods.TryAdd(NamespacedName.Of(pod), pod)) Log.Twice(logger, file, NamespacedName.Of(pod).ToString());
        }

        return [.. pods.Values];
    }

    private Pod? TryRead(string file)
    {
        try
        {
            return Read(File.ReadAllBytes(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecodeException or JsonException or FormatException or StatusException)
        {
            Log.Unreadable(logger, file, e);
            return _last.GetValueOrDefault(file);
        }
    }

    /// <summary>Reads the pod of a file.</summary>
    /// <exception cref="DecodeException">It holds none that can run without the API.</exception>
    internal Pod Read(ReadOnlyMemory<byte> text, string file)
    {
        var strict = new List<string>();
        var pod = ConfigurationText.Decode<Pod>(text, "v1", "Pod", "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30", strict);
        if (strict.Count > 0) throw new DecodeException(ConfigurationText.Strict(strict));
        if (pod.Metadata.Name.Length == 0) throw new DecodeException("a static pod needs a name");
        CheckReferences(pod);

        // The same file gives the same pod after a restart, and a changed one gives another.
        var uid = pod.Metadata.Uid.Length > 0 ? pod.Metadata.Uid : HashOf(pod, file);
        var annotations = pod.Metadata.Annotations.Set(WellKnownAnnotations.ConfigSource, Source).Set(WellKnownAnnotations.ConfigHash, uid);
        return complete(pod with
        {
            Metadata = pod.Metadata with
            {
                Name = $"{pod.Metadata.Name}-{nodeName.ToLowerInvariant()}",
                Namespace = pod.Metadata.Namespace.Length > 0 ? pod.Metadata.Namespace : "default",
                Uid = uid,
                Annotations = annotations,
            },
            Spec = pod.Spec with
            {
                NodeName = nodeName,
                Tolerations = [.. pod.Spec.Tolerations, new Toleration { Operator = TolerationOperator.Exists, Effect = TaintEffect.NoExecute }],
            },
            Status = new PodStatus { Phase = PodPhase.Pending },
        });
    }

    /// <summary>A pod that has to run when there is no API server may not need anything of it.</summary>
    private static void CheckReferences(Pod pod)
    {
        var found = new List<string>();
        if (pod.Spec.ServiceAccountName.Length > 0) found.Add("serviceaccounts");
        if (PodObjectNames.ConfigMapsOf(pod).Count > 0) found.Add("configmaps");
        if (PodObjectNames.SecretsOf(pod).Count > 0) found.Add("secrets");
        if (pod.Spec.ResourceClaims.Count > 0) found.Add("resourceclaims");
        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.Source.PersistentVolumeClaim is not null || volume.Source.Ephemeral is not null) found.Add("persistentvolumeclaims");
            if (volume.Source.Projected?.Sources.Any(source => source.ServiceAccountToken is not null || source.ClusterTrustBundle is not null) == true) found.Add("projected tokens or trust bundles");
        }

        if (found.Count > 0) throw new DecodeException($"static pods may not reference {string.Join(", ", found.Distinct())}");
    }

    private string HashOf(Pod pod, string file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(ApiJson.Encode(pod));
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"host:{nodeName}file:{file}")));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..HashLength];
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "File {file} holds no pod that can run", EventName = "StaticPodUnreadable")]
        public static partial void Unreadable(ILogger logger, string file, Exception e);

        [LoggerMessage(2, LogLevel.Error, "File {file} holds pod {pod}, which another file has already", EventName = "StaticPodTwice")]
        public static partial void Twice(ILogger logger, string file, string pod);
    }
}
