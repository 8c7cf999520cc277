using System.Collections.Concurrent;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Node.Machine;
using Kubesharp.Node.Pods;
using Kubesharp.Node.Volumes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Node.Tests.Volumes;

/// <summary>Volumes in a folder of their own, which is gone afterwards with everything mounted in it.</summary>
internal sealed class VolumeFixture : IPodEvents, ITokenSource, IPersistentVolumes, IContainerEnvironment, IDisposable
{
    public VolumeFixture()
    {
        Folder = Path.Combine(Path.GetTempPath(), "ks-volumes-" + Guid.NewGuid().ToString("N")[..8]);
        Folders = new PodFolders(Folder, Path.Combine(Folder, "logs"));
        Volumes = NewAgent();
    }

    /// <summary>Why the tests cannot mount anything here; null when they can.</summary>
    public static string? Missing => LinuxCapabilities.Effective().Has(LinuxCapability.SysAdmin) ? null : "mounting needs CAP_SYS_ADMIN";

    public string Folder { get; }

    public PodFolders Folders { get; }

    public FakePodObjects Objects { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public PodVolumes Volumes { get; }

    public ConcurrentQueue<string> Events { get; } = new();

    public string Token { get; set; } = "token-1";

    public DateTimeOffset? TokenRefresh { get; set; }

    public PersistentVolumeSpec? Persistent { get; set; }

    public static Pod Pod(params Volume[] volumes) => new()
    {
        Metadata = new ObjectMeta { Name = "web", Namespace = "default", Uid = "uid-1", Labels = ValueMap.Of("app", "web") },
        Spec = new PodSpec { Volumes = volumes.ToValueList(), Containers = [new Container { Name = "main" }] },
    };

    public PodVolumes NewAgent() => new(
        Folders, Objects, this, this, this, () => ValueMap.Of(ResourceName.Memory, Quantity.Parse("1Gi")), this, Time, NullLogger<PodVolumes>.Instance);

    public string PathOf(string plugin, string volume) => Path.Combine(Folders.VolumesOf("uid-1"), "kubernetes.io~" + plugin, volume);

    public void Normal(Pod pod, string? container, string reason, string message) => Events.Enqueue($"Normal {reason}: {message}");

    public void Warning(Pod pod, string? container, string reason, string message) => Events.Enqueue($"Warning {reason}: {message}");

    public Task<string> GetAsync(Pod pod, ServiceAccountTokenProjection projection, CancellationToken cancel) => Task.FromResult(Token);

    public DateTimeOffset? RefreshAt(string podUid) => TokenRefresh;

    public void Forget(string podUid) => TokenRefresh = null;

    public Task<PersistentVolumeSpec> OfClaimAsync(string ns, string claim, CancellationToken cancel) =>
        Persistent is { } spec ? Task.FromResult(spec) : throw new VolumeSourceException($"error processing PVC {ns}/{claim}: PVC is not bound");

    public Task<IReadOnlyList<KeyValuePair<string, string>>> BuildAsync(Pod pod, Container container, PodAddresses addresses, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<KeyValuePair<string, string>>>([new("POD", pod.Metadata.Name)]);

    public void Dispose()
    {
        Volumes.Dispose();
        foreach (var place in LinuxMount.MountPointsUnder(Folder)) LinuxMount.Unmount(place);
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
