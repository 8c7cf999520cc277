using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Server.OpenApi;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Wire;

namespace Kubesharp.Server.Discovery;

/// <summary>Serves what tells clients which resources there are: <c>/api</c>, <c>/apis</c>, their groups and versions, <c>/version</c>, OpenAPI.</summary>
internal sealed class DiscoveryHandler(IOpenApiDocuments openApi, Func<string> keySet, string issuer)
{
    /// <summary>The version of Kubernetes that is spoken.</summary>
    public static readonly string GitVersion = "v" + typeof(DiscoveryHandler).Assembly.GetName().Version!.ToString(3);

    private static readonly string VersionJson = $$"""
        {
          "major": "1",
          "minor": "36",
          "emulationMajor": "1",
          "emulationMinor": "36",
          "minCompatibilityMajor": "1",
          "minCompatibilityMinor": "35",
          "gitVersion": "{{GitVersion}}",
          "gitCommit": "0000000000000000000000000000000000000000",
          "gitTreeState": "clean",
          "buildDate": "1970-01-01T00:00:00Z",
          "goVersion": "none",
          "compiler": "dotnet",
          "platform": "linux/amd64"
        }
        """;

    private readonly ConcurrentDictionary<string, Aggregate> _aggregates = new();

    public ValueTask HandleAsync(ApiCall call)
    {
        var path = call.Info.Path.Trim('/');
        if (call.Info.Verb is not ("get" or "head"))
            return path.StartsWith("api", StringComparison.Ordinal) ? throw StatusErrors.MethodNotAllowed() : ResponseWriter.SendPageNotFoundAsync(call.Http);
        switch (path)
        {
            case "": return ResponseWriter.WriteJsonAsync(call.Http, ResponseFormat.Json, 200, ApiJson.EncodeValue(new RootPaths { Paths = Paths(call.Registry).ToValueList() }));
            case "version": return ResponseWriter.WriteJsonAsync(call.Http, ResponseFormat.Json, 200, Encoding.UTF8.GetBytes(VersionJson));
            case "api" or "apis": return SendRootAsync(call, path);
            case ".well-known/openid-configuration":
                return ResponseWriter.WriteJsonAsync(call.Http, ResponseFormat.Json, 200, Encoding.UTF8.GetBytes(
                    $"{{\"issuer\":\"{issuer}\",\"jwks_uri\":\"{issuer}/openid/v1/jwks\",\"response_types_supported\":[\"id_token\"],\"subject_types_supported\":[\"public\"],\"id_token_signing_alg_values_supported\":[\"RS256\"]}}"));
            case "openid/v1/jwks":
                return ResponseWriter.SendAsync(call.Http, 200, "application/jwk-set+json", Encoding.UTF8.GetBytes(keySet()));
        }

        if (path.StartsWith("openapi/", StringComparison.Ordinal)) return SendOpenApiAsync(call, path[8..]);
        var parts = path.Split('/');
        if (parts is ["api", "v1"]) return SendResourcesAsync(call, "", "v1");
        if (parts is ["apis", var group] && GroupsOf(call.Registry).FirstOrDefault(g => g.Name == group) is { } found)
            return SendAsync(call, found);
        if (parts is ["apis", var groupName, var version] && call.Registry.Resources.Any(r => r.Info.Gvr.Group == groupName && r.Info.Gvr.Version == version))
            return SendResourcesAsync(call, groupName, version);
        return ResponseWriter.SendPageNotFoundAsync(call.Http);
    }

    private ValueTask SendOpenApiAsync(ApiCall call, string path)
    {
        if (openApi.Find(path, call.Http.Request.Headers.Accept.ToString()) is not { } document)
            return ResponseWriter.SendPageNotFoundAsync(call.Http);
        call.Http.Response.Headers.ETag = document.ETag;
        call.Http.Response.Headers.Vary = "Accept";
        if (call.Http.Request.Headers.IfNoneMatch.ToString() == document.ETag)
        {
            call.Http.Response.StatusCode = 304;
            return default;
        }

        return ResponseWriter.SendAsync(call.Http, 200, document.ContentType, document.Body);
    }

    private ValueTask SendRootAsync(ApiCall call, string path)
    {
        var format = Negotiation.Choose(call.Http.Request, projections: false);
        if (format.DiscoveryV2)
        {
            var aggregate = _aggregates.AddOrUpdate(
                path,
                static (p, r) => Aggregate.Of(r, p),
                static (p, known, r) => ReferenceEquals(known.Registry, r) ? known : Aggregate.Of(r, p),
                call.Registry);
            call.Http.Response.Headers.ETag = aggregate.ETag;
            call.Http.Response.Headers.Vary = "Accept";
            if (call.Http.Request.Headers.IfNoneMatch.ToString() == aggregate.ETag)
            {
                call.Http.Response.StatusCode = 304;
                return default;
            }

            return ResponseWriter.SendAsync(call.Http, 200, "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", aggregate.Body);
        }

        if (path == "apis") return SendAsync(call, new APIGroupList { Groups = GroupsOf(call.Registry).ToValueList() });
        var address = $"{call.Http.Connection.LocalIpAddress}:{call.Http.Connection.LocalPort}";
        return SendAsync(call, new APIVersions
        {
            Versions = ["v1"],
            ServerAddressByClientCIDRs = [new ServerAddressByClientCIDR { ClientCIDR = "0.0.0.0/0", ServerAddress = address }],
        });
    }

    private static ValueTask SendResourcesAsync(ApiCall call, string group, string version)
    {
        var resources = new List<APIResource>();
        foreach (var served in call.Registry.Resources)
        {
            if (served.Info.Gvr.Group != group || served.Info.Gvr.Version != version) continue;
            resources.Add(DiscoveryDocuments.ResourceOf(served));
            resources.AddRange(DiscoveryDocuments.SubresourcesOf(served));
        }

        resources.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        var list = new APIResourceList { GroupVersion = group.Length == 0 ? version : $"{group}/{version}", Resources = resources.ToValueList() };
        return SendAsync(call, list);
    }

    private static IEnumerable<APIGroup> GroupsOf(ResourceRegistry registry) => registry.Resources
        .Where(r => r.Info.Gvr.Group.Length > 0)
        .GroupBy(r => r.Info.Gvr.Group)
        .Select(g =>
        {
            var versions = g.Select(r => r.Info.Gvr.Version).Distinct()
                .Select(v => new GroupVersionForDiscovery { GroupVersion = $"{g.Key}/{v}", Version = v }).ToValueList();
            return new APIGroup { Name = g.Key, Versions = versions, PreferredVersion = versions[0] };
        });

    private static IEnumerable<string> Paths(ResourceRegistry registry)
    {
        yield return "/.well-known/openid-configuration";
        yield return "/api";
        yield return "/api/v1";
        yield return "/apis";
        foreach (var group in GroupsOf(registry).OrderBy(g => g.Name, StringComparer.Ordinal))
        {
            yield return "/apis/" + group.Name;
            foreach (var version in (IEnumerable<GroupVersionForDiscovery>)group.Versions) yield return "/apis/" + version.GroupVersion;
        }

        foreach (var path in (string[])["/healthz", "/livez", "/metrics", "/openapi/v2", "/openapi/v3", "/openid/v1/jwks", "/readyz", "/version"]) yield return path;
    }

    private static ValueTask SendAsync<T>(ApiCall call, T value)
        where T : class, IKind<T> =>
        ResponseWriter.WriteAsync(call.Http, Negotiation.Choose(call.Http.Request, projections: false), 200, value);

    private sealed record Aggregate(ResourceRegistry Registry, byte[] Body, string ETag)
    {
        public static Aggregate Of(ResourceRegistry registry, string path)
        {
            var body = ApiJson.Encode(DiscoveryDocuments.AggregateOf(registry, core: path == "api"));
            return new Aggregate(registry, body, $"\"{Convert.ToHexString(SHA512.HashData(body))}\"");
        }
    }
}
