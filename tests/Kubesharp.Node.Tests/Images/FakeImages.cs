using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;

namespace Kubesharp.Node.Tests.Images;

/// <summary>A store of images in memory.</summary>
internal sealed class FakeImages : ICriImages
{
    public List<Image> Present { get; } = [];

    public void Add(string id, ulong size, bool pinned = false) => Present.Add(new Image { Id = id, Size = size, Pinned = pinned });

    public Task<IReadOnlyList<Image>> ListImagesAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<Image>>([.. Present]);

    public Task<Image?> ImageStatusAsync(ImageSpec image, CancellationToken cancel) => Task.FromResult(Present.Find(present => present.Id == image.Image));

    public Task<string> PullImageAsync(ImageSpec image, AuthConfig? auth, PodSandboxConfig? sandbox, CancellationToken cancel) => throw new NotSupportedException();

    public Task RemoveImageAsync(ImageSpec image, CancellationToken cancel)
    {
        Present.RemoveAll(present => present.Id == image.Image);
        return Task.CompletedTask;
    }

    public Task<ImageFsInfoResponse> ImageFsInfoAsync(CancellationToken cancel) => Task.FromResult(new ImageFsInfoResponse());
}
