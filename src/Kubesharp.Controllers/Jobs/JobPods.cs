using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.Jobs;

/// <summary>What a job reads from its pods and writes into them.</summary>
internal static class JobPods
{
    /// <summary>Keeps an ended pod until its end has been counted.</summary>
    public const string Finalizer = WellKnownAnnotations.JobTracking;

    private const string IndexKey = WellKnownAnnotations.JobCompletionIndex;
    private const string IndexVariable = "JOB_COMPLETION_INDEX";
    private const string FailureCount = "batch.kubernetes.io/job-index-failure-count";
    private const string IgnoredFailureCount = "batch.kubernetes.io/job-index-ignored-failure-count";

    /// <summary>Longest prefix of a generated name: a label less the five random letters.</summary>
    private const int LongestPrefix = 58;

    public static bool IsTracked(Pod pod) => pod.Metadata.HasFinalizer(Finalizer);

    /// <summary>The completion index, or null when the pod has none that makes sense.</summary>
    public static int? Index(Pod pod) =>
        pod.Metadata.GetAnnotation(IndexKey) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    /// <summary>The completion index if the job has such an index.</summary>
    public static int? Index(Pod pod, Job job) => Index(pod) is { } index && index < job.Spec.Completions ? index : null;

    /// <summary>
    /// Whether the pod counts as failed. One that is being deleted does, unless the job waits for pods to end before it replaces them: nobody
    /// may be left to say how it ended.
    /// </summary>
    public static bool IsFailed(Pod pod, Job job) =>
        pod.Status.Phase == PodPhase.Failed || (!OnlyReplacesEnded(job) && pod.IsTerminating() && pod.Status.Phase != PodPhase.Succeeded);

    public static bool OnlyReplacesEnded(Job job) => job.Spec.PodReplacementPolicy == PodReplacementPolicy.Failed;

    /// <summary>Failures of the pod's index that counted before this pod.</summary>
    public static int CountedFailures(Pod pod) => Number(pod, FailureCount);

    /// <summary>All failures of the pod's index before this pod.</summary>
    public static int AllFailures(Pod pod) => Number(pod, FailureCount) + Number(pod, IgnoredFailureCount);

    /// <summary>When the pod ended, as well as that can be told.</summary>
    public static DateTimeOffset FinishedAt(Pod pod)
    {
        if (ContainersFinishedAt(pod) is { } time) return time;
        if (pod.Status.GetCondition(PodConditionType.Ready) is { Status: Api.Core.V1.ConditionStatus.False } ready && ready.LastTransitionTime != default) return ready.LastTransitionTime;
        if (pod.Metadata.DeletionTimestamp is { } deletion) return deletion.AddSeconds(-(pod.Metadata.DeletionGracePeriodSeconds ?? 0));
        return pod.Metadata.CreationTimestamp;
    }

    /// <summary>What every pod of the job is made from.</summary>
    public static Pod Template(Job job)
    {
        var pod = PodControl.FromTemplate(job.Spec.Template, job);
        pod = pod with { Metadata = pod.Metadata.WithFinalizer(Finalizer) };
        return job.Spec.CompletionMode == CompletionMode.Indexed
            ? pod with { Spec = pod.Spec with { InitContainers = WithIndexVariable(pod.Spec.InitContainers), Containers = WithIndexVariable(pod.Spec.Containers) } }
            : pod;
    }

    /// <summary>The pod for a completion index.</summary>
    /// <param name="template">What <see cref="Template"/> gave.</param>
    /// <param name="job">The owner.</param>
    /// <param name="index">The completion index.</param>
    /// <param name="replaced">The failed pod that the new one replaces, whose count of failures goes on; null for none.</param>
    public static Pod ForIndex(Pod template, Job job, int index, Pod? replaced)
    {
        var text = index.ToString(CultureInfo.InvariantCulture);
        var annotations = template.Metadata.Annotations.Set(IndexKey, text);
        if (job.Spec.BackoffLimitPerIndex is not null)
        {
            var (counted, ignored) = replaced is null ? (0, 0) : FailuresAfter(job, replaced);
            annotations = annotations.Set(FailureCount, counted.ToString(CultureInfo.InvariantCulture));
            if (ignored > 0) annotations = annotations.Set(IgnoredFailureCount, ignored.ToString(CultureInfo.InvariantCulture));
        }

        return template with
        {
            Metadata = template.Metadata with { GenerateName = NamePrefix(job.Metadata.Name, text), Annotations = annotations, Labels = template.Metadata.Labels.Set(IndexKey, text) },
            Spec = template.Spec with { Hostname = $"{job.Metadata.Name}-{text}" },
        };
    }

    private static string NamePrefix(string job, string index)
    {
        var suffix = $"-{index}-";
        return (job.Length + suffix.Length > LongestPrefix ? job[..(LongestPrefix - suffix.Length)] : job) + suffix;
    }

    private static (int Counted, int Ignored) FailuresAfter(Job job, Pod replaced)
    {
        var counted = Number(replaced, FailureCount);
        var ignored = Number(replaced, IgnoredFailureCount);
        return PodFailureRules.Match(job.Spec.PodFailurePolicy, replaced).Counts ? (counted + 1, ignored) : (counted, ignored + 1);
    }

    private static int Number(Pod pod, string annotation) =>
        pod.Metadata.GetAnnotation(annotation) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static DateTimeOffset? ContainersFinishedAt(Pod pod)
    {
        DateTimeOffset? latest = null;
        foreach (var status in pod.Status.ContainerStatuses)
        {
            if (status.State.Terminated is not { } terminated || terminated.FinishedAt == default) return null;
            if (latest is null || terminated.FinishedAt > latest) latest = terminated.FinishedAt;
        }

        return latest;
    }

    private static ValueList<Container> WithIndexVariable(ValueList<Container> containers) => containers.Select(WithIndexVariable).ToValueList();

    private static Container WithIndexVariable(Container container)
    {
        foreach (var variable in container.Env)
        {
            if (variable.Name == IndexVariable) return container;
        }

        var source = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = $"metadata.labels['{IndexKey}']" } };
        return container with { Env = container.Env.Add(new EnvVar { Name = IndexVariable, ValueFrom = source }) };
    }
}
