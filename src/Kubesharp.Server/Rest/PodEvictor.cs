using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Wire;

namespace Kubesharp.Server.Rest;

/// <summary>Deletes pods when their disruption budgets allow it.</summary>
internal sealed class PodEvictor(RestHandler rest, RestServices services)
{
    private const int MaxDisruptedPods = 2000;
    private const int MaxTries = 5;

    public async ValueTask EvictAsync(ApiCall call, RestTarget target, Eviction eviction)
    {
        if (eviction.Metadata.Name.Length > 0 && eviction.Metadata.Name != call.Info.Name)
            throw StatusErrors.BadRequest("name in URL does not match name in Eviction object");
        var options = eviction.DeleteOptions ?? DeleteOptions.Empty;
        ObjectDeleter.Validate(options);
        var context = rest.ContextOf(call, options.DryRun.Count > 0 || call.QueryAll("dryRun").Count > 0);
        var found = target.Storage.Find(call.Info.Namespace, call.Info.Name) ?? throw StatusErrors.NotFound(target.Gvr, call.Info.Name);
        var pod = (Pod)target.Storage.TypedOf(found);
        if (!CanIgnoreBudgets(pod)) await CheckBudgetsAsync(call, pod, context).ConfigureAwait(false);
        if (!context.DryRun) options = await MarkAsync(call, target, options, context).ConfigureAwait(false);
        await rest.Deleter.DeleteAsync(target, call.Info.Namespace, call.Info.Name, options, context, call.Cancelled).ConfigureAwait(false);
        await ResponseWriter.WriteAsync(call.Http, Negotiation.Choose(call.Http.Request, projections: false), 201, new Status { Outcome = "Success", Code = 201 })
            .ConfigureAwait(false);
    }

    /// <summary>Says in the pod's status why it ends, which the controllers of Jobs ask later.</summary>
    /// <returns>The options for the deletion: a revision they ask for is the one of this write, if the pod had the one asked for before.</returns>
    private async ValueTask<DeleteOptions> MarkAsync(ApiCall call, RestTarget target, DeleteOptions options, RequestContext context)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(services.Time.GetUtcNow().ToUnixTimeSeconds());
        var condition = new PodCondition { Type = PodConditionType.DisruptionTarget, Status = "True", Reason = "EvictionByEvictionAPI", Message = "Eviction API: evicting" };
        var update = new ObjectUpdate
        {
            Subresource = "status",
            IsPatch = true,
            ExpectedUid = options.Preconditions?.Uid ?? "",
            Change = (_, old, _) =>
            {
                var pod = (Pod)old;
                var metadata = options.Preconditions?.ResourceVersion is { } wanted ? pod.Metadata with { ResourceVersion = wanted } : pod.Metadata;
                return ValueTask.FromResult<IKubernetesObject>(pod with { Metadata = metadata, Status = pod.Status.WithCondition(condition, now) });
            },
            Validate = static (_, _, _) => { },
        };
        var outcome = await rest.Writer.UpdateAsync(target, call.Info.Namespace, call.Info.Name, update, context, call.Cancelled).ConfigureAwait(false);
        if (options.Preconditions?.ResourceVersion is null) return options;
        return options with { Preconditions = options.Preconditions with { ResourceVersion = outcome.Object.Revision.ToString(CultureInfo.InvariantCulture) } };
    }

    /// <summary>Pods that serve nobody, or are on their way out, disrupt nothing.</summary>
    private static bool CanIgnoreBudgets(Pod pod) => pod.Status.Phase is "Succeeded" or "Failed" or "Pending" || pod.Metadata.DeletionTimestamp is not null;

    private async ValueTask CheckBudgetsAsync(ApiCall call, Pod pod, RequestContext context)
    {
        var budgets = services.Stores.List<PodDisruptionBudget>(pod.Metadata.Namespace)
            .Where(b => b.Spec.Selector is not null && Selector.From(b.Spec.Selector).Matches(pod.Metadata.Labels)).ToList();
        if (budgets.Count == 0) return;
        if (budgets.Count > 1) throw StatusErrors.InternalError("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        var budget = budgets[0];
        var ready = pod.Status.Conditions.Any(c => c is { Type: "Ready", Status: "True" });
        if (!ready && (budget.Spec.UnhealthyPodEvictionPolicy == "AlwaysAllow" || budget.Status.CurrentHealthy >= budget.Status.DesiredHealthy && budget.Status.DesiredHealthy > 0)) return;
        var target = rest.TargetOf(call.Registry.Find("policy", "v1", "poddisruptionbudgets")!);
        var update = new ObjectUpdate
        {
            Subresource = "status",
            IsPatch = true,
            Change = (_, old, _) => ValueTask.FromResult<IKubernetesObject>(Decrement((PodDisruptionBudget)old, pod)),
            Validate = static (_, _, _) => { },
        };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await rest.Writer.UpdateAsync(target, budget.Metadata.Namespace, budget.Metadata.Name, update, context, call.Cancelled).ConfigureAwait(false);
                return;
            }
            catch (StatusException e) when (e.IsConflict && attempt < MaxTries)
            {
                // Another eviction took its share first; look again at what is left.
                continue;
            }
        }
    }

    private PodDisruptionBudget Decrement(PodDisruptionBudget budget, Pod pod)
    {
        var status = budget.Status;
        if (status.ObservedGeneration < budget.Metadata.Generation)
            throw Refuse(10, "Cannot evict pod as it would violate the pod's disruption budget.", $"The disruption budget {budget.Metadata.Name} is still being processed by the server.");
        if (status.DisruptedPods.Count > MaxDisruptedPods)
            throw Refuse(0, "DisruptedPods map too big - too many evictions not confirmed by PDB controller", "");
        if (status.DisruptionsAllowed <= 0)
        {
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"The disruption budget {budget.Metadata.Name} needs {status.DesiredHealthy} healthy pods and has {status.CurrentHealthy} currently");
            throw Refuse(0, "Cannot evict pod as it would violate the pod's disruption budget.", text);
        }

        return budget with
        {
            Status = status with
            {
                DisruptionsAllowed = status.DisruptionsAllowed - 1,
                DisruptedPods = status.DisruptedPods.Set(pod.Metadata.Name, DateTimeOffset.FromUnixTimeSeconds(services.Time.GetUtcNow().ToUnixTimeSeconds())),
            },
        };
    }

    private static StatusException Refuse(int retryAfterSeconds, string message, string cause)
    {
        var error = StatusErrors.TooManyRequests(message, retryAfterSeconds).Status;
        if (cause.Length == 0) return new StatusException(error);
        return new StatusException(error with { Details = error.Details! with { Causes = [new StatusCause { Reason = "DisruptionBudget", Message = cause }] } });
    }
}
