using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Machine;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Tests.Volumes;

public sealed class PodVolumesTests : IDisposable
{
    private static readonly PodAddresses Addresses = new(["10.0.0.5"], ["10.1.1.1"]);
    private readonly VolumeFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [SkippableFact]
    public async Task ConfigMap_ItemsAndModes_AreFilesBehindTheDataLink()
    {
        Skip.If(VolumeFixture.Missing is not null, VolumeFixture.Missing);
        _fixture.Objects.SetConfigMap("settings", ("a", "one"), ("b", "two"));
        var pod = VolumeFixture.Pod(Volume("v", new VolumeSource
        {
            ConfigMap = new ConfigMapVolumeSource
            {
                LocalObjectReference = new LocalObjectReference { Name = "settings" },
                Items = [new KeyToPath { Key = "a", Path = "deep/a.txt", Mode = 0b100_000_000 }, new KeyToPath { Key = "b", Path = "b.txt" }],
            },
        }));

        await _fixture.Volumes.MountAsync(pod, CancellationToken.None);

        var place = _fixture.PathOf("configmap", "v");
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(place, "deep/a.txt")));
        Assert.Equal("two", await File.ReadAllTextAsync(Path.Combine(place, "b.txt")));
        Assert.Equal("..data/deep", new FileInfo(Path.Combine(place, "deep")).LinkTarget);
        Assert.Equal((UnixFileMode)0b100_000_000, File.GetUnixFileMode(Path.Combine(place, "deep/a.txt")));
        Assert.Equal((UnixFileMode)0b110_100_100, File.GetUnixFileMode(Path.Combine(place, "b.txt")));
    }

    [SkippableFact]
    public async Task Refresh_ConfigMapChanged_SwapsFilesAndRemovesOldOnes()
    {
        Skip.If(VolumeFixture.Missing is not null, VolumeFixture.Missing);
        var (pod, place) = await MountConfigMapAsync(("a", "one"), ("old", "x"));
        var before = new FileInfo(Path.Combine(place, "..data")).LinkTarget;

        await _fixture.Volumes.RefreshAsync(pod, CancellationToken.None);
        Assert.Equal(before, new FileInfo(Path.Combine(place, "..data")).LinkTarget);
        _fixture.Objects.SetConfigMap("settings", ("a", "two"), ("new", "y"));
        await _fixture.Volumes.RefreshAsync(pod, CancellationToken.None);

        Assert.Equal("two", await File.ReadAllTextAsync(Path.Combine(place, "a")));
        Assert.Equal("y", await File.ReadAllTextAsync(Path.Combine(place, "new")));
        Assert.False(File.Exists(Path.Combine(place, "old")));
        Assert.False(Directory.Exists(Path.Combine(place, before!)));
    }

    [SkippableFact]
    public async Task Run_ObjectChanges_FilesFollow()
    {
        Skip.If(VolumeFixture.Missing is not null, VolumeFixture.Missing);
        var (pod, place) = await MountConfigMapAsync(("a", "one"));
        using var stop = new CancellationTokenSource();
        using var watcher = new FileSystemWatcher(place) { EnableRaisingEvents = true };
        var swapped = new TaskCompletionSource();
        watcher.Renamed += (_, e) =>
        {
            if (e.Name == "..data") swapped.TrySetResult();
        };
        var loop = _fixture.Volumes.RunAsync(stop.Token);

        _fixture.Objects.SetConfigMap("settings", ("a", "two"));
        _fixture.Objects.Notify(pod.Metadata.Uid);
        await swapped.Task.WaitAsync(ContainerRuntimeFixture.Patience);

        Assert.Equal("two", await File.ReadAllTextAsync(Path.Combine(place, "a")));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
    }

    [SkippableFact]
    public async Task ConfigMap_GoneWhileRunning_FilesStayAndUserIsTold()
    {
        Skip.If(VolumeFixture.Missing is not null, VolumeFixture.Missing);
        var (pod, place) = await MountConfigMapAsync(("a", "one"));

        _fixture.Objects.RemoveConfigMap("settings");
        await _fixture.Volumes.MountAsync(pod, CancellationToken.None);

        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(place, "a")));
        Assert.Contains("Warning FailedMount: MountVolume.SetUp failed for volume \"v\" : configmap \"settings\" not found", _fixture.Events);
    }

    [Fact]
    public async Task Mount_ObjectsMissing_SaysWhichVolumeAndObject()
    {
        var pod = VolumeFixture.Pod(
            ConfigMapVolume("v", "absent"),
            Volume("s", new VolumeSource { HostPath = new HostPathVolumeSource { Path = "/etc/passwd", Type = HostPathType.Directory } }));

        var failure = await Assert.ThrowsAsync<PodVolumeException>(() => _fixture.Volumes.MountAsync(pod, CancellationToken.None));

        Assert.Equal("MountVolume.SetUp failed for volume \"v\" : configmap \"absent\" not found", failure.Message);
        Assert.Equal(["Warning FailedMount: MountVolume.SetUp failed for volume \"s\" : hostPath type check failed: /etc/passwd is not a directory"], _fixture.Events);
    }

    [SkippableFact]
    public async Task Optional_ObjectMissing_GivesEmptyVolume()
    {
        Skip.If(VolumeFixture.Missing is not null, VolumeFixture.Missing);
        var pod = VolumeFixture.Pod(Volume("v", new VolumeSource { Secret = new SecretVolumeSource { SecretName = "absent", Optional = true } }));

        await _fixture.Volumes.MountAsync(pod, CancellationToken.None);

        Assert.Empty(Directory.EnumerateFiles(_fixture.PathOf("secret", "v")));
    }

    [SkippableFact]
    public async Task Projected_AllSources_AreInOneFolder()
    {
        Skip.If(VolumeFixture.Missing is not null, VolumeFixture.Missing);
        _fixture.Objects.SetConfigMap("kube-root-ca.crt", ("ca.crt", "PEM"));
        _fixture.Objects.SetSecret("login", ("password", "pw"));
        var pod = VolumeFixture.Pod(Volume("v", new VolumeSource
        {
            Projected = new ProjectedVolumeSource
            {
                Sources =
                [
                    new VolumeProjection { ServiceAccountToken = new ServiceAccountTokenProjection { Path = "token", ExpirationSeconds = 3607 } },
                    new VolumeProjection { ConfigMap = new ConfigMapProjection { LocalObjectReference = new LocalObjectReference { Name = "kube-root-ca.crt" } } },
                    new VolumeProjection { Secret = new SecretProjection { LocalObjectReference = new LocalObjectReference { Name = "login" } } },
                    new VolumeProjection
                    {
                        DownwardAPI = new DownwardAPIProjection
                        {
                            Items =
                            [
                                new DownwardAPIVolumeFile { Path = "namespace", FieldRef = new ObjectFieldSelector { FieldPath = "metadata.namespace" } },
                                new DownwardAPIVolumeFile { Path = "labels", FieldRef = new ObjectFieldSelector { FieldPath = "metadata.labels" } },
                            ],
                        },
                    },
                ],
            },
        }));

        await _fixture.Volumes.MountAsync(pod, CancellationToken.None);
        var place = _fixture.PathOf("projected", "v");
        string Read(string name) => File.ReadAllText(Path.Combine(place, name));
        Assert.Equal(("token-1", "PEM", "pw", "default", "app=\"web\""), (Read("token"), Read("ca.crt"), Read("password"), Read("namespace"), Read("labels")));

        _fixture.Token = "token-2";
        await _fixture.Volumes.MountAsync(pod with { Metadata = pod.Metadata with { Labels = ValueMap.Of("app", "db") } }, CancellationToken.None);
        Assert.Equal(("token-2", "app=\"db\""), (Read("token"), Read("labels")));
    }

    [SkippableFact]
    public async Task Secret_LivesInMemoryWithThoseOfOtherPods()
    {
        Skip.If(VolumeFixture.Missing is not null, VolumeFixture.Missing);
        _fixture.Objects.SetSecret("login", ("password", "pw"));
        var source = new VolumeSource { Secret = new SecretVolumeSource { SecretName = "login" } };
        var pod = VolumeFixture.Pod(Volume("s", source), Volume("t", source));
        var container = new Container { Name = "main", VolumeMounts = [new VolumeMount { Name = "s", MountPath = "/s" }] };

        await _fixture.Volumes.MountAsync(pod, CancellationToken.None);
        await _fixture.NewAgent().MountAsync(pod, CancellationToken.None);
        var mount = Assert.Single((await _fixture.Volumes.ForContainerAsync(pod, container, Addresses, CancellationToken.None)).Mounts);

        Assert.Equal("tmpfs", await StatAsync("%T", mount.HostPath, "-f"));
        Assert.Equal("700", await StatAsync("%a", _fixture.Folders.Memory));
        Assert.Equal("pw", await File.ReadAllTextAsync(Path.Combine(mount.HostPath, "password")));
        Assert.Equal("pw", await File.ReadAllTextAsync(Path.Combine(_fixture.PathOf("secret", "t"), "password")));
        Assert.Equal([_fixture.Folders.Memory], LinuxMount.MountPointsUnder(_fixture.Folder));
        await _fixture.Volumes.UnmountAsync("uid-1", CancellationToken.None);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_fixture.Folders.Memory));
        Assert.False(Directory.Exists(_fixture.Folders.VolumesOf("uid-1")));
    }

    [SkippableFact]
    public async Task Secret_MountedByItselfBefore_StaysWhereItIs()
    {
        Skip.If(VolumeFixture.Missing is not null, VolumeFixture.Missing);
        _fixture.Objects.SetSecret("login", ("password", "pw"));
        var pod = VolumeFixture.Pod(Volume("s", new VolumeSource { Secret = new SecretVolumeSource { SecretName = "login" } }));
        var place = Directory.CreateDirectory(_fixture.PathOf("secret", "s")).FullName;
        LinuxMount.Mount("tmpfs", place, "tmpfs", MountFlags.None, "size=1m");

        await _fixture.Volumes.MountAsync(pod, CancellationToken.None);

        Assert.Equal([place], LinuxMount.MountPointsUnder(_fixture.Folder));
        Assert.True(File.Exists(Path.Combine(place, "password")));
        await _fixture.Volumes.UnmountAsync("uid-1", CancellationToken.None);
        Assert.Empty(LinuxMount.MountPointsUnder(_fixture.Folder));
    }

    [SkippableFact]
    public async Task FsGroup_Volumes_BelongToTheGroup()
    {
        Skip.If(VolumeFixture.Missing is not null, VolumeFixture.Missing);
        _fixture.Objects.SetSecret("login", ("password", "pw"));
        var pod = VolumeFixture.Pod(
            Volume("e", new VolumeSource { EmptyDir = new EmptyDirVolumeSource() }),
            Volume("s", new VolumeSource { Secret = new SecretVolumeSource { SecretName = "login", DefaultMode = 0b100_000_000 } }));
        pod = pod with { Spec = pod.Spec with { SecurityContext = new PodSecurityContext { FsGroup = 2000 } } };

        await _fixture.Volumes.MountAsync(pod, CancellationToken.None);

        var empty = _fixture.PathOf("empty-dir", "e");
        Assert.Equal("2000", await StatAsync("%g", empty));
        Assert.True(File.GetUnixFileMode(empty).HasFlag(UnixFileMode.SetGroup));
        Assert.Equal("2000 440", await StatAsync("%g %a", Path.Combine(_fixture.PathOf("secret", "s"), "..data", "password")));
    }

    [SkippableFact]
    public async Task EmptyDir_InMemory_IsTmpfsOfTheLimitAndSurvivesAnAgent()
    {
        Skip.If(VolumeFixture.Missing is not null, VolumeFixture.Missing);
        var pod = VolumeFixture.Pod(Volume("v", new VolumeSource
        {
            EmptyDir = new EmptyDirVolumeSource { Medium = StorageMedium.Memory, SizeLimit = Quantity.Parse("1Mi") },
        }));
        var place = _fixture.PathOf("empty-dir", "v");

        await _fixture.Volumes.MountAsync(pod, CancellationToken.None);
        Assert.Equal(1 << 20, new DriveInfo(place).TotalSize);
        await File.WriteAllTextAsync(Path.Combine(place, "kept"), "yes");
        using var second = _fixture.NewAgent();
        await second.MountAsync(pod, CancellationToken.None);

        Assert.Equal("yes", await File.ReadAllTextAsync(Path.Combine(place, "kept")));
        Assert.Single(LinuxMount.MountPointsUnder(place));
        Assert.Equal(["uid-1"], second.ListPods());
        await second.UnmountAsync("uid-1", CancellationToken.None);
        Assert.Empty(second.ListPods());
        Assert.Empty(LinuxMount.MountPointsUnder(_fixture.Folder));
    }

    [Fact]
    public async Task Image_IsMountedByTheRuntime()
    {
        var pod = VolumeFixture.Pod(Volume("v", new VolumeSource { Image = new ImageVolumeSource { Reference = "example.com/data", PullPolicy = "IfNotPresent" } }));
        var container = new Container { Name = "main", VolumeMounts = [new VolumeMount { Name = "v", MountPath = "/data", SubPath = "models" }] };
        await _fixture.Volumes.MountAsync(pod, CancellationToken.None);

        var mount = Assert.Single((await _fixture.Volumes.ForContainerAsync(pod, container, Addresses, CancellationToken.None)).Mounts);

        Assert.Equal(("example.com/data:latest", "example.com/data"), (mount.Image.Image, mount.Image.UserSpecifiedImage));
        Assert.Equal(("/data", "models", "", true), (mount.ContainerPath, mount.ImageSubPath, mount.HostPath, mount.Readonly));
        await _fixture.Volumes.UnmountAsync("uid-1", CancellationToken.None);
    }

    [SkippableFact]
    public async Task SubPath_Missing_IsMadeAndMounted()
    {
        Skip.If(VolumeFixture.Missing is not null, VolumeFixture.Missing);
        var pod = VolumeFixture.Pod(Volume("v", new VolumeSource { EmptyDir = new EmptyDirVolumeSource() }));
        var container = new Container { Name = "main", VolumeMounts = [new VolumeMount { Name = "v", MountPath = "/data", SubPathExpr = "of/$(POD)" }] };
        await _fixture.Volumes.MountAsync(pod, CancellationToken.None);

        var mounts = await _fixture.Volumes.ForContainerAsync(pod, container, Addresses, CancellationToken.None);
        var mount = Assert.Single(mounts.Mounts);
        await File.WriteAllTextAsync(Path.Combine(mount.HostPath, "file"), "here");

        Assert.Equal("here", await File.ReadAllTextAsync(Path.Combine(_fixture.PathOf("empty-dir", "v"), "of/web/file")));
        Assert.Equal("/data", mount.ContainerPath);
        await _fixture.Volumes.UnmountAsync("uid-1", CancellationToken.None);
        Assert.False(Directory.Exists(mount.HostPath));
    }

    [SkippableFact]
    public async Task SubPath_OfOneKey_MountsTheFile()
    {
        Skip.If(VolumeFixture.Missing is not null, VolumeFixture.Missing);
        var (pod, _) = await MountConfigMapAsync(("a", "one"));
        var container = new Container { Name = "main", VolumeMounts = [new VolumeMount { Name = "v", MountPath = "/etc/a", SubPath = "a" }] };

        var mount = Assert.Single((await _fixture.Volumes.ForContainerAsync(pod, container, Addresses, CancellationToken.None)).Mounts);

        Assert.True(mount.Readonly);
        Assert.Equal("one", await File.ReadAllTextAsync(mount.HostPath));
    }

    [SkippableFact]
    public async Task SubPath_LinkOutOfTheVolume_IsRefused()
    {
        Skip.If(VolumeFixture.Missing is not null, VolumeFixture.Missing);
        var pod = VolumeFixture.Pod(Volume("v", new VolumeSource { EmptyDir = new EmptyDirVolumeSource() }));
        await _fixture.Volumes.MountAsync(pod, CancellationToken.None);
        File.CreateSymbolicLink(Path.Combine(_fixture.PathOf("empty-dir", "v"), "trap"), "/etc");
        var container = new Container { Name = "main", VolumeMounts = [new VolumeMount { Name = "v", MountPath = "/data", SubPath = "trap/passwd" }] };

        var failure = await Assert.ThrowsAsync<ContainerConfigException>(
            () => _fixture.Volumes.ForContainerAsync(pod, container, Addresses, CancellationToken.None));

        Assert.Equal("failed to prepare subPath for volumeMount \"v\" of container \"main\"", failure.Message);
    }

    [Fact]
    public async Task HostPath_ToBeMade_IsMadeAndPassedOn()
    {
        var folder = Path.Combine(_fixture.Folder, "host");
        var pod = VolumeFixture.Pod(
            Volume("d", new VolumeSource { HostPath = new HostPathVolumeSource { Path = folder, Type = HostPathType.DirectoryOrCreate } }),
            Volume("f", new VolumeSource { HostPath = new HostPathVolumeSource { Path = folder + "/file", Type = HostPathType.FileOrCreate } }));
        var container = new Container
        {
            Name = "main",
            VolumeMounts =
            [
                new VolumeMount { Name = "d", MountPath = "d", MountPropagation = MountPropagationMode.HostToContainer },
                new VolumeMount { Name = "f", MountPath = "/f", ReadOnly = true },
            ],
        };

        await _fixture.Volumes.MountAsync(pod, CancellationToken.None);
        var mounts = (await _fixture.Volumes.ForContainerAsync(pod, container, Addresses, CancellationToken.None)).Mounts;

        Assert.True(File.Exists(folder + "/file"));
        Assert.Equal((folder, "/d", false), (mounts[0].HostPath, mounts[0].ContainerPath, mounts[0].Readonly));
        Assert.Equal(Kubesharp.Node.Cri.V1.MountPropagation.PropagationHostToContainer, mounts[0].Propagation);
        Assert.True(mounts[1].Readonly);
    }

    [Fact]
    public async Task Claim_OfHostPathVolume_IsItsPath()
    {
        var pod = VolumeFixture.Pod(Volume("c", new VolumeSource { PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "data" } }));
        var container = new Container { Name = "main", VolumeMounts = [new VolumeMount { Name = "c", MountPath = "/c" }] };
        var unbound = await Assert.ThrowsAsync<PodVolumeException>(() => _fixture.Volumes.MountAsync(pod, CancellationToken.None));
        Assert.Contains("failed to process volumes=[c]: error processing PVC default/data: PVC is not bound", unbound.Message, StringComparison.Ordinal);

        var path = Path.Combine(_fixture.Folder, "pv");
        _fixture.Persistent = new PersistentVolumeSpec
        {
            Source = new PersistentVolumeSource { HostPath = new HostPathVolumeSource { Path = path, Type = HostPathType.DirectoryOrCreate } },
        };
        await _fixture.Volumes.MountAsync(pod, CancellationToken.None);

        Assert.Equal(path, Assert.Single((await _fixture.Volumes.ForContainerAsync(pod, container, Addresses, CancellationToken.None)).Mounts).HostPath);
    }

    [Fact]
    public async Task ForContainer_UnknownVolume_SaysWhich()
    {
        var container = new Container { Name = "main", VolumeMounts = [new VolumeMount { Name = "none", MountPath = "/n" }] };

        var failure = await Assert.ThrowsAsync<ContainerConfigException>(
            () => _fixture.Volumes.ForContainerAsync(VolumeFixture.Pod(), container, Addresses, CancellationToken.None));

        Assert.Equal("cannot find volume \"none\" to mount into container \"main\"", failure.Message);
    }

    private static Volume Volume(string name, VolumeSource source) => new() { Name = name, Source = source };

    private static Volume ConfigMapVolume(string name, string map) => Volume(name, new VolumeSource
    {
        ConfigMap = new ConfigMapVolumeSource { LocalObjectReference = new LocalObjectReference { Name = map } },
    });

    private static async Task<string> StatAsync(string format, string path, params string[] options)
    {
        using var stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", [.. options, "-c", format, path]) { RedirectStandardOutput = true })!;
        var text = await stat.StandardOutput.ReadToEndAsync();
        await stat.WaitForExitAsync();
        return text.Trim();
    }

    private async Task<(Pod Pod, string Place)> MountConfigMapAsync(params (string Key, string Value)[] data)
    {
        _fixture.Objects.SetConfigMap("settings", data);
        var pod = VolumeFixture.Pod(ConfigMapVolume("v", "settings"));
        await _fixture.Volumes.MountAsync(pod, CancellationToken.None);
        return (pod, _fixture.PathOf("configmap", "v"));
    }
}
