using System.Collections.Concurrent;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Schema;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Apply;

/// <summary>Field ownership of objects as JSON. Keeps compiled schemas and parsed field sets, nothing about objects.</summary>
internal sealed class FieldManager : IFieldManager
{
    private const string Update = ManagedFieldsOperationType.Update;
    private const string BeforeFirstApply = "before-first-apply";

    private readonly FieldSetCache _sets = new();
    private readonly ConcurrentDictionary<(TypeSchema Schema, string Subresource), FieldShape> _shapes = new();
    private readonly ConcurrentDictionary<TypeSchema, byte[]> _empty = new();
    private readonly ConcurrentDictionary<FieldShape, CreatedFields> _created = new();

    /// <inheritdoc/>
    ValueList<ManagedFieldsEntry> IFieldManager.Update(FieldChange change)
    {
        try
        {
            var isCreation = change.Live.IsEmpty;
            var owners = OwnersOf(change);

            // What was never tracked, or was reset, is not tracked from the middle on.
            if (!isCreation && owners.Count == 0) return default;
            var shape = ShapeOf(change);
            if (isCreation && owners.Count == 0 && change.Schema is not null) return OfNew(change, shape);
            using var live = JsonTape.Parse(isCreation ? EmptyObject(change.Schema) : change.Live.Span);
            using var after = JsonTape.Parse(change.New.Span);
            Take(owners, ObjectDifference.Compute(shape, live, after), ManagerOf(change), change);
            owners.Cap();
            return owners.ToEntries();
        }
        catch (FieldSetException)
        {
            // The object will not pass validation, or is one whose fields cannot be named; upstream stops tracking it too.
            return default;
        }
    }

    /// <inheritdoc/>
    public AppliedObject Apply(FieldChange change)
    {
        using var applied = Parse(change.New.Span);
        if (!applied.IsObject(0)) throw StatusErrors.BadRequest($"error decoding YAML: json: cannot unmarshal {KindName(applied)} into Go value of type map[string]interface {{}}");
        CheckIdentity(change, applied);
        var shape = ShapeOf(change);
        FieldOwners owners;
        try
        {
            owners = FieldOwners.Read(change.LiveManagers, _sets);
        }
        catch (FormatException e)
        {
            throw PatchErrors.Plain($"failed to decode managed fields: {e.Message}");
        }

        Validate(shape, applied, change);
        using var live = JsonTape.Parse(change.Live.IsEmpty ? "{}"u8 : change.Live.Span);
        if (owners.Count == 0 && !change.Live.IsEmpty)
        {
            using var nothing = JsonTape.Parse(EmptyObject(change.Schema));
            Take(owners, ObjectDifference.Compute(shape, nothing, live), BeforeFirstApply, change);
            owners.Cap();
        }

        return new ApplyRun(change, shape, owners, live, applied).Run();
    }

    /// <summary>The ownership of a new object that nobody owns anything of yet: all of it is the creator's.</summary>
    private ValueList<ManagedFieldsEntry> OfNew(FieldChange change, FieldShape shape)
    {
        using var created = JsonTape.Parse(change.New.Span);
        var fields = _created.GetOrAdd(shape, static _ => new CreatedFields()).Of(shape, created, EmptyObject(change.Schema));
        if (fields is null) return default;
        return ValueList.Wrap<ManagedFieldsEntry>([new ManagedFieldsEntry
        {
            Manager = ManagerOf(change),
            Operation = Update,
            ApiVersion = change.ApiVersion,
            Subresource = change.Subresource,
            Time = WholeSeconds(change.Now),
            FieldsType = "FieldsV1",
            FieldsV1 = new RawJson(fields.ToJson()),
        }]);
    }

    /// <summary>Gives a writer what it wrote and takes it from the others.</summary>
    private static void Take(FieldOwners owners, ObjectDifference difference, string manager, FieldChange change)
    {
        // A writer that only changed what it owns keeps its set as it is.
        var self = owners.Find(manager, Update, change.ApiVersion, change.Subresource);
        var kept = self?.Set;
        owners.Release(difference, difference.Written is null ? null : self);
        if (difference.Written is not null)
        {
            self ??= owners.FindOrAdd(manager, Update, change.ApiVersion, change.Subresource);
            var remaining = FieldSet.Difference(kept, difference.Removed);
            self.Set = FieldSet.Contains(remaining, difference.Written) ? remaining : FieldSet.Union(remaining, difference.Written);
            self.Time = WholeSeconds(change.Now);
        }

        owners.DropEmpty();
    }

    private FieldOwners OwnersOf(FieldChange change)
    {
        if (change.Subresource.Length == 0)
        {
            var sent = change.SentManagers;
            if (!sent.IsNull && (sent.Count == 0 || sent.Count == 1 && sent[0].Equals(ManagedFieldsEntry.Empty))) return FieldOwners.None();
            if (!sent.IsNull)
            {
                try
                {
                    return FieldOwners.Read(sent, _sets);
                }
                catch (FormatException)
                {
                    // What was sent is not understood, so it does not count; the stored entries do.
                    return LiveOwners(change);
                }
            }
        }

        return LiveOwners(change);
    }

    private FieldOwners LiveOwners(FieldChange change)
    {
        try
        {
            return FieldOwners.Read(change.LiveManagers, _sets);
        }
        catch (FormatException)
        {
            // Entries that cannot be read would never become readable; start without them.
            return FieldOwners.None();
        }
    }

    private FieldShape ShapeOf(FieldChange change)
    {
        if (change.Schema is not { } schema) return FieldShape.Root(null, ResetFields.Of(null, true, change.Subresource));
        return _shapes.GetOrAdd(
            (schema, change.Subresource),
            static key => FieldShape.Root(key.Schema, ResetFields.Of(key.Schema.Kind, key.Schema.Field("status") is not null, key.Subresource)));
    }

    /// <summary>The kind's object without any content, as upstream's types give it: some members are there even when empty.</summary>
    private byte[] EmptyObject(TypeSchema? schema)
    {
        if (schema is null) return "{\"metadata\":{}}"u8.ToArray();
        return _empty.GetOrAdd(schema, static schema =>
            schema.Kind is { } kind && KindTable.Find(kind.ApiVersion, kind.Kind) is { } codec
                ? codec.ToJson(codec.FromJson("{}"u8))
                : "{\"metadata\":{}}"u8.ToArray());
    }

    private static string ManagerOf(FieldChange change) => change.Manager.Length == 0 ? "unknown" : change.Manager;

    private static void CheckIdentity(FieldChange change, JsonTape applied)
    {
        var apiVersion = TextOf(applied, "apiVersion"u8);
        var kind = TextOf(applied, "kind"u8);
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var given = slash < 0 ? new GroupVersionKind("", apiVersion, kind) : new GroupVersionKind(apiVersion[..slash], apiVersion[(slash + 1)..], kind);
        if (change.Schema?.Kind is { } expected && given != expected) throw StatusErrors.BadRequest($"invalid object type: {given}");
        if (apiVersion != change.ApiVersion)
            throw StatusErrors.BadRequest($"Incorrect version specified in apply patch. Specified patch version: {apiVersion}, expected: {change.ApiVersion}");
        var metadata = applied.Find(0, "metadata"u8);
        if (metadata < 0 || !applied.IsObject(metadata)) return;
        var managed = applied.Find(metadata, "managedFields"u8);
        if (managed >= 0 && !applied.IsNull(managed)) throw StatusErrors.BadRequest("metadata.managedFields must be nil");
    }

    private static void Validate(FieldShape shape, JsonTape applied, FieldChange change)
    {
        try
        {
            ObjectValidator.Check(shape, applied);
        }
        catch (FieldSetException e)
        {
            var metadata = applied.Find(0, "metadata"u8);
            var name = metadata < 0 ? "" : TextOf(applied, "name"u8, metadata);
            var ns = metadata < 0 ? "" : TextOf(applied, "namespace"u8, metadata);
            throw PatchErrors.Plain($"failed to create typed patch object ({ns}/{name}; {change.ApiVersion}, Kind={TextOf(applied, "kind"u8)}): {e.Message}");
        }
    }

    private static string TextOf(JsonTape tape, ReadOnlySpan<byte> name, int index = 0)
    {
        if (!tape.IsObject(index)) return "";
        var at = tape.Find(index, name);
        return at >= 0 && tape.Kind(at) == JsonValueKind.String ? JsonStrings.Decode(tape.String(at)) : "";
    }

    private static JsonTape Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonTape.Parse(json);
        }
        catch (JsonException e)
        {
            throw StatusErrors.BadRequest($"error decoding YAML: {e.Message}");
        }
    }

    private static string KindName(JsonTape tape) => tape.Kind(0) switch
    {
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.Null => "null",
        _ => "bool",
    };

    /// <summary>Times are stored in whole seconds.</summary>
    internal static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
