using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Objects;

/// <summary>The ConfigMaps and Secrets that the pods of this node name, kept up to date while a pod that names them is held.</summary>
public interface IPodObjects
{
    /// <summary>Called with the UID of a pod, from any thread, when an object that it names has changed.</summary>
    event Action<string>? Changed;

    /// <summary>Begins to follow everything the pod names; the same pod again follows what it names now.</summary>
    void Hold(Pod pod);

    /// <summary>Ends what <see cref="Hold"/> began.</summary>
    void Release(string podUid);

    /// <summary>The ConfigMap, or null when there is none.</summary>
    ValueTask<ConfigMap?> ConfigMapAsync(string ns, string name, CancellationToken cancel);

    /// <summary>The Secret, or null when there is none.</summary>
    ValueTask<Secret?> SecretAsync(string ns, string name, CancellationToken cancel);
}
