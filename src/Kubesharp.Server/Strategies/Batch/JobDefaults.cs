using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Server.Strategies.Core;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Server.Strategies.Batch;

/// <summary>Fills in what a Job leaves open.</summary>
internal static class JobDefaults
{
    private const int DefaultBackoffLimit = 6;

    public static Job Apply(Job job)
    {
        var spec = Apply(job.Spec);
        var labels = job.Metadata.Labels.Count == 0 && spec.Template.Metadata.Labels.Count > 0 ? spec.Template.Metadata.Labels : job.Metadata.Labels;
        if (ReferenceEquals(spec, job.Spec) && labels.IsSame(job.Metadata.Labels)) return job;
        return job with { Spec = spec, Metadata = labels.IsSame(job.Metadata.Labels) ? job.Metadata : job.Metadata with { Labels = labels } };
    }

    private static JobSpec Apply(JobSpec spec)
    {
        var template = PodDefaults.Apply(spec.Template);
        var failurePolicy = FailurePolicy(spec.PodFailurePolicy);
        if (ReferenceEquals(template, spec.Template) && ReferenceEquals(failurePolicy, spec.PodFailurePolicy)
            && spec is { Parallelism: not null, BackoffLimit: not null, CompletionMode: not null, Suspend: not null, PodReplacementPolicy: not null, ManualSelector: not null })
        {
            return spec;
        }

        return spec with
        {
            Template = template,
            PodFailurePolicy = failurePolicy,
            Completions = spec is { Completions: null, Parallelism: null } ? 1 : spec.Completions,
            Parallelism = spec.Parallelism ?? 1,
            BackoffLimit = spec.BackoffLimit ?? (spec.BackoffLimitPerIndex is null ? DefaultBackoffLimit : int.MaxValue),
            CompletionMode = spec.CompletionMode ?? CompletionMode.NonIndexed,
            Suspend = spec.Suspend ?? false,
            PodReplacementPolicy = spec.PodReplacementPolicy ?? (failurePolicy is null ? PodReplacementPolicy.TerminatingOrFailed : PodReplacementPolicy.Failed),
            ManualSelector = spec.ManualSelector ?? false,
        };
    }

    private static PodFailurePolicy? FailurePolicy(PodFailurePolicy? policy)
    {
        if (policy is null) return null;
        var rules = policy.Rules.Map(static rule =>
        {
            var patterns = rule.OnPodConditions.Map(static pattern => pattern.Status.Length > 0 ? pattern : pattern with { Status = ConditionStatus.True });
            return patterns.IsSame(rule.OnPodConditions) ? rule : rule with { OnPodConditions = patterns };
        });
        return rules.IsSame(policy.Rules) ? policy : policy with { Rules = rules };
    }

    /// <summary>Defaults of the job template of a CronJob: the pod template's only, the rest when a Job is made of it.</summary>
    public static JobTemplateSpec Apply(JobTemplateSpec template)
    {
        var pod = PodDefaults.Apply(template.Spec.Template);
        return ReferenceEquals(pod, template.Spec.Template) ? template : template with { Spec = template.Spec with { Template = pod } };
    }
}
