using System.Buffers;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Api.Validation;
using Kubesharp.Client;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Storage;
using Kubesharp.Server.Wire;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Server.Rest;

/// <summary>Serves the verbs of stored resources.</summary>
internal sealed class RestHandler
{
    private readonly RestServices _services;
    private readonly Lister _lister;
    private readonly Watcher _watcher;
    private readonly PatchHandler _patches;

    public RestHandler(RestServices services)
    {
        _services = services;
        _lister = new Lister(services);
        _watcher = new Watcher(services, _lister);
        Writer = new ObjectWriter(services);
        Deleter = new ObjectDeleter(services);
        _patches = new PatchHandler(services, Writer, this);
    }

    public ObjectWriter Writer { get; }

    public ObjectDeleter Deleter { get; }

    /// <summary>The resource of a request.</summary>
    public RestTarget TargetOf(ServedResource resource) =>
        new(resource, _services.Stores.Of(resource), resource.StoredAs is null ? null : VersionConversions.Of(resource.Info.Gvk));

    /// <summary>Serves a request on a resource itself or on its status.</summary>
    public ValueTask HandleAsync(ApiCall call, RestTarget target)
    {
        switch (call.Info.Verb)
        {
            case "get": return GetAsync(call, target);
            case "list": return _lister.ListAsync(call, target);
            case "watch": return _watcher.WatchAsync(call, target);
            case "create": return CreateAsync(call, target);
            case "update": return UpdateAsync(call, target);
            case "patch": return _patches.HandleAsync(call, target);
            case "delete": return DeleteAsync(call, target);
            case "deletecollection": return DeleteCollectionAsync(call, target);
            default: throw StatusErrors.MethodNotAllowed();
        }
    }

    /// <summary>Sends a stored object.</summary>
    public async ValueTask SendAsync(ApiCall call, RestTarget target, StoredObject value, int statusCode, RequestContext? context = null)
    {
        if (context is not null) Warnings.Send(call.Http, context.Warnings);
        var format = Negotiation.Choose(call.Http.Request, projections: true);
        if (format.Projection == Projection.PartialMetadataList) throw Negotiation.NotAList(format, target.Gvk, isList: false);
        if (RecordExchange.Taker(call.Http, format) is { } taker)
        {
            call.Http.Response.StatusCode = statusCode;
            taker.Answer(target.RecordOf(value, format));
            return;
        }

        var isCompressed = value.Raw.Length >= Compression.Threshold && Compression.IsAccepted(call.Http.Request);
        if (format is { Media: MediaKind.Json, Projection: Projection.None, Pretty: false } && target.Converter is null && !isCompressed)
        {
            var response = call.Http.Response;
            response.StatusCode = statusCode;
            response.ContentType = "application/json";
            if (HttpMethods.IsHead(call.Http.Request.Method)) return;
            value.WriteTo(response.BodyWriter);
            response.BodyWriter.Write("\n"u8);
            response.ContentLength = response.BodyWriter.UnflushedBytes;
            return;
        }

        switch (format)
        {
            case { Projection: Projection.Table }:
                var table = TableWriter.EncodeOne(target, format, value, _services.Time.GetUtcNow(), TableWriter.IncludeObject(call), columns: true);
                await ResponseWriter.WriteJsonAsync(call.Http, format, statusCode, table).ConfigureAwait(false);
                break;
            case { Projection: Projection.PartialMetadata }:
                var partial = new PartialObjectMetadata { Metadata = target.ServedOf(value).Metadata };
                await PartialMetadata.SendAsync(call, format, statusCode, partial).ConfigureAwait(false);
                break;
            case { Media: MediaKind.Protobuf } when !target.Resource.IsCustom:
                var message = target.Converter is null ? value.ToProtobuf() : target.Served.ToProtobuf(target.ServedOf(value));
                await ResponseWriter.SendAsync(call.Http, statusCode, format.ContentType, message).ConfigureAwait(false);
                break;
            default:
                await ResponseWriter.WriteJsonAsync(call.Http, format, statusCode, target.JsonOf(value)).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>What strategies and admission get to know of a request.</summary>
    public RequestContext ContextOf(ApiCall call, bool dryRun) => new()
    {
        User = call.User,
        Time = _services.Time,
        Objects = _services.Stores,
        Namespace = call.Info.Namespace,
        Subresource = call.Info.Subresource,
        DryRun = dryRun,
    };

    /// <summary>Reads the body as the resource's kind, in the served version.</summary>
    public static async ValueTask<IKubernetesObject> ReadObjectAsync(ApiCall call, RestTarget target, WriteOptions options, RequestContext context)
    {
        if (RecordExchange.Sent(call.Http, target.Gvk) is { } sent) return target.Served.Canonical((IKubernetesObject)sent);
        var media = ObjectDecoder.MediaOf(call.Http.Request.ContentType);
        var body = await RequestBody.ReadAsync(call.Http, call.Cancelled).ConfigureAwait(false);
        if (body.Length == 0) throw StatusErrors.BadRequest("unable to decode an empty request body");
        var problems = options.NewProblems();
        var strategy = target.Served;
        var value = (IKubernetesObject)ObjectDecoder.Decode(body, media, target.Gvk, strategy.FromJson, strategy.FromProtobuf, problems);
        Report(problems, options, target.Gvk, context);
        return value;
    }

    /// <summary>Refuses or warns of fields the kind does not have.</summary>
    public static void Report(DecodeProblems? problems, WriteOptions options, GroupVersionKind kind, RequestContext context)
    {
        if (problems is null || problems.Messages.Count == 0) return;
        if (options.Validation == FieldValidation.Strict)
            throw ObjectDecoder.CannotBeHandled(kind, kind, "strict decoding error: " + string.Join(", ", problems.Messages));
        foreach (var message in problems.Messages) context.Warn(message);
    }

    /// <summary>Puts the request's namespace and name into an object, and refuses others.</summary>
    public static IKubernetesObject Locate(ApiCall call, RestTarget target, IKubernetesObject value)
    {
        var metadata = value.Metadata;
        if (!target.Resource.Info.Namespaced) return value;
        if (metadata.Namespace.Length == 0) return target.Served.WithMetadata(value, metadata with { Namespace = call.Info.Namespace });
        if (metadata.Namespace == call.Info.Namespace) return value;
        throw StatusErrors.BadRequest(
            $"the namespace of the provided object does not match the namespace sent on the request");
    }

    private static async ValueTask<DeleteOptions> ReadDeleteOptionsAsync(ApiCall call)
    {
        var options = (DeleteOptions?)RecordExchange.Sent(call.Http, DeleteOptions.Gvk);
        if (options is null)
        {
            var body = await RequestBody.ReadAsync(call.Http, call.Cancelled).ConfigureAwait(false);
            options = body.Length > 0 ? DecodeDeleteOptions(body, ObjectDecoder.MediaOf(call.Http.Request.ContentType)) : DeleteOptionsOfQuery(call);
        }

        ObjectDeleter.Validate(options);
        return options;
    }

    private static DeleteOptions DeleteOptionsOfQuery(ApiCall call)
    {
        var policy = call.Query("propagationPolicy");
        return new DeleteOptions
        {
            GracePeriodSeconds = call.QueryNumber("gracePeriodSeconds"),
            OrphanDependents = call.QueryFlagOrNull("orphanDependents"),
            PropagationPolicy = policy.Length == 0 ? null : policy,
            DryRun = call.QueryAll("dryRun"),
        };
    }

    private static DeleteOptions DecodeDeleteOptions(ReadOnlyMemory<byte> body, MediaKind media)
    {
        // Every group version has this kind, so version and kind of the body say nothing.
        try
        {
            if (media == MediaKind.Protobuf) return ApiProtobuf.Decode<DeleteOptions>(body.Span);
            if (media == MediaKind.Yaml) body = YamlText.ToJson(body);
            var (_, kind) = ObjectDecoder.PeekType(body.Span);
            if (kind is not ("" or "DeleteOptions")) throw StatusErrors.BadRequest($"decoded object cannot be converted to DeleteOptions: {kind}");
            return ApiJson.Decode<DeleteOptions>(body.Span);
        }
        catch (Exception e) when (e is DecodeException or System.Text.Json.JsonException)
        {
            throw StatusErrors.BadRequest(e.Message);
        }
    }

    private async ValueTask GetAsync(ApiCall call, RestTarget target)
    {
        var cache = target.Storage.Cache;
        if (ListParameters.ParseRevision(call.Query("resourceVersion")) is > 0 and { } revision)
            await _lister.WaitForAsync(cache, revision, call.Cancelled).ConfigureAwait(false);
        var found = target.Storage.Find(NamespaceOf(call, target), call.Info.Name) ?? throw StatusErrors.NotFound(target.Gvr, call.Info.Name);
        await SendAsync(call, target, found, 200).ConfigureAwait(false);
    }

    private async ValueTask CreateAsync(ApiCall call, RestTarget target)
    {
        if (target.Resource.Info.Namespaced && call.Info.Namespace.Length == 0)
            throw StatusErrors.BadRequest("an empty namespace may not be set during creation");
        var options = WriteOptions.Read(call, "CreateOptions");
        var context = ContextOf(call, options.DryRun);
        var value = Locate(call, target, await ReadObjectAsync(call, target, options, context).ConfigureAwait(false));
        if (target.Converter is not null) CheckServed(target, value, context);
        value = ToStored(target, value);
        var stored = await Writer.CreateAsync(target, value, context, options.FieldManager, call.Cancelled).ConfigureAwait(false);
        await SendAsync(call, target, stored, 201, context).ConfigureAwait(false);
    }

    private async ValueTask UpdateAsync(ApiCall call, RestTarget target)
    {
        var options = WriteOptions.Read(call, "UpdateOptions");
        var context = ContextOf(call, options.DryRun);
        var value = Locate(call, target, await ReadObjectAsync(call, target, options, context).ConfigureAwait(false));
        if (value.Metadata.Name.Length == 0 && call.Info.Name.Length > 0 && value.Metadata.Name != call.Info.Name)
            throw StatusErrors.BadRequest("name must be provided");
        if (value.Metadata.Name != call.Info.Name)
        {
            throw StatusErrors.BadRequest(
                $"the name of the object ({value.Metadata.Name}) does not match the name on the URL ({call.Info.Name})");
        }

        var stored = ToStored(target, value);
        var update = new ObjectUpdate
        {
            Change = (_, _, _) => ValueTask.FromResult(stored),
            Subresource = call.Info.Subresource,
            Manager = options.FieldManager,
            CreateMissing = target.Strategy.AllowCreateOnUpdate && call.Info.Subresource.Length == 0 ? CreateMissing : null,
        };
        var outcome = await Writer.UpdateAsync(target, NamespaceOf(call, target), call.Info.Name, update, context, call.Cancelled).ConfigureAwait(false);
        await SendAsync(call, target, outcome.Object, outcome.Created ? 201 : 200, context).ConfigureAwait(false);

        ValueTask<IKubernetesObject> CreateMissing()
        {
            if (target.Converter is not null) CheckServed(target, value, context);
            return ValueTask.FromResult(stored);
        }
    }

    /// <summary>What the served version asks for more than the stored one.</summary>
    private static void CheckServed(RestTarget target, IKubernetesObject value, RequestContext context)
    {
        var errors = new ErrorList();
        target.Served.ValidateObject(target.Served.DefaultObject(value), errors, context);
        if (!errors.IsEmpty) throw StatusErrors.Invalid(target.Gvk, value.Metadata.Name, errors);
    }

    private static IKubernetesObject ToStored(RestTarget target, IKubernetesObject value)
    {
        value = target.Served.DefaultObject(value);
        return target.Converter is null ? value : target.Strategy.DefaultObject(target.Converter.ToStored(value));
    }

    private async ValueTask DeleteAsync(ApiCall call, RestTarget target)
    {
        var options = await ReadDeleteOptionsAsync(call).ConfigureAwait(false);
        var context = ContextOf(call, options.DryRun.Count > 0 || call.QueryAll("dryRun").Count > 0);
        var outcome = await Deleter.DeleteAsync(target, NamespaceOf(call, target), call.Info.Name, options, context, call.Cancelled).ConfigureAwait(false);
        await SendDeletedAsync(call, target, outcome, options, context).ConfigureAwait(false);
    }

    /// <summary>Sends what a deletion came to: a Status when the object is gone, else the object.</summary>
    private async ValueTask SendDeletedAsync(ApiCall call, RestTarget target, DeleteOutcome outcome, DeleteOptions options, RequestContext context)
    {
        if (outcome.Gone && !ReturnsDeletedObject(target))
        {
            var format = Negotiation.Choose(call.Http.Request, projections: true);
            var status = new Status
            {
                Outcome = "Success",
                Details = new StatusDetails
                {
                    Name = outcome.Object.Name,
                    Group = target.Gvr.Group,
                    Kind = target.Gvr.Resource,
                    Uid = outcome.Object.Metadata.Uid,
                },
            };
            await ResponseWriter.WriteAsync(call.Http, format with { Projection = Projection.None }, 200, status).ConfigureAwait(false);
            return;
        }

        var accepted = !outcome.Gone && (options.OrphanDependents is false || options.PropagationPolicy == DeletionPropagation.Foreground);
        await SendAsync(call, target, outcome.Object, accepted ? 202 : 200, context).ConfigureAwait(false);
    }

    private async ValueTask DeleteCollectionAsync(ApiCall call, RestTarget target)
    {
        var options = await ReadDeleteOptionsAsync(call).ConfigureAwait(false);
        var context = ContextOf(call, options.DryRun.Count > 0 || call.QueryAll("dryRun").Count > 0);
        var filter = ObjectFilter.Read(call, target.Served);
        var page = await _lister.SelectAsync(call, target, filter, ListParameters.Read(call, watch: false)).ConfigureAwait(false);
        var deleted = new List<StoredObject>(page.Items.Count);
        foreach (var item in page.Items)
        {
            try
            {
                deleted.Add((await Deleter.DeleteAsync(target, item.Namespace, item.Name, options, context, call.Cancelled).ConfigureAwait(false)).Object);
            }
            catch (StatusException e) when (e.IsNotFound)
            {
                // Somebody else was quicker; gone is what was asked for.
                continue;
            }
        }

        await _lister.SendAsync(call, target, ResponseFormat.Json, new ListPage(deleted, page.Revision, "", null)).ConfigureAwait(false);
    }

    /// <summary>Kinds whose deletion answers with the object and not with a Status.</summary>
    private static bool ReturnsDeletedObject(RestTarget target) => target.Gvr is
    {
        Group: "",
        Resource: "pods" or "persistentvolumes" or "persistentvolumeclaims" or "podtemplates" or "resourcequotas" or "serviceaccounts" or "services",
    };

    private static string NamespaceOf(ApiCall call, RestTarget target) => target.Resource.Info.Namespaced ? call.Info.Namespace : "";
}
