using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using CoreEvent = Kubesharp.Api.Core.V1.Event;
using EventsEvent = Kubesharp.Api.Events.V1.Event;
using V1 = Kubesharp.Api.Autoscaling.V1;
using V2 = Kubesharp.Api.Autoscaling.V2;

namespace Kubesharp.Server.Rest;

/// <summary>Conversions of the built-in kinds that are served in a version other than the stored one.</summary>
internal static class VersionConversions
{
    private static readonly VersionConverter Events = new VersionConverter<EventsEvent, CoreEvent>(ToEvents, ToCore);
    private static readonly VersionConverter Autoscalers = new VersionConverter<V1.HorizontalPodAutoscaler, V2.HorizontalPodAutoscaler>(ToV1, ToV2);

    /// <summary>The conversion between a served version and the stored one.</summary>
    public static VersionConverter Of(GroupVersionKind served) => served.Kind switch
    {
        "Event" => Events,
        "HorizontalPodAutoscaler" => Autoscalers,
        _ => throw new ArgumentException($"no conversion for {served}", nameof(served)),
    };

    private static EventsEvent ToEvents(CoreEvent value) => new()
    {
        Metadata = value.Metadata,
        EventTime = value.EventTime,
        Series = value.Series is { } series ? new() { Count = series.Count, LastObservedTime = series.LastObservedTime } : null,
        ReportingController = value.ReportingComponent,
        ReportingInstance = value.ReportingInstance,
        Action = value.Action,
        Reason = value.Reason,
        Regarding = value.InvolvedObject,
        Related = value.Related,
        Note = value.Message,
        Type = value.Type,
        DeprecatedSource = value.Source,
        DeprecatedFirstTimestamp = value.FirstTimestamp,
        DeprecatedLastTimestamp = value.LastTimestamp,
        DeprecatedCount = value.Count,
    };

    private static CoreEvent ToCore(EventsEvent value) => new()
    {
        Metadata = value.Metadata,
        EventTime = value.EventTime,
        Series = value.Series is { } series ? new() { Count = series.Count, LastObservedTime = series.LastObservedTime } : null,
        ReportingComponent = value.ReportingController,
        ReportingInstance = value.ReportingInstance,
        Action = value.Action,
        Reason = value.Reason,
        InvolvedObject = value.Regarding,
        Related = value.Related,
        Message = value.Note,
        Type = value.Type,
        Source = value.DeprecatedSource,
        FirstTimestamp = value.DeprecatedFirstTimestamp,
        LastTimestamp = value.DeprecatedLastTimestamp,
        Count = value.DeprecatedCount,
    };

    private static V1.HorizontalPodAutoscaler ToV1(V2.HorizontalPodAutoscaler value)
    {
        int? target = null;
        foreach (var metric in value.Spec.Metrics)
            if (metric is { Type: "Resource", Resource: { Name: "cpu", Target.AverageUtilization: { } utilization } })
                target = utilization;
        int? current = null;
        foreach (var metric in value.Status.CurrentMetrics)
            if (metric is { Type: "Resource", Resource: { Name: "cpu", Current.AverageUtilization: { } utilization } })
                current = utilization;
        return new()
        {
            Metadata = value.Metadata,
            Spec = new()
            {
                ScaleTargetRef = new()
                {
                    ApiVersion = value.Spec.ScaleTargetRef.ApiVersion,
                    Kind = value.Spec.ScaleTargetRef.Kind,
                    Name = value.Spec.ScaleTargetRef.Name,
                },
                MinReplicas = value.Spec.MinReplicas,
                MaxReplicas = value.Spec.MaxReplicas,
                TargetCPUUtilizationPercentage = target,
            },
            Status = new()
            {
                ObservedGeneration = value.Status.ObservedGeneration,
                LastScaleTime = value.Status.LastScaleTime,
                CurrentReplicas = value.Status.CurrentReplicas,
                DesiredReplicas = value.Status.DesiredReplicas,
                CurrentCPUUtilizationPercentage = current,
            },
        };
    }

    private static V2.HorizontalPodAutoscaler ToV2(V1.HorizontalPodAutoscaler value) => new()
    {
        Metadata = value.Metadata,
        Spec = new()
        {
            ScaleTargetRef = new()
            {
                ApiVersion = value.Spec.ScaleTargetRef.ApiVersion,
                Kind = value.Spec.ScaleTargetRef.Kind,
                Name = value.Spec.ScaleTargetRef.Name,
            },
            MinReplicas = value.Spec.MinReplicas,
            MaxReplicas = value.Spec.MaxReplicas,
            Metrics = value.Spec.TargetCPUUtilizationPercentage is { } percent
                ? [new() { Type = "Resource", Resource = new() { Name = "cpu", Target = new() { Type = "Utilization", AverageUtilization = percent } } }]
                : default,
        },
        Status = new()
        {
            ObservedGeneration = value.Status.ObservedGeneration,
            LastScaleTime = value.Status.LastScaleTime,
            CurrentReplicas = value.Status.CurrentReplicas,
            DesiredReplicas = value.Status.DesiredReplicas,
        },
    };
}
