using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Strategies.Apps;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Server.Strategies.Batch;

/// <summary>Checks Jobs and the job templates of CronJobs.</summary>
internal static class JobValidator
{
    private const int MaxIndexedParallelism = 100_000;
    private const int ManyCompletions = 100_000;
    private const int MaxParallelismForManyCompletions = 10_000;
    private const int MaxFailureRules = 20;
    private const int MaxExitCodes = 255;
    private const int MaxConditionPatterns = 20;
    private const int MaxSuccessRules = 20;
    private const int MaxSuccessIndexesLength = 64 * 1024;
    private const string NeedsIndexed = "requires indexed completion mode";
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    public static void Validate(Job job, ErrorList errors)
    {
        var spec = job.Spec;
        Validate(spec, Spec, errors);
        if (spec.Selector is null)
        {
            errors.Required(Spec.Child("selector"));
            return;
        }

        LabelSelectorValidator.Selector(spec.Selector, Spec.Child("selector"), errors);
        if (!LabelSelectorValidator.Matches(spec.Selector, spec.Template.Metadata.Labels)) PodTemplateRules.DoesNotMatch(spec.Template, Spec.Child("template"), errors);
        Name(job, errors);
        if (spec.ManualSelector == true || job.Metadata.Uid.Length == 0) return;
        HasLabel(spec.Template, WellKnownLabels.JobControllerUid, job.Metadata.Uid, errors);
        HasLabel(spec.Template, WellKnownLabels.JobName, job.Metadata.Name, errors);
        HasLabel(spec.Template, WellKnownLabels.LegacyJobControllerUid, job.Metadata.Uid, errors);
        HasLabel(spec.Template, WellKnownLabels.LegacyJobName, job.Metadata.Name, errors);
        if (!LabelSelectorValidator.Matches(spec.Selector, ValueMap.Of(WellKnownLabels.JobControllerUid, job.Metadata.Uid).Set(WellKnownLabels.JobName, job.Metadata.Name)))
            errors.Invalid(Spec.Child("selector"), Check.Show(spec.Selector), "`selector` not auto-generated");
    }

    public static void ValidateUpdate(Job job, Job old, ErrorList errors)
    {
        Validate(job.Spec, Spec, errors);
        var spec = job.Spec;
        if (spec.Completions != old.Spec.Completions) Completions(spec, old.Spec, errors);
        Check.Unchangeable(errors, Spec, "selector", spec.Selector, old.Spec.Selector);
        Template(job, old, errors);
        Check.Unchangeable(errors, Spec, "completionMode", spec.CompletionMode ?? "", old.Spec.CompletionMode ?? "");
        Check.Unchangeable(errors, Spec, "podFailurePolicy", spec.PodFailurePolicy, old.Spec.PodFailurePolicy);
        if (spec.BackoffLimitPerIndex != old.Spec.BackoffLimitPerIndex) errors.Invalid(Spec.Child("backoffLimitPerIndex"), spec.BackoffLimitPerIndex, Check.Immutable);
        if (spec.ManagedBy != old.Spec.ManagedBy) errors.Invalid(Spec.Child("managedBy"), spec.ManagedBy, Check.Immutable);
        Check.Unchangeable(errors, Spec, "successPolicy", spec.SuccessPolicy, old.Spec.SuccessPolicy);
    }

    /// <summary>Checks the specification of a job, in a Job or in a template of one.</summary>
    public static void Validate(JobSpec spec, FieldPath path, ErrorList errors)
    {
        Check.NonNegative(errors, path, "parallelism", spec.Parallelism);
        Check.NonNegative(errors, path, "completions", spec.Completions);
        Check.NonNegative(errors, path, "activeDeadlineSeconds", spec.ActiveDeadlineSeconds);
        Check.NonNegative(errors, path, "backoffLimit", spec.BackoffLimit);
        Check.NonNegative(errors, path, "ttlSecondsAfterFinished", spec.TtlSecondsAfterFinished);
        Check.NonNegative(errors, path, "backoffLimitPerIndex", spec.BackoffLimitPerIndex);
        Check.NonNegative(errors, path, "maxFailedIndexes", spec.MaxFailedIndexes);
        if (spec is { MaxFailedIndexes: not null, BackoffLimitPerIndex: null }) errors.Required(path.Child("backoffLimitPerIndex"), "when maxFailedIndexes is specified");
        if (spec.ManagedBy is { } manager) ManagedBy(manager, path.Child("managedBy"), errors);
        Indexes(spec, path, errors);
        if (spec.PodFailurePolicy is { } failure) FailurePolicy(spec, failure, path.Child("podFailurePolicy"), errors);
        if (spec.SuccessPolicy is { } success) SuccessPolicy(spec, success, path.Child("successPolicy"), errors);
        if (spec.PodReplacementPolicy is { } replacement)
        {
            if (spec.PodFailurePolicy is not null) Check.OptionalOneOf(errors, path, "podReplacementPolicy", replacement, PodReplacementPolicy.Failed);
            else Check.OptionalOneOf(errors, path, "podReplacementPolicy", replacement, PodReplacementPolicy.Failed, PodReplacementPolicy.TerminatingOrFailed);
        }

        PodTemplateRules.Validate(spec.Template, path.Child("template"), errors);
        var restart = spec.Template.Spec.RestartPolicy;
        var place = path.Child("template", "spec").Child("restartPolicy");
        if (restart is "" or RestartPolicy.Always) errors.Required(place, $"valid values: \"{RestartPolicy.OnFailure}\", \"{RestartPolicy.Never}\"");
        else if (restart is not (RestartPolicy.OnFailure or RestartPolicy.Never)) errors.NotSupported(place, restart, RestartPolicy.OnFailure, RestartPolicy.Never);
        else if (spec.PodFailurePolicy is not null && restart != RestartPolicy.Never) errors.Invalid(place, restart, $"only \"{RestartPolicy.Never}\" is supported when podFailurePolicy is specified");
    }

    /// <summary>Pods of an indexed job get the name and the index as their host name.</summary>
    private static void Name(Job job, ErrorList errors)
    {
        if (job.Spec is not { CompletionMode: CompletionMode.Indexed, Completions: > 0 and var completions }) return;
        var longest = $"{job.Metadata.Name}-{completions - 1}";
        if (Names.Dns1123Label(longest).Length > 0) errors.Invalid(FieldPath.Of("metadata", "name"), job.Metadata.Name, $"will not able to create pod with invalid DNS label: {longest}");
    }

    private static void HasLabel(PodTemplateSpec template, string label, string wanted, ErrorList errors)
    {
        var path = Spec.Child("template", "metadata").Child("labels").Key(label);
        if (!template.Metadata.Labels.TryGetValue(label, out var value)) errors.Required(path, $"must be '{wanted}'");
        else if (value != wanted) errors.Invalid(path, template.Metadata.Labels, $"must be '{wanted}'");
    }

    private static void ManagedBy(string manager, FieldPath path, ErrorList errors)
    {
        var slash = manager.IndexOf('/');
        if (manager.Length == 0) errors.Required(path);
        else if (slash <= 0 || slash == manager.Length - 1) errors.Invalid(path, manager, "must be a domain-prefixed path (such as \"acme.io/foo\")");
        else if (Names.Dns1123Subdomain(manager[..slash]) is { Length: > 0 } bad) errors.Invalid(path, manager[..slash], bad);
        if (manager.Length > 63) errors.TooLong(path, 63);
    }

    private static void Indexes(JobSpec spec, FieldPath path, ErrorList errors)
    {
        Check.OptionalOneOf(errors, path, "completionMode", spec.CompletionMode, CompletionMode.NonIndexed, CompletionMode.Indexed);
        if (spec.CompletionMode != CompletionMode.Indexed)
        {
            if (spec.BackoffLimitPerIndex is { } limit) errors.Invalid(path.Child("backoffLimitPerIndex"), limit, NeedsIndexed);
            if (spec.MaxFailedIndexes is { } most) errors.Invalid(path.Child("maxFailedIndexes"), most, NeedsIndexed);
            return;
        }

        if (spec.Completions is null) errors.Required(path.Child("completions"), $"when completion mode is {CompletionMode.Indexed}");
        if (spec.Parallelism > MaxIndexedParallelism) errors.Invalid(path.Child("parallelism"), spec.Parallelism, $"must be less than or equal to {MaxIndexedParallelism} when completion mode is {CompletionMode.Indexed}");
        if (spec.MaxFailedIndexes is { } failed)
        {
            if (spec.Completions < failed) errors.Invalid(path.Child("maxFailedIndexes"), failed, "must be less than or equal to completions");
            if (failed > ManyCompletions) errors.Invalid(path.Child("maxFailedIndexes"), failed, $"must be less than or equal to {ManyCompletions}");
        }

        if (spec.Completions is not > ManyCompletions || spec.BackoffLimitPerIndex is null) return;
        const string WhenMany = "must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index";
        if (spec.Parallelism > MaxParallelismForManyCompletions) errors.Invalid(path.Child("parallelism"), spec.Parallelism, WhenMany);
        if (spec.MaxFailedIndexes is null) errors.Required(path.Child("maxFailedIndexes"), $"must be specified when completions is above {ManyCompletions}");
        else if (spec.MaxFailedIndexes > MaxParallelismForManyCompletions) errors.Invalid(path.Child("maxFailedIndexes"), spec.MaxFailedIndexes, WhenMany);
    }

    private static void FailurePolicy(JobSpec spec, PodFailurePolicy policy, FieldPath path, ErrorList errors)
    {
        var rules = path.Child("rules");
        if (policy.Rules.Count > MaxFailureRules) errors.TooMany(rules, policy.Rules.Count, MaxFailureRules);
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            var rule = policy.Rules[i];
            var place = rules.Index(i);
            Check.OneOf(errors, place, "action", rule.Action, PodFailurePolicyAction.Count, PodFailurePolicyAction.FailIndex, PodFailurePolicyAction.FailJob, PodFailurePolicyAction.Ignore);
            if (rule.Action == PodFailurePolicyAction.FailIndex && spec.BackoffLimitPerIndex is null) errors.Invalid(place.Child("action"), rule.Action, "requires the backoffLimitPerIndex to be set");
            if (rule.OnExitCodes is { } codes) ExitCodes(spec, codes, place.Child("onExitCodes"), errors);
            for (var j = 0; j < rule.OnPodConditions.Count; j++) ConditionPattern(rule.OnPodConditions[j], place.Child("onPodConditions").Index(j), errors);
            if (rule.OnPodConditions.Count > MaxConditionPatterns) errors.TooMany(place.Child("onPodConditions"), rule.OnPodConditions.Count, MaxConditionPatterns);
            if (rule.OnExitCodes is not null && rule.OnPodConditions.Count > 0) errors.Invalid(place, Check.Show(rule), "specifying both OnExitCodes and OnPodConditions is not supported");
            if (rule.OnExitCodes is null && rule.OnPodConditions.Count == 0) errors.Invalid(place, Check.Show(rule), "specifying one of OnExitCodes and OnPodConditions is required");
        }
    }

    private static void ExitCodes(JobSpec spec, PodFailurePolicyOnExitCodesRequirement codes, FieldPath path, ErrorList errors)
    {
        Check.OneOf(errors, path, "operator", codes.Operator, PodFailurePolicyOnExitCodesOperator.In, PodFailurePolicyOnExitCodesOperator.NotIn);
        if (codes.ContainerName is { } name && !spec.Template.Spec.AllContainers().Any(container => container.Name == name))
        {
            errors.Invalid(path.Child("containerName"), name, "must be one of the container or initContainer names in the pod template");
        }

        var values = path.Child("values");
        if (codes.Values.Count == 0) errors.Invalid(values, BadValue.Json("[]"), "at least one value is required");
        else if (codes.Values.Count > MaxExitCodes) errors.TooMany(values, codes.Values.Count, MaxExitCodes);
        var ordered = true;
        for (var i = 0; i < codes.Values.Count; i++)
        {
            var code = codes.Values[i];
            if (code == 0 && codes.Operator == PodFailurePolicyOnExitCodesOperator.In) errors.Invalid(values.Index(i), code, "must not be 0 for the In operator");
            if (i > 0 && codes.Values.AsSpan()[..i].Contains(code)) errors.Duplicate(values.Index(i), code);
            else if (i > 0 && codes.Values[i - 1] > code) ordered = false;
        }

        if (!ordered) errors.Invalid(values, BadValue.Json($"[{string.Join(',', codes.Values)}]"), "must be ordered");
    }

    private static void ConditionPattern(PodFailurePolicyOnPodConditionsPattern pattern, FieldPath path, ErrorList errors)
    {
        Check.Rule(errors, path, "type", pattern.Type, Names.QualifiedName(pattern.Type));
        Check.OneOf(errors, path, "status", pattern.Status, ConditionStatus.False, ConditionStatus.True, ConditionStatus.Unknown);
    }

    private static void SuccessPolicy(JobSpec spec, SuccessPolicy policy, FieldPath path, ErrorList errors)
    {
        if (spec.CompletionMode != CompletionMode.Indexed)
        {
            errors.Invalid(path, Check.Show(policy), NeedsIndexed);
            return;
        }

        if (policy.Rules.Count == 0) errors.Required(path.Child("rules"), "at least one rules must be specified when the successPolicy is specified");
        if (policy.Rules.Count > MaxSuccessRules) errors.TooMany(path.Child("rules"), policy.Rules.Count, MaxSuccessRules);
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            var rule = policy.Rules[i];
            var place = path.Child("rules").Index(i);
            if (rule is { SucceededCount: null, SucceededIndexes: null }) errors.Required(place, "at least one of succeededCount or succeededIndexes must be specified");
            var indexes = IndexIntervals.Parse(rule.SucceededIndexes ?? "", spec.Completions ?? 0, out var wrong);
            if (rule.SucceededIndexes?.Length > MaxSuccessIndexesLength) errors.TooLong(place.Child("succeededIndexes"), MaxSuccessIndexesLength);
            if (wrong is not null) errors.Invalid(place.Child("succeededIndexes"), rule.SucceededIndexes, $"error parsing succeededIndexes: {wrong}");
            Check.NonNegative(errors, place, "succeededCount", rule.SucceededCount);
            if (rule.SucceededCount > spec.Completions) errors.Invalid(place.Child("succeededCount"), rule.SucceededCount, $"must be less than or equal to {spec.Completions} (the number of specified completions)");
            if (rule.SucceededIndexes is not null && rule.SucceededCount > indexes.Count)
                errors.Invalid(place.Child("succeededCount"), rule.SucceededCount, $"must be less than or equal to {indexes.Count} (the number of indexes in the specified succeededIndexes field)");
        }
    }

    private static void Completions(JobSpec spec, JobSpec old, ErrorList errors)
    {
        var path = Spec.Child("completions");
        if (spec.CompletionMode != CompletionMode.Indexed || spec.Completions is null || old.Completions is null)
        {
            errors.Invalid(path, spec.Completions, Check.Immutable);
        }
        else if (spec.Completions != spec.Parallelism)
        {
            errors.Invalid(path, spec.Completions, $"can only be modified in tandem with {Spec.Child("parallelism")}");
        }
    }

    private static void Template(Job job, Job old, ErrorList errors)
    {
        var template = job.Spec.Template;
        var paused = JobStatusValidator.Is(old, JobConditionType.Suspended) && old.Status.Active == 0;
        if (old.Spec.Suspend == true && (old.Status.StartTime is null || paused))
        {
            // A job without pods may still be sent elsewhere, or be given other resources, by a queue in front of the scheduler.
            var before = old.Spec.Template;
            var affinity = template.Spec.Affinity;
            if (affinity is not null || before.Spec.Affinity is not null)
            {
                affinity = (affinity ?? Affinity.Empty) with { NodeAffinity = before.Spec.Affinity?.NodeAffinity };
                if (before.Spec.Affinity is null && affinity == Affinity.Empty) affinity = null;
            }

            template = template with
            {
                Metadata = template.Metadata with { Labels = before.Metadata.Labels, Annotations = before.Metadata.Annotations },
                Spec = template.Spec with
                {
                    Affinity = affinity,
                    NodeSelector = before.Spec.NodeSelector,
                    Tolerations = before.Spec.Tolerations,
                    SchedulingGates = before.Spec.SchedulingGates,
                    Containers = WithResourcesOf(template.Spec.Containers, before.Spec.Containers),
                    InitContainers = WithResourcesOf(template.Spec.InitContainers, before.Spec.InitContainers),
                },
            };
        }

        if (template != old.Spec.Template) errors.Invalid(Spec.Child("template"), Check.Show(job.Spec.Template), Check.Immutable);
    }

    private static ValueList<Container> WithResourcesOf(ValueList<Container> containers, ValueList<Container> others)
    {
        if (containers.Count != others.Count) return containers;
        var result = new Container[containers.Count];
        for (var i = 0; i < result.Length; i++) result[i] = containers[i] with { Resources = others[i].Resources };
        return ValueList.Wrap(result);
    }
}
