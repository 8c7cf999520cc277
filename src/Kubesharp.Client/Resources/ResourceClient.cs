using System.Runtime.CompilerServices;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Client;

/// <summary>
/// The operations on one kind. Every operation throws a <see cref="StatusException"/> when the server refuses it.
/// The namespace is "" for cluster-scoped kinds, and for all namespaces in list, watch and delete-collection.
/// </summary>
public sealed class ResourceClient<T>
    where T : class, IKubernetesObject<T>
{
    private readonly KubernetesClient _client;
    private readonly string _accept;
    private readonly string _acceptList;
    private readonly string _root;
    private volatile bool _refusesProtobuf;

    internal ResourceClient(KubernetesClient client, GroupVersionResource resource, string accept)
    {
        _client = client;
        _accept = accept;
        _acceptList = accept == MediaTypes.PartialObjectMetadata ? MediaTypes.PartialObjectMetadataList : accept;
        Resource = resource;
        _root = resource.Group.Length == 0 ? $"/api/{resource.Version}/" : $"/apis/{resource.Group}/{resource.Version}/";
    }

    public GroupVersionResource Resource { get; }

    public KubernetesClient Client => _client;

    public Task<T> GetAsync(string ns, string name, CancellationToken cancellationToken) =>
        ExchangeAsync<T>(new ApiRequest { Method = "GET", PathAndQuery = Path(ns, name), Accept = _accept }, cancellationToken);

    /// <summary>Like <see cref="GetAsync"/>, but null when there is no such object.</summary>
    public async Task<T?> TryGetAsync(string ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(ns, name, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Reads one page, as large as the query's limit allows.</summary>
    public async Task<ObjectList<T>> ListAsync(string ns, ListQuery? query, CancellationToken cancellationToken)
    {
        var url = new QueryBuilder(Path(ns));
        query?.AppendTo(ref url);
        var request = new ApiRequest { Method = "GET", PathAndQuery = url.Build(), Accept = _acceptList };
        await using var response = await SendAsync(request, cancellationToken);
        if (response.Records is RecordList { Metadata: var metadata } list)
            return new ObjectList<T>([.. list.Items.Cast<T>()], metadata.ResourceVersion, metadata.Continue, metadata.RemainingItemCount);
        return response.IsProtobuf
            ? await ProtobufListReader<T>.ReadAsync(response.Reader, cancellationToken)
            : await ListReader<T>.ReadAsync(response.Reader, cancellationToken);
    }

    /// <summary>
    /// Reports changes after the query's revision until the server ends the stream. An error event is thrown as a <see cref="StatusException"/>;
    /// a broken connection as an <see cref="IOException"/> or <see cref="HttpRequestException"/>.
    /// </summary>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync(string ns, ListQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var url = new QueryBuilder(Path(ns));
        url.Add("watch", "true");
        query.AppendTo(ref url);
        var request = new ApiRequest { Method = "GET", PathAndQuery = url.Build(), Accept = _accept };
        await using var response = await SendAsync(request, cancellationToken);
        if (response.Records is not RecordStream stream)
        {
            var changes = response.IsProtobuf
                ? ProtobufWatchReader<T>.ReadAsync(response.Reader, cancellationToken)
                : WatchReader<T>.ReadAsync(response.Reader, cancellationToken);
            await foreach (var change in changes) yield return change;
            yield break;
        }

        await foreach (var batch in stream.ReadAllAsync(cancellationToken))
        {
            foreach (var (type, value) in batch) yield return new WatchEvent<T>(type, value as T ?? T.Empty.WithMetadata(value.Metadata));
        }
    }

    /// <summary>Creates the object in the namespace of its metadata and gives it back as stored.</summary>
    public Task<T> CreateAsync(T value, CancellationToken cancellationToken, WriteQuery? query = null) =>
        WriteAsync<T, T>("POST", Path(value.Metadata.Namespace), value, query, cancellationToken);

    /// <summary>Replaces the object that the metadata names; a revision in the metadata must still be the current one.</summary>
    public Task<T> UpdateAsync(T value, CancellationToken cancellationToken, WriteQuery? query = null) =>
        WriteAsync<T, T>("PUT", Path(value.Metadata.Namespace, value.Metadata.Name), value, query, cancellationToken);

    /// <summary>Replaces the status of the object that the metadata names.</summary>
    public Task<T> UpdateStatusAsync(T value, CancellationToken cancellationToken) =>
        WriteAsync<T, T>("PUT", Path(value.Metadata.Namespace, value.Metadata.Name, "status"), value, null, cancellationToken);

    public Task<T> PatchAsync(
        string ns, string name, PatchType type, ReadOnlyMemory<byte> body, CancellationToken cancellationToken, string subresource = "", WriteQuery? query = null)
    {
        var url = new QueryBuilder(Path(ns, name, subresource));
        query?.AppendTo(ref url);
        return ExchangeAsync<T>(
            new ApiRequest { Method = "PATCH", PathAndQuery = url.Build(), Accept = _accept, ContentType = MediaTypeOf(type), Body = body }, cancellationToken);
    }

    /// <summary>Deletes the object, or begins to: objects with finalizers or a grace period stay for a while.</summary>
    public async Task DeleteAsync(string ns, string name, CancellationToken cancellationToken, DeleteOptions? options = null)
    {
        await using var response = await SendAsync(WithOptions(Path(ns, name), options), cancellationToken);
        if (response.Records is null) await ResponseBody.ReadAsync(response, static body => body.Length, cancellationToken);
    }

    /// <summary>Deletes everything the query selects.</summary>
    public async Task DeleteCollectionAsync(string ns, ListQuery query, CancellationToken cancellationToken, DeleteOptions? options = null)
    {
        var url = new QueryBuilder(Path(ns));
        query.AppendTo(ref url);
        await using var response = await SendAsync(WithOptions(url.Build(), options), cancellationToken);
        if (response.Records is null) await ResponseBody.ReadAsync(response, static body => body.Length, cancellationToken);
    }

    /// <summary>Posts to a subresource: binding, eviction, token.</summary>
    public Task<TOut> CreateSubresourceAsync<TIn, TOut>(string ns, string name, string subresource, TIn body, CancellationToken cancellationToken)
        where TIn : class, IKind<TIn>
        where TOut : class, IKind<TOut> =>
        WriteAsync<TIn, TOut>("POST", Path(ns, name, subresource), body, null, cancellationToken);

    /// <summary>Replaces a subresource: scale, approval, ephemeralcontainers.</summary>
    public Task<TOut> UpdateSubresourceAsync<TIn, TOut>(string ns, string name, string subresource, TIn body, CancellationToken cancellationToken)
        where TIn : class, IKind<TIn>
        where TOut : class, IKind<TOut> =>
        WriteAsync<TIn, TOut>("PUT", Path(ns, name, subresource), body, null, cancellationToken);

    /// <summary>Reads a subresource: scale, status.</summary>
    public Task<TOut> GetSubresourceAsync<TOut>(string ns, string name, string subresource, CancellationToken cancellationToken)
        where TOut : class, IKind<TOut> =>
        ExchangeAsync<TOut>(new ApiRequest { Method = "GET", PathAndQuery = Path(ns, name, subresource) }, cancellationToken);

    /// <summary>Path of the collection, of an object or of one of its subresources.</summary>
    public string Path(string ns, string name = "", string subresource = "")
    {
        var scope = ns.Length == 0 ? "" : $"namespaces/{ns}/";
        if (name.Length == 0) return string.Concat(_root, scope, Resource.Resource);
        return subresource.Length == 0
            ? $"{_root}{scope}{Resource.Resource}/{Uri.EscapeDataString(name)}"
            : $"{_root}{scope}{Resource.Resource}/{Uri.EscapeDataString(name)}/{subresource}";
    }

    private static string MediaTypeOf(PatchType type) => type switch
    {
        PatchType.Json => MediaTypes.JsonPatch,
        PatchType.Merge => MediaTypes.MergePatch,
        PatchType.StrategicMerge => MediaTypes.StrategicMergePatch,
        PatchType.Apply => MediaTypes.ApplyPatch,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "unknown patch type"),
    };

    private static ApiRequest WithOptions(string url, DeleteOptions? options)
    {
        var request = new ApiRequest { Method = "DELETE", PathAndQuery = url };
        return options is null ? request : request with { ContentType = MediaTypes.Json, Record = options };
    }

    private Task<TOut> WriteAsync<TIn, TOut>(string method, string path, TIn value, WriteQuery? query, CancellationToken cancellationToken)
        where TIn : class, IKind<TIn>
        where TOut : class, IKind<TOut>
    {
        var url = new QueryBuilder(path);
        query?.AppendTo(ref url);
        return ExchangeAsync<TOut>(
            new ApiRequest { Method = method, PathAndQuery = url.Build(), ContentType = MediaTypes.Json, Record = value }, cancellationToken);
    }

    private async Task<TOut> ExchangeAsync<TOut>(ApiRequest request, CancellationToken cancellationToken)
        where TOut : class, IKind<TOut>
    {
        await using var response = await SendAsync(request, cancellationToken);
        return await ResponseBody.ReadObjectAsync<TOut>(response, cancellationToken);
    }

    private async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        // Options of a deletion belong to no version that all servers agree on, so they stay JSON.
        var takesProtobuf = !_refusesProtobuf && request.Method != "DELETE";
        request = request with { TakesRecords = true, TakesProtobuf = takesProtobuf, UserAgent = _client.UserAgent };
        var response = await _client.RequestRawAsync(request, cancellationToken);
        if (takesProtobuf && IsRefusal(request, response))
        {
            // Custom resources have no protobuf, nor do some servers behind an aggregator.
            _refusesProtobuf = true;
            await response.DisposeAsync();
            response = await _client.RequestRawAsync(request with { TakesProtobuf = false }, cancellationToken);
        }

        if (response.IsSuccess) return response;
        await using (response) throw await ResponseBody.ReadErrorAsync(response, request, cancellationToken);
    }

    private static bool IsRefusal(ApiRequest request, ApiResponse response) =>
        response.StatusCode == 406 || (response.StatusCode == 415 && request.Record is not null);
}
