using System.Net;
using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Rest;

[Collection(ServerTests.Name)]
public sealed class DeletionTests(RunningServer server)
{
    [Fact]
    public async Task Delete_PlainObject_AnswersSuccessStatus()
    {
        var path = await ConfigMapsAsync();
        var created = await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        var status = await server.DeleteAsync(path + "/a");
        Assert.Equal("Success", status.GetProperty("status").GetString());
        Assert.Equal(created.GetProperty("metadata").GetProperty("uid").GetString(), status.GetProperty("details").GetProperty("uid").GetString());
        await RunningServer.JsonAsync(server.Admin, HttpMethod.Get, path + "/a", null, null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Delete_ObjectWithFinalizer_StaysUntilItIsRemoved()
    {
        var path = await ConfigMapsAsync();
        await server.CreateAsync(path, """{"metadata":{"name":"a","finalizers":["example.com/wait"]}}""");
        var marked = await server.DeleteAsync(path + "/a");
        Assert.True(marked.GetProperty("metadata").TryGetProperty("deletionTimestamp", out _));
        var refused = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Patch, path + "/a", """{"metadata":{"finalizers":["example.com/wait","example.com/more"]}}""", "application/merge-patch+json", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("no new finalizers can be added if the object is being deleted", refused.GetProperty("message").GetString());
        await server.PatchAsync(path + "/a", """{"metadata":{"finalizers":null}}""");
        await RunningServer.JsonAsync(server.Admin, HttpMethod.Get, path + "/a", null, null, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("Foreground", "foregroundDeletion")]
    [InlineData("Orphan", "orphan")]
    public async Task Delete_WithPropagation_LeavesTheCollectorsFinalizer(string policy, string finalizer)
    {
        var path = await ConfigMapsAsync();
        await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        using var answer = await RunningServer.SendAsync(server.Admin, HttpMethod.Delete, $"{path}/a?propagationPolicy={policy}");
        Assert.Equal(policy == "Foreground" ? HttpStatusCode.Accepted : HttpStatusCode.OK, answer.StatusCode);
        var found = await server.GetAsync(path + "/a");
        Assert.Equal(finalizer, found.GetProperty("metadata").GetProperty("finalizers")[0].GetString());
    }

    [Fact]
    public async Task Delete_OtherUid_IsConflict()
    {
        var path = await ConfigMapsAsync();
        var created = await server.CreateAsync(path, """{"metadata":{"name":"a"}}""");
        var uid = created.GetProperty("metadata").GetProperty("uid").GetString();
        var status = await RunningServer.JsonAsync(
            server.Admin, HttpMethod.Delete, path + "/a", """{"preconditions":{"uid":"other"}}""", "application/json", HttpStatusCode.Conflict);
        Assert.Equal(
            $"Operation cannot be fulfilled on configmaps \"a\": Precondition failed: UID in precondition: other, UID in object meta: {uid}",
            status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task DeleteCollection_Selector_DeletesOnlyWhatMatches()
    {
        var path = await ConfigMapsAsync();
        await server.CreateAsync(path, """{"metadata":{"name":"a","labels":{"x":"1"}}}""");
        await server.CreateAsync(path, """{"metadata":{"name":"b"}}""");
        await server.DeleteAsync(path + "?labelSelector=x%3D1");
        var rest = await server.GetAsync(path);
        Assert.Equal("b", Assert.Single(rest.GetProperty("items").EnumerateArray()).GetProperty("metadata").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Namespace_Deleted_GoesWhenItsSpecFinalizerIsGone()
    {
        var ns = await server.NewNamespaceAsync();
        await server.PutAsync($"/api/v1/namespaces/{ns}/finalize", $$$"""{"metadata":{"name":"{{{ns}}}"},"spec":{"finalizers":["kubernetes"]}}""");
        var marked = await server.DeleteAsync($"/api/v1/namespaces/{ns}");
        Assert.Equal("Terminating", marked.GetProperty("status").GetProperty("phase").GetString());
        await server.PutAsync($"/api/v1/namespaces/{ns}/finalize", $$$"""{"metadata":{"name":"{{{ns}}}"},"spec":{"finalizers":[]}}""");
        await RunningServer.JsonAsync(server.Admin, HttpMethod.Get, $"/api/v1/namespaces/{ns}", null, null, HttpStatusCode.NotFound);
    }

    private async Task<string> ConfigMapsAsync() => $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps";
}
