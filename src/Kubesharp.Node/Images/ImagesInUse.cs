using System.Text.Json;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Images;

/// <summary>
/// Finds the images that are needed: those of all containers, ended ones included, those that are volumes, and the one that sandboxes are made from.
/// </summary>
internal sealed class ImagesInUse(ICriRuntime runtime, IPodLookup pods)
{
    private string? _sandboxImage;

    public async Task<IReadOnlySet<string>> FindAsync(CancellationToken cancel)
    {
        _sandboxImage ??= SandboxImageIn((await runtime.StatusAsync(verbose: true, cancel)).Info);
        var used = new HashSet<string>(StringComparer.Ordinal) { _sandboxImage };
        foreach (var container in await runtime.ListContainersAsync(null, cancel))
        {
            used.Add(container.ImageRef);
            used.Add(container.ImageId);
            used.Add(container.Image.Image);
        }

        foreach (var volume in pods.Pods.SelectMany(pod => pod.Spec.Volumes))
        {
            if (volume.Source.Image is { } image && ImageName.Normalize(image.Reference) is { } name) used.Add(name);
        }

        used.Remove("");
        return used;
    }

    /// <summary>The sandbox image, as containerd tells it; newer runtimes pin theirs and need not tell.</summary>
    /// <param name="info">What the runtime says beside its status.</param>
    internal static string SandboxImageIn(IDictionary<string, string> info)
    {
        if (!info.TryGetValue("config", out var text)) return "";
        using var config = JsonDocument.Parse(text);
        return config.RootElement.TryGetProperty("sandboxImage", out var image) ? image.GetString() ?? "" : "";
    }
}
