using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Strategies.Batch;

internal sealed class CronJobStrategy : ResourceStrategy<CronJob>
{
    /// <summary>Leaves room for the eleven characters a job's name gets after the CronJob's.</summary>
    private const int MaxNameLength = 52;

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("Schedule", Description: "When jobs are started."), new("Timezone", Description: "Time zone of the schedule."), new("Suspend", "boolean", "Whether no jobs are started."),
        new("Active", "integer", "Jobs that run."), new("Last Schedule", Description: "Time since a job was started."), Cells.Age, Cells.Containers, Cells.Images, Cells.Selector,
    ];

    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override CronJob CopyStatus(CronJob to, CronJob from) => to with { Status = from.Status };

    protected internal override CronJob Default(CronJob value)
    {
        var spec = value.Spec;
        var template = JobDefaults.Apply(spec.JobTemplate);
        if (ReferenceEquals(template, spec.JobTemplate) && spec is { ConcurrencyPolicy: not "", Suspend: not null, SuccessfulJobsHistoryLimit: not null, FailedJobsHistoryLimit: not null }) return value;
        return value with
        {
            Spec = spec with
            {
                JobTemplate = template,
                ConcurrencyPolicy = spec.ConcurrencyPolicy.Length > 0 ? spec.ConcurrencyPolicy : ConcurrencyPolicy.Allow,
                Suspend = spec.Suspend ?? false,
                SuccessfulJobsHistoryLimit = spec.SuccessfulJobsHistoryLimit ?? 3,
                FailedJobsHistoryLimit = spec.FailedJobsHistoryLimit ?? 1,
            },
        };
    }

    protected internal override void Validate(CronJob value, ErrorList errors, RequestContext context)
    {
        ValidateSpec(value.Spec, mayHaveZone: false, errors);
        if (value.Metadata.Name.Length > MaxNameLength) errors.Invalid(FieldPath.Of("metadata", "name"), value.Metadata.Name, $"must be no more than {MaxNameLength} characters");
    }

    protected internal override void ValidateUpdate(CronJob value, CronJob old, ErrorList errors, RequestContext context) =>
        ValidateSpec(value.Spec, mayHaveZone: old.Spec.Schedule.Contains("TZ", StringComparison.Ordinal), errors);

    protected internal override void Warn(CronJob value, CronJob? old, RequestContext context) =>
        PodWarnings.AddForTemplate(value.Spec.JobTemplate.Spec.Template, old?.Spec.JobTemplate.Spec.Template, "spec.jobTemplate.spec.template", context);

    protected internal override void WriteRow(CronJob value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.Spec.Schedule);
        row.Text(Cells.OrNone(value.Spec.TimeZone));
        row.Text(value.Spec.Suspend switch { true => "True", false => "False", null => Cells.Unset });
        row.Number(value.Status.Active.Count);
        row.Text(value.Status.LastScheduleTime is { } last ? Cells.Since(last, row.Now) : Cells.None);
        row.Age(value.Metadata.CreationTimestamp);
        Cells.Template(row, value.Spec.JobTemplate.Spec.Template.Spec, Cells.SelectorText(value.Spec.JobTemplate.Spec.Selector));
    }

    private static void ValidateSpec(CronJobSpec spec, bool mayHaveZone, ErrorList errors)
    {
        if (spec.Schedule.Length == 0) errors.Required(Spec.Child("schedule"));
        else Schedule(spec, mayHaveZone, Spec.Child("schedule"), errors);
        Check.NonNegative(errors, Spec, "startingDeadlineSeconds", spec.StartingDeadlineSeconds);
        if (spec.TimeZone is { } zone) TimeZone(zone, Spec.Child("timeZone"), errors);
        Check.OneOf(errors, Spec, "concurrencyPolicy", spec.ConcurrencyPolicy, ConcurrencyPolicy.Allow, ConcurrencyPolicy.Forbid, ConcurrencyPolicy.Replace);
        TemplateMetadata.Validate(spec.JobTemplate.Metadata, Spec.Child("jobTemplate", "metadata"), errors);
        JobValidator.Validate(spec.JobTemplate.Spec, Spec.Child("jobTemplate", "spec"), errors);
        if (spec.JobTemplate.Spec.ManualSelector == true) errors.NotSupported(Spec.Child("jobTemplate", "spec").Child("manualSelector"), true, "nil", "false");
        Check.NonNegative(errors, Spec, "successfulJobsHistoryLimit", spec.SuccessfulJobsHistoryLimit);
        Check.NonNegative(errors, Spec, "failedJobsHistoryLimit", spec.FailedJobsHistoryLimit);
    }

    private static void Schedule(CronJobSpec spec, bool mayHaveZone, FieldPath path, ErrorList errors)
    {
        if (CronSchedule.Parse(spec.Schedule).Error is { } problem) errors.Invalid(path, spec.Schedule, problem);
        if (!spec.Schedule.Contains("TZ", StringComparison.Ordinal)) return;
        if (spec.TimeZone is not null) errors.Invalid(path, spec.Schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
        if (!mayHaveZone) errors.Invalid(path, spec.Schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
    }

    private static void TimeZone(string zone, FieldPath path, ErrorList errors)
    {
        if (zone.Length == 0) errors.Invalid(path, zone, "timeZone must be nil or non-empty string");
        else if (zone.Equals("Local", StringComparison.OrdinalIgnoreCase)) errors.Invalid(path, zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        else if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) errors.Invalid(path, zone, $"unknown time zone {zone}");
    }
}
