using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;

namespace Kubesharp.Controllers;

/// <summary>Asks the server which resources it serves, custom ones included.</summary>
public sealed class Discovery(KubernetesClient client)
{
    /// <summary>One served resource.</summary>
    public sealed record ServedResource(GroupVersionResource Resource, string Kind, bool Namespaced, ValueList<string> Verbs);

    /// <summary>The preferred version of every resource without subresources, and why a group could not be read.</summary>
    public async Task<(IReadOnlyList<ServedResource> Resources, IReadOnlyList<string> Errors)> ReadAsync(CancellationToken cancellationToken)
    {
        var resources = new List<ServedResource>();
        var errors = new List<string>();
        await AddAsync("/api/v1", "", "v1", resources, errors, cancellationToken);
        var groups = ApiJson.Decode<APIGroupList>(await client.RequestAsync(Get("/apis"), cancellationToken));
        foreach (var group in groups.Groups)
        {
            var version = group.PreferredVersion.Version;
            await AddAsync($"/apis/{group.Name}/{version}", group.Name, version, resources, errors, cancellationToken);
        }

        return (resources, errors);
    }

    private static ApiRequest Get(string path) => new() { Method = "GET", PathAndQuery = path };

    private async Task AddAsync(string path, string group, string version, List<ServedResource> resources, List<string> errors, CancellationToken cancellationToken)
    {
        try
        {
            var list = ApiJson.Decode<APIResourceList>(await client.RequestAsync(Get(path), cancellationToken));
            foreach (var resource in list.Resources)
            {
                if (!resource.Name.Contains('/')) resources.Add(new(new GroupVersionResource(group, version, resource.Name), resource.Kind, resource.Namespaced, resource.Verbs));
            }
        }
        catch (StatusException e)
        {
            errors.Add($"{group}/{version}: {e.Message}");
        }
    }
}
