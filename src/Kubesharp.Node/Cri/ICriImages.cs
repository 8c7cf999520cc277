using Kubesharp.Node.Cri.V1;

namespace Kubesharp.Node.Cri;

/// <summary>
/// What the node agent needs from an image store, one method per call of CRI's ImageService. Every method throws
/// <see cref="GrpcException"/> when the runtime refuses or cannot be reached.
/// </summary>
public interface ICriImages
{
    Task<IReadOnlyList<Image>> ListImagesAsync(CancellationToken cancel);

    /// <summary>The image of that name or ID, or null when the node does not have it.</summary>
    Task<Image?> ImageStatusAsync(ImageSpec image, CancellationToken cancel);

    /// <summary>Fetches an image. Returns the reference that names exactly what was fetched.</summary>
    Task<string> PullImageAsync(ImageSpec image, AuthConfig? auth, PodSandboxConfig? sandbox, CancellationToken cancel);

    Task RemoveImageAsync(ImageSpec image, CancellationToken cancel);

    Task<ImageFsInfoResponse> ImageFsInfoAsync(CancellationToken cancel);
}
