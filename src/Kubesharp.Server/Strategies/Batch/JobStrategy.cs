using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies.Core;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Server.Strategies.Batch;

internal sealed class JobStrategy : ResourceStrategy<Job>
{
    private static readonly string[] Fields = ["status.successful"];
    private static readonly string[] NameLabels = [WellKnownLabels.LegacyJobName, WellKnownLabels.JobName];
    private static readonly string[] UidLabels = [WellKnownLabels.LegacyJobControllerUid, WellKnownLabels.JobControllerUid];

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("Status", Description: "What the job does."), new("Completions", Description: "Pods that succeeded of those wanted."), new("Duration", Description: "How long the job took or has been running."),
        Cells.Age, Cells.Containers, Cells.Images, Cells.Selector,
    ];

    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    public override IReadOnlyList<string> FieldNames => Fields;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    /// <summary>Old clients expect the pods of a deleted job to stay.</summary>
    public override string DefaultPropagation => DeletionPropagation.Orphan;

    protected internal override Job CopyStatus(Job to, Job from) => to with { Status = from.Status };

    protected internal override Job Default(Job value) => JobDefaults.Apply(value);

    protected internal override Job PrepareForCreate(Job value, RequestContext context)
    {
        value = value with { Status = JobStatus.Empty };
        return value.Spec.ManualSelector == true ? value : WithGeneratedSelector(value);
    }

    protected internal override void Validate(Job value, ErrorList errors, RequestContext context) => JobValidator.Validate(value, errors);

    protected internal override void ValidateUpdate(Job value, Job old, ErrorList errors, RequestContext context) => JobValidator.ValidateUpdate(value, old, errors);

    protected internal override void ValidateStatusUpdate(Job value, Job old, ErrorList errors, RequestContext context) => JobStatusValidator.Validate(value, old, errors);

    protected internal override void Warn(Job value, Job? old, RequestContext context)
    {
        if (value.Spec is { Completions: > 100_000, Parallelism: > 10_000, CompletionMode: CompletionMode.Indexed })
        {
            context.Warn("In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail");
        }

        if (old is null) PodWarnings.AddForName(value.Metadata.Name, PodWarnings.PodNames, context);
        PodWarnings.AddForTemplate(value.Spec.Template, old?.Spec.Template, "spec.template", context);
    }

    protected internal override string Field(Job value, string name) => name == "status.successful" ? Cells.Number(value.Status.Succeeded) : "";

    protected internal override void WriteRow(Job value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(StatusText(value));
        row.Text(Completions(value));
        row.Text(value.Status.StartTime is { } start ? HumanDuration.Format((value.Status.CompletionTime ?? row.Now) - start) : "");
        row.Age(value.Metadata.CreationTimestamp);
        Cells.Template(row, value.Spec.Template.Spec, Cells.SelectorText(value.Spec.Selector));
    }

    private static ValueMap<string> SetIfAbsent(ValueMap<string> labels, string key, string value) => labels.ContainsKey(key) ? labels : labels.Set(key, value);

    /// <summary>Selects the job's pods by its uid, which no other job can have. What a user set is left for validation to refuse.</summary>
    private static Job WithGeneratedSelector(Job job)
    {
        if (job.Metadata.Uid.Length == 0) return job;
        var labels = job.Spec.Template.Metadata.Labels;
        foreach (var key in NameLabels) labels = SetIfAbsent(labels, key, job.Metadata.Name);
        foreach (var key in UidLabels) labels = SetIfAbsent(labels, key, job.Metadata.Uid);
        var template = job.Spec.Template with { Metadata = job.Spec.Template.Metadata with { Labels = labels } };
        var selector = job.Spec.Selector ?? new LabelSelector();
        if (selector.MatchLabels.Get(WellKnownLabels.JobControllerUid) is null)
        {
            selector = selector with { MatchLabels = selector.MatchLabels.Set(WellKnownLabels.JobControllerUid, job.Metadata.Uid) };
        }

        return job with { Spec = job.Spec with { Template = template, Selector = selector } };
    }

    private static string StatusText(Job job)
    {
        if (JobStatusValidator.Is(job, JobConditionType.Complete)) return "Complete";
        if (JobStatusValidator.Is(job, JobConditionType.Failed)) return "Failed";
        if (job.Metadata.DeletionTimestamp is not null) return "Terminating";
        if (JobStatusValidator.Is(job, JobConditionType.Suspended)) return "Suspended";
        if (JobStatusValidator.Is(job, JobConditionType.FailureTarget)) return "FailureTarget";
        return JobStatusValidator.Is(job, JobConditionType.SuccessCriteriaMet) ? "SuccessCriteriaMet" : "Running";
    }

    private static string Completions(Job job)
    {
        if (job.Spec.Completions is { } wanted) return $"{job.Status.Succeeded}/{wanted}";
        return job.Spec.Parallelism is > 1 and var parallelism ? $"{job.Status.Succeeded}/1 of {parallelism}" : $"{job.Status.Succeeded}/1";
    }
}
