using Kubesharp.Api;
using Kubesharp.Api.Serialization;
using Kubesharp.Server.Apply;
using Kubesharp.Server.Patch;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Storage;
using Kubesharp.Server.Wire;
using YamlText = Kubesharp.Client.YamlText;

namespace Kubesharp.Server.Rest;

/// <summary>Serves PATCH: JSON patch, merge patch, strategic merge patch and server-side apply.</summary>
internal sealed class PatchHandler(RestServices services, ObjectWriter writer, RestHandler rest)
{
    /// <summary>Changes an object and sends the result.</summary>
    public async ValueTask HandleAsync(ApiCall call, RestTarget target)
    {
        var options = WriteOptions.Read(call, "PatchOptions");
        var (type, isYaml) = TypeOf(call, target);
        if (options.Force && type != PatchType.Apply) throw ForceIsForApply();
        var body = await RequestBody.ReadAsync(call.Http, call.Cancelled).ConfigureAwait(false);
        var patch = isYaml ? YamlText.ToJson(body) : body;
        var context = new RequestContext
        {
            User = call.User,
            Time = services.Time,
            Objects = services.Stores,
            Namespace = call.Info.Namespace,
            Subresource = call.Info.Subresource,
            DryRun = options.DryRun,
        };
        var update = type == PatchType.Apply ? Apply(call, target, patch, options, context) : Patch(call, target, type, patch, options, context);
        var ns = target.Resource.Info.Namespaced ? call.Info.Namespace : "";
        var outcome = await writer.UpdateAsync(target, ns, call.Info.Name, update, context, call.Cancelled).ConfigureAwait(false);
        await rest.SendAsync(call, target, outcome.Object, outcome.Created ? 201 : 200, context).ConfigureAwait(false);
    }

    /// <summary>The patch that a content type names; a StatusException (415) for others.</summary>
    public static (PatchType Type, bool IsYaml) TypeOf(ApiCall call, RestTarget target)
    {
        var custom = target.Resource.IsCustom;
        return ObjectDecoder.MediaType(call.Http.Request.ContentType) switch
        {
            "application/json-patch+json" => (PatchType.Json, false),
            "application/merge-patch+json" => (PatchType.Merge, false),
            "application/strategic-merge-patch+json" when !custom => (PatchType.StrategicMerge, false),
            "application/apply-patch+yaml" => (PatchType.Apply, true),
            _ when custom => throw StatusErrors.UnsupportedMediaType(
                "application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"),
            _ => throw StatusErrors.UnsupportedMediaType(
                "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"),
        };
    }

    private static StatusException ForceIsForApply()
    {
        var errors = new Api.Validation.ErrorList();
        errors.Forbidden(Api.Validation.FieldPath.Of("force"), "may not be specified for non-apply patch");
        return StatusErrors.Invalid(new("meta.k8s.io", "v1", "PatchOptions"), "", errors);
    }

    private ObjectUpdate Patch(ApiCall call, RestTarget target, PatchType type, ReadOnlyMemory<byte> patch, WriteOptions options, RequestContext context) => new()
    {
        Subresource = call.Info.Subresource,
        Manager = options.FieldManager,
        IsPatch = true,
        Change = (current, old, _) =>
        {
            using var original = new ByteBuffer(current.MaxLength);
            target.WriteJson(current, original);
            var json = services.Patches.Apply(type, target.Served.Schema, original.Written, patch.Span);
            try
            {
                if (type != PatchType.StrategicMerge) CheckKind(target, json);
                return ValueTask.FromResult(Decode(target, json, current, old, options, context));
            }
            catch (DecodeException e)
            {
                throw Invalid(type, patch.Span, json, e);
            }
        },
    };

    private ObjectUpdate Apply(ApiCall call, RestTarget target, ReadOnlyMemory<byte> patch, WriteOptions options, RequestContext context)
    {
        if (call.Query("fieldManager").Length == 0)
        {
            var errors = new Api.Validation.ErrorList();
            errors.Required(Api.Validation.FieldPath.Of("fieldManager"), "is required for apply patch");
            throw StatusErrors.Invalid(new("meta.k8s.io", "v1", "PatchOptions"), "", errors);
        }

        CheckApplied(call, target, patch, options, context);
        return new ObjectUpdate
        {
            Subresource = call.Info.Subresource,
            IsPatch = true,
            Change = (current, old, _) =>
            {
                using var live = new ByteBuffer(current.MaxLength);
                target.WriteJson(current, live);
                var applied = services.Fields.Apply(ChangeOf(call, target, patch, options, live.WrittenMemory, old.Metadata.ManagedFields));
                var value = Decode(target, applied.Json, current, old, options, context);
                return ValueTask.FromResult(target.Strategy.WithMetadata(value, value.Metadata with { ManagedFields = applied.Managers }));
            },
            CreateMissing = call.Info.Subresource.Length > 0 ? null : () =>
            {
                var applied = services.Fields.Apply(ChangeOf(call, target, patch, options, default, default));
                var value = Decode(target, applied.Json, null, null, options, context);
                var metadata = value.Metadata with { ManagedFields = applied.Managers, Name = call.Info.Name };
                if (target.Resource.Info.Namespaced) metadata = metadata with { Namespace = call.Info.Namespace };
                return ValueTask.FromResult(target.Strategy.WithMetadata(value, metadata));
            },
        };
    }

    private FieldChange ChangeOf(
        ApiCall call,
        RestTarget target,
        ReadOnlyMemory<byte> patch,
        WriteOptions options,
        ReadOnlyMemory<byte> live,
        ValueList<Api.Meta.V1.ManagedFieldsEntry> managers) => new()
        {
            Schema = target.Served.Schema,
            ApiVersion = target.Gvk.ApiVersion,
            Live = live,
            LiveManagers = managers,
            New = patch,
            Manager = options.FieldManager,
            Subresource = call.Info.Subresource,
            Force = options.Force,
            Now = services.Time.GetUtcNow(),
        };

    /// <summary>The applied configuration must name its kind, and may not carry what the server keeps.</summary>
    private void CheckApplied(ApiCall call, RestTarget target, ReadOnlyMemory<byte> patch, WriteOptions options, RequestContext context)
    {
        var problems = options.NewProblems();
        IKubernetesObject value;
        try
        {
            value = (IKubernetesObject)ObjectDecoder.Decode(patch, MediaKind.Json, target.Gvk, target.Served.FromJson, target.Served.FromProtobuf, problems);
        }
        catch (StatusException) when (ObjectDecoder.PeekType(patch.Span) == (target.Gvk.ApiVersion, target.Gvk.Kind))
        {
            // Upstream compares with the schema before it decodes; its complaint comes first.
            services.Fields.Apply(ChangeOf(call, target, patch, options, default, default));
            throw;
        }

        RestHandler.Report(problems, options, target.Gvk, context);
        if (value.Metadata.ManagedFields.Count > 0) throw StatusErrors.BadRequest("metadata.managedFields must be nil");
        if (value.Metadata.Name.Length > 0 && value.Metadata.Name != call.Info.Name)
        {
            throw StatusErrors.BadRequest(
                $"the name of the object ({value.Metadata.Name}) does not match the name on the URL ({call.Info.Name})");
        }

        if (value.Metadata.Namespace.Length > 0 && target.Resource.Info.Namespaced && value.Metadata.Namespace != call.Info.Namespace)
            throw StatusErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
    }

    /// <summary>A patch of the text may name another kind, which strategic merge does not look at.</summary>
    private static void CheckKind(RestTarget target, ReadOnlySpan<byte> json)
    {
        var (apiVersion, kind) = ObjectDecoder.PeekType(json);
        if ((kind.Length == 0 || kind == target.Gvk.Kind) && (apiVersion.Length == 0 || apiVersion == target.Gvk.ApiVersion)) return;
        throw new DecodeException($"no kind {GoText.Quote(kind)} is registered for version {GoText.Quote(apiVersion)}");
    }

    /// <summary>The patched object in the stored version; what the patch left alone is shared with the object it was made from, if any.</summary>
    private static IKubernetesObject Decode(
        RestTarget target, byte[] json, StoredObject? current, IKubernetesObject? old, WriteOptions options, RequestContext context)
    {
        var problems = options.NewProblems();
        var value = current is null || old is null || target.Converter is not null
            ? target.Served.FromJson(json, problems)
            : target.Served.FromJson(json, problems, old, current.Raw.Span);
        if (problems is { Messages.Count: > 0 } && options.Validation == FieldValidation.Strict)
            throw new DecodeException("strict decoding error: " + string.Join(", ", problems.Messages));
        RestHandler.Report(problems, options, target.Gvk, context);
        value = target.Served.DefaultObject(value);
        return target.Converter is null ? value : target.Strategy.DefaultObject(target.Converter.ToStored(value));
    }

    /// <summary>422 that names no object, as upstream's; it shows the patch after a strategic merge, else the patched object.</summary>
    public static StatusException Invalid(PatchType type, ReadOnlySpan<byte> patch, ReadOnlySpan<byte> patched, DecodeException e)
    {
        var errors = new Api.Validation.ErrorList();
        var path = Api.Validation.FieldPath.Of("patch");
        if (type == PatchType.StrategicMerge)
        {
            using var tape = JsonTape.Parse(patch);
            errors.Invalid(path, GoFormat.Value(JsonTree.From(tape)), GoConversion.Describe(e));
        }
        else
        {
            errors.Invalid(path, JsonStrings.Decode(patched), e.Message);
        }

        return StatusErrors.Invalid(new("", "", ""), "", errors);
    }
}
