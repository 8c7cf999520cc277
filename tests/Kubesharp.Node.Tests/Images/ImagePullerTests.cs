using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Images;
using Kubesharp.Node.Pods;
using Kubesharp.Node.Tests.Pods;

namespace Kubesharp.Node.Tests.Images;

public sealed class ImagePullerTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly FakeParts _parts = new();
    private readonly Unreachable _registry = new();
    private readonly Pod _pod;

    public ImagePullerTests()
    {
        var pod = WorkerHarness.Shell("true");
        _pod = pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Image = "example.com/web:1" }] } };
    }

    [Fact]
    public async Task Pull_Failed_IsSoonSeenToWaitAndTriedAgainAfterTheWait()
    {
        var images = new ImagePuller(_registry, _parts, _parts, _time);

        var first = await FailAsync(images);
        Assert.Equal(("ErrImagePull", "rpc error: code = Unavailable desc = no route"), (first.Reason, first.Message));
        Assert.Equal(_time.GetUtcNow(), first.RetryAt);

        var second = await FailAsync(images);
        Assert.Equal("ImagePullBackOff", second.Reason);
        Assert.Equal("Back-off pulling image \"example.com/web:1\": ErrImagePull: " + first.Message, second.Message);
        Assert.Equal(_time.GetUtcNow().AddSeconds(10), second.RetryAt);
        Assert.Equal(1, _registry.Pulls);

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("ErrImagePull", (await FailAsync(images)).Reason);
        Assert.Equal(_time.GetUtcNow().AddSeconds(20), (await FailAsync(images)).RetryAt);
        Assert.Equal(2, _registry.Pulls);
        Assert.Contains("Normal BackOff main: Back-off pulling image \"example.com/web:1\"", _parts.Events);
    }

    private Task<ContainerStartException> FailAsync(ImagePuller images) => Assert.ThrowsAsync<ContainerStartException>(
        () => images.EnsureAsync(_pod, _pod.Spec.Containers[0], new PodSandboxConfig(), CancellationToken.None));

    /// <summary>A node without images and a registry that nobody reaches.</summary>
    private sealed class Unreachable : ICriImages
    {
        public int Pulls { get; private set; }

        public Task<IReadOnlyList<Image>> ListImagesAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<Image>>([]);

        public Task<Image?> ImageStatusAsync(ImageSpec image, CancellationToken cancel) => Task.FromResult<Image?>(null);

        public Task<string> PullImageAsync(ImageSpec image, AuthConfig? auth, PodSandboxConfig? sandbox, CancellationToken cancel)
        {
            Pulls++;
            return Task.FromException<string>(new GrpcException(GrpcStatusCode.Unavailable, "no route"));
        }

        public Task RemoveImageAsync(ImageSpec image, CancellationToken cancel) => Task.CompletedTask;

        public Task<ImageFsInfoResponse> ImageFsInfoAsync(CancellationToken cancel) => Task.FromResult(new ImageFsInfoResponse());
    }
}
