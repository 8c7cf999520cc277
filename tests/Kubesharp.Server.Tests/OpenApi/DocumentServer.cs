using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.OpenApi;
using Kubesharp.Server.Patch;
using Kubesharp.Server.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Server.Tests.OpenApi;

/// <summary>As much of an API server as kubectl needs to explain kinds and to patch pods: discovery, OpenAPI, and a few objects.</summary>
internal sealed class DocumentServer : IDisposable
{
    private static readonly ResourceRegistry Registry = new(BuiltInResources.Create());
    private static readonly OpenApiDocuments Documents = new(() => Registry, "v1.36.2");

    private readonly WebApplication _app;

    public DocumentServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        _app = builder.Build();
        _app.Run(HandleAsync);
        _app.Start();
        Address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    public string Address { get; }

    /// <summary>Objects by path.</summary>
    public ConcurrentDictionary<string, string> Objects { get; } = new();

    /// <summary>Patches that came, with their content types.</summary>
    public ConcurrentQueue<(string Type, string Body)> Patches { get; } = new();

    public string LastQuery { get; private set; } = "";

    public void Dispose() => ((IDisposable)_app).Dispose();

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.StartsWith("/openapi/", StringComparison.Ordinal) && Documents.Find(path["/openapi/".Length..], context.Request.Headers.Accept.ToString()) is { } document)
        {
            context.Response.ContentType = document.ContentType;
            context.Response.Headers.ETag = document.ETag;
            await context.Response.Body.WriteAsync(document.Body);
            return;
        }

        if (context.Request.Method == "PATCH" && Objects.TryGetValue(path, out var live))
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            Patches.Enqueue((context.Request.ContentType!, body));
            LastQuery = context.Request.QueryString.Value!;
            var patched = new PatchEngine().Apply(PatchType.StrategicMerge, Pod.Schema, Encoding.UTF8.GetBytes(live), Encoding.UTF8.GetBytes(body));
            Objects[path] = Encoding.UTF8.GetString(patched);
        }

        var answer = Objects.TryGetValue(path, out var value) ? JsonNode.Parse(value) : Discovery(path);
        if (answer is null) context.Response.StatusCode = 404;
        answer ??= JsonNode.Parse("""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404,"message":"not found"}""");
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer!.ToJsonString());
    }

    private static JsonObject? Discovery(string path)
    {
        if (path == "/api") return new() { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1") };
        if (path == "/apis")
        {
            var groups = new JsonArray();
            foreach (var group in Registry.Resources.Where(r => r.Info.Gvr.Group.Length > 0).GroupBy(r => r.Info.Gvr.Group))
            {
                JsonObject Version(string version) => new() { ["groupVersion"] = $"{group.Key}/{version}", ["version"] = version };
                var versions = group.Select(r => r.Info.Gvr.Version).Distinct().ToList();
                groups.Add(new JsonObject { ["name"] = group.Key, ["versions"] = new JsonArray([.. versions.Select(Version)]), ["preferredVersion"] = Version(versions[0]) });
            }

            return new() { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = groups };
        }

        var resources = Registry.Resources.Where(r => path == (r.Info.Gvr.Group.Length == 0 ? $"/api/{r.Info.Gvr.Version}" : $"/apis/{r.Info.Gvr.ApiVersion}")).ToList();
        if (resources.Count == 0) return null;
        var list = new JsonArray([.. resources.Select(r => new JsonObject
        {
            ["name"] = r.Info.Gvr.Resource,
            ["singularName"] = r.Info.Singular,
            ["namespaced"] = r.Info.Namespaced,
            ["kind"] = r.Info.Gvk.Kind,
            ["verbs"] = new JsonArray("get", "list", "create", "patch", "update", "delete", "watch"),
        })]);
        return new() { ["kind"] = "APIResourceList", ["apiVersion"] = "v1", ["groupVersion"] = resources[0].Info.Gvr.ApiVersion, ["resources"] = list };
    }
}
