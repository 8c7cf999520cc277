using System.Text;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Objects;

namespace Kubesharp.Node.Images;

/// <summary>Credentials from the Secrets that a pod names for its images.</summary>
internal sealed class PullSecrets(IPodObjects objects) : IPullSecrets
{
    public async Task<IReadOnlyList<AuthConfig>> ForImageAsync(Pod pod, string image, CancellationToken cancel)
    {
        if (pod.Spec.ImagePullSecrets.Count == 0) return [];
        objects.Hold(pod);
        var found = new List<(int Length, AuthConfig Auth)>();
        foreach (var reference in pod.Spec.ImagePullSecrets)
        {
            // A Secret that is absent is no error, because the image may need none.
            if (await objects.SecretAsync(pod.Metadata.Namespace, reference.Name, cancel) is { } secret) Read(secret, RegistryPath(image), found);
        }

        return [.. found.OrderByDescending(item => item.Length).Select(item => item.Auth)];
    }

    private static void Read(Secret secret, string image, List<(int Length, AuthConfig Auth)> found)
    {
        var isConfig = secret.Data.TryGetValue(".dockerconfigjson", out var data);
        if (!isConfig && !secret.Data.TryGetValue(".dockercfg", out data)) return;
        try
        {
            using var document = JsonDocument.Parse(data.Memory);
            var auths = document.RootElement;
            if (isConfig && !auths.TryGetProperty("auths", out auths)) return;
            foreach (var entry in auths.EnumerateObject())
            {
                var key = RegistryKey(entry.Name);
                if (image == key || image.StartsWith(key + "/", StringComparison.Ordinal)) found.Add((key.Length, Auth(entry.Value, key)));
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new Pods.ContainerStartException("ErrImagePull", $"secret {secret.Metadata.Namespace}/{secret.Metadata.Name} holds no registry credentials: {e.Message}", e);
        }
    }

    private static AuthConfig Auth(JsonElement entry, string registry)
    {
        var auth = new AuthConfig { ServerAddress = registry, Username = Text(entry, "username"), Password = Text(entry, "password") };
        if (Text(entry, "auth") is { Length: > 0 } encoded)
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(encoded)).Split(':', 2);
            auth.Username = pair[0];
            auth.Password = pair.Length > 1 ? pair[1].TrimEnd('\0') : "";
        }

        return auth;
    }

    private static string Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    /// <summary>The registry and path of an image; one without a registry is Docker Hub's.</summary>
    private static string RegistryPath(string image)
    {
        var slash = image.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : image[..slash];
        if (first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost")
        {
            var tag = image.IndexOfAny([':', '@'], slash);
            return tag < 0 ? image : image[..tag];
        }

        return "index.docker.io/" + image.Split(':', '@')[0];
    }

    private static string RegistryKey(string key)
    {
        var text = key;
        foreach (var scheme in (string[])["https://", "http://"])
        {
            if (text.StartsWith(scheme, StringComparison.Ordinal)) text = text[scheme.Length..];
        }

        foreach (var version in (string[])["/v1/", "/v2/", "/v1", "/v2"])
        {
            if (text.EndsWith(version, StringComparison.Ordinal)) text = text[..^version.Length];
        }

        return text is "docker.io" ? "index.docker.io" : text.TrimEnd('/');
    }
}
