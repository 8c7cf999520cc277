using System.Collections.Concurrent;
using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Pods;
using Container = Kubesharp.Api.Core.V1.Container;

namespace Kubesharp.Node.Images;

/// <summary>Makes sure that the runtime has the image of a container, as its pull policy asks.</summary>
internal sealed class ImagePuller(ICriImages images, IPodEvents events, IPullSecrets secrets, TimeProvider time)
{
    /// <summary>At most so many pulls at once; the others wait their turn.</summary>
    private const int ParallelPulls = 5;

    private readonly RestartBackoff _backoff = RestartBackoff.Standard(time);
    private readonly ConcurrentDictionary<string, Failure> _failures = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turns = new(ParallelPulls);

    /// <summary>The image to make the container from.</summary>
    /// <exception cref="ContainerStartException">It cannot be had now; the container waits with the exception's reason.</exception>
    public async Task<Image> EnsureAsync(Pod pod, Container container, PodSandboxConfig sandbox, CancellationToken cancel)
    {
        if (ImageName.Normalize(container.Image) is not { } name)
        {
            var reason = $"Failed to apply default image tag \"{container.Image}\": couldn't parse image name \"{container.Image}\": invalid reference format";
            events.Warning(pod, container.Name, "InspectFailed", reason);
            throw new ContainerStartException("InvalidImageName", reason);
        }

        var spec = new ImageSpec { Image = name, UserSpecifiedImage = container.Image };
        var present = await InspectAsync(pod, container, spec, cancel);
        var policy = PolicyOf(container);
        if (policy == PullPolicy.Never && present is null)
        {
            var missing = $"Container image \"{container.Image}\" is not present with pull policy of Never";
            events.Warning(pod, container.Name, "ErrImageNeverPull", missing);
            throw new ContainerStartException("ErrImageNeverPull", missing);
        }

        if (present is not null && policy != PullPolicy.Always)
        {
            events.Normal(pod, container.Name, "Pulled", policy == PullPolicy.Never
                ? $"Container image \"{container.Image}\" already present on machine"
                : $"Container image \"{container.Image}\" already present on machine and can be accessed by the pod");
            return present;
        }

        return await PullAsync(pod, container, spec, sandbox, cancel);
    }

    /// <summary>Forgets what was tried for a pod that is gone.</summary>
    public void Forget(string podUid)
    {
        _backoff.Forget(podUid);
        foreach (var key in _failures.Keys)
        {
            if (key.StartsWith(podUid + "/", StringComparison.Ordinal)) _failures.TryRemove(key, out _);
        }
    }

    private static string PolicyOf(Container container)
    {
        if (container.ImagePullPolicy.Length > 0) return container.ImagePullPolicy;
        return ImageName.Normalize(container.Image)?.EndsWith(":latest", StringComparison.Ordinal) == true ? PullPolicy.Always : PullPolicy.IfNotPresent;
    }

    private async Task<Image?> InspectAsync(Pod pod, Container container, ImageSpec spec, CancellationToken cancel)
    {
        try
        {
            return await images.ImageStatusAsync(spec, cancel);
        }
        catch (GrpcException e)
        {
            var message = $"Failed to inspect image \"{container.Image}\": {e.Message}";
            events.Warning(pod, container.Name, "InspectFailed", message);
            throw new ContainerStartException("ImageInspectError", message, e);
        }
    }

    private async Task<Image> PullAsync(Pod pod, Container container, ImageSpec spec, PodSandboxConfig sandbox, CancellationToken cancel)
    {
        var key = $"{pod.Metadata.Uid}/{container.Image}";
        if (_failures.TryGetValue(key, out var last) && _backoff.Remaining(key, last.At, out _) is var remaining && remaining > TimeSpan.Zero)
        {
            var message = $"Back-off pulling image \"{container.Image}\"";
            events.Normal(pod, container.Name, "BackOff", message);
            throw new ContainerStartException("ImagePullBackOff", $"{message}: {last.Reason}: {last.Message}") { RetryAt = time.GetUtcNow() + remaining };
        }

        var auths = await secrets.ForImageAsync(pod, spec.Image, cancel);
        events.Normal(pod, container.Name, "Pulling", $"Pulling image \"{container.Image}\"");
        var asked = time.GetTimestamp();
        await _turns.WaitAsync(cancel);
        var begun = time.GetTimestamp();
        try
        {
            var reference = await PullWithAnyAsync(spec, auths, sandbox, cancel);
            var image = await images.ImageStatusAsync(new ImageSpec { Image = reference }, cancel)
                ?? throw new GrpcException(GrpcStatusCode.NotFound, $"image {reference} vanished after its pull");
            var took = GoDuration.Format(time.GetElapsedTime(begun));
            var whole = GoDuration.Format(time.GetElapsedTime(asked));
            events.Normal(pod, container.Name, "Pulled", string.Create(
                CultureInfo.InvariantCulture,
                $"Successfully pulled image \"{container.Image}\" in {took} ({whole} including waiting). Image size: {image.Size} bytes."));
            _failures.TryRemove(key, out _);
            return image;
        }
        catch (GrpcException e)
        {
            var reason = e.Detail.StartsWith("RegistryUnavailable", StringComparison.Ordinal) ? "RegistryUnavailable" : "ErrImagePull";
            events.Warning(pod, container.Name, "Failed", $"Failed to pull image \"{container.Image}\": {e.Message}");
            var now = time.GetUtcNow();
            _failures[key] = new Failure(now, reason, e.Message);
            _backoff.Next(key, now);

            // The next look comes soon and shows that the container waits for the next pull.
            throw new ContainerStartException(reason, e.Message, e) { RetryAt = now };
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<string> PullWithAnyAsync(ImageSpec spec, IReadOnlyList<AuthConfig> auths, PodSandboxConfig sandbox, CancellationToken cancel)
    {
        if (auths.Count == 0) return await images.PullImageAsync(spec, null, sandbox, cancel);
        GrpcException? last = null;
        foreach (var auth in auths)
        {
            try
            {
                return await images.PullImageAsync(spec, auth, sandbox, cancel);
            }
            catch (GrpcException e)
            {
                last = e;
            }
        }

        throw last!;
    }

    private readonly record struct Failure(DateTimeOffset At, string Reason, string Message);
}
