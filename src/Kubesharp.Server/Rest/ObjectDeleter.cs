using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Admission;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Storage;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Rest;

/// <summary>Deletes objects: at once, gracefully, or when their finalizers are done.</summary>
internal sealed class ObjectDeleter(RestServices services)
{
    private const string OrphanFinalizer = "orphan";
    private const string ForegroundFinalizer = "foregroundDeletion";
    private const int MaxConflictRetries = 100;

    /// <summary>Checks what the client sent.</summary>
    public static void Validate(DeleteOptions options)
    {
        var errors = new ErrorList();
        if (options.OrphanDependents is not null && options.PropagationPolicy is not null)
        {
            errors.Invalid(
                FieldPath.Of("propagationPolicy"), options.PropagationPolicy, "orphanDependents and deletionPropagation cannot be both set");
        }

        if (options.PropagationPolicy is { } policy
            && policy is not (DeletionPropagation.Background or DeletionPropagation.Foreground or DeletionPropagation.Orphan))
        {
            errors.NotSupported(
                FieldPath.Of("propagationPolicy"), policy, DeletionPropagation.Foreground, DeletionPropagation.Background, DeletionPropagation.Orphan, "nil");
        }

        foreach (var value in options.DryRun)
            if (value != "All")
                errors.NotSupported(FieldPath.Of("dryRun"), options.DryRun, "All");
        if (!errors.IsEmpty) throw StatusErrors.Invalid(new("meta.k8s.io", "v1", "DeleteOptions"), "", errors);
    }

    /// <summary>Deletes an object, or marks it for deletion.</summary>
    public async ValueTask<DeleteOutcome> DeleteAsync(
        RestTarget target, string ns, string name, DeleteOptions options, RequestContext context, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var current = target.Storage.Find(ns, name) ?? throw StatusErrors.NotFound(target.Gvr, name);
            CheckPreconditions(target, options, current);
            var old = target.Storage.TypedOf(current);
            if (attempt == 0)
            {
                var attributes = new AdmissionAttributes
                {
                    Operation = AdmissionOperation.Delete,
                    Resource = target.Resource.Info,
                    Namespace = ns,
                    Name = name,
                    OldObject = old,
                    Context = context,
                };
                await services.Admission.MutateAsync(attributes, cancellationToken).ConfigureAwait(false);
                await services.Admission.ValidateAsync(attributes, cancellationToken).ConfigureAwait(false);
            }

            var marked = Mark(target, old, options, context);
            if (ReferenceEquals(marked, old) && !IsDeletable(old)) return new DeleteOutcome(current, Gone: false);
            if (IsDeletable(marked))
            {
                if (context.DryRun) return new DeleteOutcome(current, Gone: true);
                var last = await target.Storage.DeleteAsync(current, cancellationToken).ConfigureAwait(false);
                if (last is not null) return new DeleteOutcome(last, Gone: true);
            }
            else
            {
                if (context.DryRun) return new DeleteOutcome(current, Gone: false);
                var bare = target.Strategy.WithMetadata(marked, marked.Metadata with { ResourceVersion = "" });
                var stored = await target.Storage.PutAsync(bare, current.Revision, null, target.Strategy.TimeToLive(context), cancellationToken).ConfigureAwait(false);
                if (stored is not null) return new DeleteOutcome(stored, Gone: false);
            }

            if (attempt == MaxConflictRetries) throw StatusErrors.Conflict(target.Gvr, name);
        }
    }

    /// <summary>The object with everything set that its deletion asks for; the same object when nothing is.</summary>
    private IKubernetesObject Mark(RestTarget target, IKubernetesObject old, DeleteOptions options, RequestContext context)
    {
        var metadata = old.Metadata;
        var finalizers = FinalizersFor(target.Strategy, metadata, options);
        var now = DateTimeOffset.FromUnixTimeSeconds(services.Time.GetUtcNow().ToUnixTimeSeconds());
        var changed = metadata;
        if (!finalizers.Equals(metadata.Finalizers)) changed = changed with { Finalizers = finalizers };
        if (old is Namespace ns) return MarkNamespace(ns, changed, now);
        if (metadata.DeletionTimestamp is { } due)
        {
            // A second deletion may only shorten the time that is left.
            var pending = metadata.DeletionGracePeriodSeconds ?? 0;
            if (pending > 0 && options.GracePeriodSeconds is { } wanted && Math.Max(wanted, 0) < pending)
            {
                wanted = Math.Max(wanted, 0);
                changed = changed with { DeletionGracePeriodSeconds = wanted, DeletionTimestamp = due - TimeSpan.FromSeconds(pending - wanted) };
            }
        }
        else
        {
            var decision = target.Strategy.DecideObjectDeletion(old, options, context);
            if (!decision.Graceful && finalizers.Count == 0)
                return target.Strategy.WithMetadata(old, changed with { DeletionTimestamp = now, DeletionGracePeriodSeconds = 0 });
            changed = changed with
            {
                DeletionTimestamp = now + TimeSpan.FromSeconds(decision.GracePeriodSeconds),
                DeletionGracePeriodSeconds = decision.GracePeriodSeconds,
                Generation = metadata.Generation > 0 ? metadata.Generation + 1 : 0,
            };
        }

        return ReferenceEquals(changed, metadata) ? old : target.Strategy.WithMetadata(old, changed);
    }

    private static Namespace MarkNamespace(Namespace ns, ObjectMeta metadata, DateTimeOffset now)
    {
        if (metadata.DeletionTimestamp is null) metadata = metadata with { DeletionTimestamp = now };
        if (ReferenceEquals(metadata, ns.Metadata) && ns.Status.Phase == "Terminating") return ns;
        return ns with { Metadata = metadata, Status = ns.Status with { Phase = "Terminating" } };
    }

    private static bool IsDeletable(IKubernetesObject value)
    {
        var metadata = value.Metadata;
        return metadata.DeletionTimestamp is not null && metadata.Finalizers.Count == 0 && metadata.DeletionGracePeriodSeconds is null or 0
            && value is not Namespace { Spec.Finalizers.Count: > 0 };
    }

    /// <summary>The finalizers that make the garbage collector orphan the dependents, or delete them first, as the options say.</summary>
    private static ValueList<string> FinalizersFor(ResourceStrategy strategy, ObjectMeta metadata, DeleteOptions options)
    {
        var orphan = Orphans(strategy, metadata, options);
        var foreground = options.PropagationPolicy is { } policy
            ? policy == DeletionPropagation.Foreground
            : options.OrphanDependents is null && !orphan && metadata.Finalizers.Contains(ForegroundFinalizer);
        if (!orphan && !foreground && !metadata.Finalizers.Contains(OrphanFinalizer) && !metadata.Finalizers.Contains(ForegroundFinalizer))
            return metadata.Finalizers;
        var result = metadata.Finalizers.Where(f => f is not (OrphanFinalizer or ForegroundFinalizer)).ToList();
        if (orphan) result.Add(OrphanFinalizer);
        if (foreground) result.Add(ForegroundFinalizer);
        return result.ToValueList();
    }

    private static bool Orphans(ResourceStrategy strategy, ObjectMeta metadata, DeleteOptions options)
    {
        if (options.OrphanDependents is { } orphan) return orphan;
        if (options.PropagationPolicy is { } policy) return policy == DeletionPropagation.Orphan;
        if (metadata.Finalizers.Contains(OrphanFinalizer)) return true;
        return !metadata.Finalizers.Contains(ForegroundFinalizer) && strategy.DefaultPropagation == DeletionPropagation.Orphan;
    }

    private static void CheckPreconditions(RestTarget target, DeleteOptions options, StoredObject current)
    {
        if (options.Preconditions is not { } wanted) return;
        if (wanted.Uid is { } uid && uid != current.Metadata.Uid)
        {
            throw StatusErrors.Conflict(
                target.Gvr, current.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Metadata.Uid}");
        }

        var version = current.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (wanted.ResourceVersion is { } expected && expected != version)
        {
            throw StatusErrors.Conflict(
                target.Gvr,
                current.Name,
                $"Precondition failed: ResourceVersion in precondition: {expected}, ResourceVersion in object meta: {version}");
        }
    }
}

/// <summary>What a deletion came to.</summary>
/// <param name="Object">The object, in its last state when it is gone.</param>
/// <param name="Gone">Whether it is.</param>
internal readonly record struct DeleteOutcome(StoredObject Object, bool Gone);
