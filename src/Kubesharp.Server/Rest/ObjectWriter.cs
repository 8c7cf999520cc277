using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Admission;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Storage;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Rest;

/// <summary>Creates and updates stored objects by the rules of their kind: metadata, admission, defaults, validation, guarded write.</summary>
internal sealed class ObjectWriter(RestServices services)
{
    private const int GenerateNameTries = 8;
    private const int MaxConflictRetries = 100;

    /// <summary>Stores a new object.</summary>
    /// <param name="target">The resource.</param>
    /// <param name="value">The object in the stored version, defaulted, with the request's namespace.</param>
    /// <param name="context">The request.</param>
    /// <param name="manager">Who owns the fields; empty when nobody keeps track.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async ValueTask<StoredObject> CreateAsync(
        RestTarget target, IKubernetesObject value, RequestContext context, string manager, CancellationToken cancellationToken)
    {
        var metadata = value.Metadata;
        if (metadata.ResourceVersion.Length > 0 && metadata.ResourceVersion != "0")
            throw new StatusException(new Status { Outcome = "Failure", Message = "resourceVersion should not be set on objects to be created", Code = 500 });
        for (var attempt = 1; ; attempt++)
        {
            var generated = metadata.Name.Length == 0 && metadata.GenerateName.Length > 0;
            var named = generated ? target.Strategy.WithMetadata(value, metadata with { Name = services.NameGenerator.Generate(metadata.GenerateName) }) : value;
            var stored = await TryCreateAsync(target, named, context, manager, cancellationToken).ConfigureAwait(false);
            if (stored is not null) return stored;
            if (!generated) throw StatusErrors.AlreadyExists(target.Gvr, named.Metadata.Name);
            if (attempt == GenerateNameTries) throw StatusErrors.GenerateNameConflict(target.Gvr, named.Metadata.Name, 1);
        }
    }

    /// <summary>Changes a stored object. A change of nothing writes nothing.</summary>
    /// <param name="target">The resource.</param>
    /// <param name="ns">Namespace; empty for cluster-scoped kinds.</param>
    /// <param name="name">Name.</param>
    /// <param name="update">How to change it.</param>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async ValueTask<UpdateOutcome> UpdateAsync(
        RestTarget target, string ns, string name, ObjectUpdate update, RequestContext context, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var current = target.Storage.Find(ns, name);
            if (current is null)
            {
                if (update.CreateMissing is not { } create) throw StatusErrors.NotFound(target.Gvr, name);
                var created = await CreateAsync(target, await create().ConfigureAwait(false), context, update.Manager, cancellationToken).ConfigureAwait(false);
                return new UpdateOutcome(created, Created: true);
            }

            var outcome = await TryUpdateAsync(target, current, update, context, cancellationToken).ConfigureAwait(false);
            if (outcome is not null) return new UpdateOutcome(outcome, Created: false);
            if (attempt == MaxConflictRetries) throw StatusErrors.Conflict(target.Gvr, name);
        }
    }

    private async ValueTask<StoredObject?> TryCreateAsync(
        RestTarget target, IKubernetesObject value, RequestContext context, string manager, CancellationToken cancellationToken)
    {
        var strategy = target.Strategy;
        var attributes = new AdmissionAttributes
        {
            Operation = AdmissionOperation.Create,
            Resource = target.Resource.Info,
            Namespace = value.Metadata.Namespace,
            Name = value.Metadata.Name,
            Object = value,
            Context = context,
        };
        var managers = manager.Length == 0 ? value.Metadata.ManagedFields : FieldTracking.OfCreation(services, target, value, manager);
        var admitted = (IKubernetesObject)(await services.Admission.MutateAsync(attributes, cancellationToken).ConfigureAwait(false))!;
        if (!ReferenceEquals(admitted, value)) admitted = strategy.DefaultObject(admitted);
        if (admitted.Metadata.Namespace != value.Metadata.Namespace) throw StatusErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        var prepared = strategy.WithMetadata(admitted, admitted.Metadata with
        {
            Uid = services.Identities.NewUid(),
            CreationTimestamp = Seconds(services.Time.GetUtcNow()),
            DeletionTimestamp = null,
            DeletionGracePeriodSeconds = null,
            ResourceVersion = "",
            SelfLink = "",
            Generation = strategy.TracksGeneration ? 1 : admitted.Metadata.Generation,
            ManagedFields = managers,
        });

        // After the identity is known: some kinds refer to themselves by uid.
        prepared = strategy.PrepareObjectForCreate(prepared, context);
        var errors = new ErrorList();
        ObjectMetaRules.Validate(strategy, prepared.Metadata, errors);
        strategy.ValidateObject(prepared, errors, context);
        if (!errors.IsEmpty) throw StatusErrors.Invalid(target.Gvk, prepared.Metadata.Name, errors);
        strategy.WarnOfObject(prepared, null, context);
        await services.Admission.ValidateAsync(attributes with { Object = prepared, Name = prepared.Metadata.Name }, cancellationToken).ConfigureAwait(false);
        if (target.Storage.Find(prepared.Metadata.Namespace, prepared.Metadata.Name) is not null) return null;
        var hook = target.Storage.Hook;
        if (hook is not null) prepared = await hook.BeforeCreateAsync(prepared, context, cancellationToken).ConfigureAwait(false);
        if (context.DryRun) return Unstored(target, prepared);
        StoredObject? stored = null;
        try
        {
            stored = await target.Storage.PutAsync(prepared, 0, null, strategy.TimeToLive(context), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            hook?.AfterWrite(null, prepared, stored);
        }

        return stored;
    }

    /// <summary>The stored object; null when it changed meanwhile.</summary>
    private async ValueTask<StoredObject?> TryUpdateAsync(
        RestTarget target, StoredObject current, ObjectUpdate update, RequestContext context, CancellationToken cancellationToken)
    {
        var strategy = target.Strategy;
        var old = target.Storage.TypedOf(current);
        CheckPrecondition(target, update.ExpectedUid, current);
        var value = await update.Change(current, old, cancellationToken).ConfigureAwait(false);
        var sent = value.Metadata.ResourceVersion;
        if (sent.Length > 0 && sent != "0")
        {
            if (sent != old.Metadata.ResourceVersion) throw StatusErrors.Conflict(target.Gvr, current.Name);
        }
        else if (!strategy.AllowUnconditionalUpdate && !update.IsPatch)
        {
            var missing = new ErrorList();
            missing.Invalid(FieldPath.Of("metadata", "resourceVersion"), BadValue.Json("0"), "must be specified for an update");
            throw StatusErrors.Invalid(target.Gvk, current.Name, missing);
        }

        var sentMetadata = value.Metadata;
        if (sentMetadata.Uid.Length > 0 && sentMetadata.Uid != current.Metadata.Uid)
        {
            throw StatusErrors.Conflict(
                target.Gvr, current.Name, $"Precondition failed: UID in precondition: {sentMetadata.Uid}, UID in object meta: {current.Metadata.Uid}");
        }

        value = strategy.WithMetadata(value, sentMetadata with
        {
            ResourceVersion = "",
            SelfLink = "",
            Uid = old.Metadata.Uid,
            CreationTimestamp = old.Metadata.CreationTimestamp,
            DeletionTimestamp = old.Metadata.DeletionTimestamp,
            DeletionGracePeriodSeconds = old.Metadata.DeletionTimestamp is null ? null : sentMetadata.DeletionGracePeriodSeconds ?? old.Metadata.DeletionGracePeriodSeconds,
            Generation = old.Metadata.Generation,
        });
        if (update.Manager.Length > 0)
        {
            var managers = FieldTracking.OfUpdate(services, target, current, old, value, update);
            value = strategy.WithMetadata(value, value.Metadata with { ManagedFields = managers });
        }

        var attributes = new AdmissionAttributes
        {
            Operation = AdmissionOperation.Update,
            Resource = target.Resource.Info,
            Subresource = update.Subresource,
            Namespace = current.Namespace,
            Name = current.Name,
            Object = value,
            OldObject = old,
            Context = context,
        };
        var admitted = (IKubernetesObject)(await services.Admission.MutateAsync(attributes, cancellationToken).ConfigureAwait(false))!;
        if (!ReferenceEquals(admitted, value))
            admitted = strategy.WithMetadata(strategy.DefaultObject(admitted), admitted.Metadata with { ResourceVersion = "", SelfLink = "", Generation = old.Metadata.Generation });
        var prepared = Prepare(strategy, update, old, admitted, context);
        Validate(target, update, old, prepared, context);
        await services.Admission.ValidateAsync(attributes with { Object = prepared }, cancellationToken).ConfigureAwait(false);
        var hook = target.Storage.Hook;
        if (hook is not null) prepared = await hook.BeforeUpdateAsync(old, prepared, context, cancellationToken).ConfigureAwait(false);
        if (context.DryRun) return Unstored(target, prepared, current.Revision);
        if (ShouldDelete(prepared))
        {
            var deleted = await target.Storage.DeleteAsync(current, cancellationToken).ConfigureAwait(false);
            return deleted is null ? null : Last(target, prepared, deleted);
        }

        var json = strategy.ToJson(prepared);
        if (json.AsSpan().SequenceEqual(current.Raw.Span)) return current;
        StoredObject? stored = null;
        try
        {
            stored = await target.Storage.PutAsync(prepared, current.Revision, json, strategy.TimeToLive(context), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            hook?.AfterWrite(old, prepared, stored);
        }

        return stored;
    }

    private static IKubernetesObject Prepare(
        ResourceStrategy strategy, ObjectUpdate update, IKubernetesObject old, IKubernetesObject value, RequestContext context)
    {
        if (update.Prepare is { } prepare) return prepare(old, value);
        return update.Subresource == "status"
            ? strategy.PrepareObjectForStatusUpdate(old, value, context)
            : strategy.PrepareObjectForUpdate(old, value, context);
    }

    private static void Validate(RestTarget target, ObjectUpdate update, IKubernetesObject old, IKubernetesObject prepared, RequestContext context)
    {
        var errors = new ErrorList();
        ObjectMetaRules.Validate(target.Strategy, prepared.Metadata, errors);
        ObjectMetaRules.ValidateUpdate(prepared.Metadata, old.Metadata, errors);
        if (update.Validate is { } validate) validate(old, prepared, errors);
        else if (update.Subresource == "status") target.Strategy.ValidateObjectStatusUpdate(prepared, old, errors, context);
        else target.Strategy.ValidateObjectUpdate(prepared, old, errors, context);
        if (target.Converter is { } converter && update is { Validate: null, Subresource: "" })
            target.Served.ValidateObjectUpdate(converter.ToServed(prepared), converter.ToServed(old), errors, context);
        if (!errors.IsEmpty) throw StatusErrors.Invalid(target.Gvk, prepared.Metadata.Name, errors);
        if (update.Subresource.Length == 0) target.Strategy.WarnOfObject(prepared, old, context);
    }

    private static void CheckPrecondition(RestTarget target, string expectedUid, StoredObject current)
    {
        if (expectedUid.Length == 0 || expectedUid == current.Metadata.Uid) return;
        throw StatusErrors.Conflict(
            target.Gvr, current.Name, $"Precondition failed: UID in precondition: {expectedUid}, UID in object meta: {current.Metadata.Uid}");
    }

    /// <summary>The last finalizer of an object under deletion is gone, and nothing else keeps it.</summary>
    private static bool ShouldDelete(IKubernetesObject value)
    {
        var metadata = value.Metadata;
        return metadata.DeletionTimestamp is not null && metadata.Finalizers.Count == 0 && metadata.DeletionGracePeriodSeconds is null or 0
            && !HasSpecFinalizers(value);
    }

    private static bool HasSpecFinalizers(IKubernetesObject value) => value is Api.Core.V1.Namespace { Spec.Finalizers.Count: > 0 };

    private static StoredObject Last(RestTarget target, IKubernetesObject value, StoredObject deleted) =>
        new StoredObject(target.Strategy, deleted.Key, target.Strategy.ToJson(value), value).At(deleted.Revision);

    /// <summary>The object as a dry run answers it: with the revision it would replace, if any.</summary>
    private static StoredObject Unstored(RestTarget target, IKubernetesObject value, long revision = 0)
    {
        var key = target.Storage.KeyOf(value.Metadata.Namespace, value.Metadata.Name);
        return new StoredObject(target.Strategy, key, target.Strategy.ToJson(value), value).At(revision);
    }

    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
