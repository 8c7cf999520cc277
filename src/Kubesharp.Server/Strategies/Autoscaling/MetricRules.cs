using Kubesharp.Api;
using Kubesharp.Api.Autoscaling.V2;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Autoscaling;

/// <summary>Checks what an autoscaler goes by.</summary>
internal static class MetricRules
{
    private static readonly string[] Types = [MetricSourceType.ContainerResource, MetricSourceType.External, MetricSourceType.Object, MetricSourceType.Pods, MetricSourceType.Resource];

    public static void Metric(MetricSpec metric, FieldPath path, ErrorList errors)
    {
        if (metric.Type.Length == 0) errors.Required(path.Child("type"), "must specify a metric source type");
        else if (!Types.Contains(metric.Type)) errors.NotSupported(path.Child("type"), metric.Type, Types);
        (string Type, string Field, bool IsThere)[] sources =
        [
            (MetricSourceType.Object, "object", metric.Object is not null),
            (MetricSourceType.External, "external", metric.External is not null),
            (MetricSourceType.Pods, "pods", metric.Pods is not null),
            (MetricSourceType.Resource, "resource", metric.Resource is not null),
            (MetricSourceType.ContainerResource, "containerResource", metric.ContainerResource is not null),
        ];
        if (metric.Object is { } ofObject) Object(ofObject, path.Child("object"), errors);
        if (metric.External is { } external) External(external, path.Child("external"), errors);
        if (metric.Pods is { } pods) Pods(pods, path.Child("pods"), errors);
        if (metric.Resource is { } resource) Resource(resource.Name, resource.Target, path.Child("resource"), errors);
        if (metric.ContainerResource is { } container)
        {
            if (container.Container.Length == 0) errors.Required(path.Child("containerResource", "container"), "must specify a container");
            Resource(container.Name, container.Target, path.Child("containerResource"), errors);
        }

        foreach (var (type, field, isThere) in sources)
        {
            if (type == metric.Type && !isThere) errors.Required(path.Child(field), "must populate information for the given metric source");
        }

        foreach (var (type, field, isThere) in sources)
        {
            if (type != metric.Type && isThere && Types.Contains(metric.Type)) errors.Forbidden(path.Child(field), "must populate the given metric source only");
        }
    }

    /// <summary>The name of an object and its kind.</summary>
    public static void Reference(CrossVersionObjectReference reference, FieldPath path, ErrorList errors)
    {
        Check.Segment(errors, path, "kind", reference.Kind);
        Check.Segment(errors, path, "name", reference.Name);
    }

    private static void Object(ObjectMetricSource source, FieldPath path, ErrorList errors)
    {
        Reference(source.DescribedObject, path.Child("describedObject"), errors);
        Identifier(source.Metric, path.Child("metric"), errors);
        Target(source.Target, path.Child("target"), errors);
        if (source.Target is { Value: null, AverageValue: null }) errors.Required(path.Child("target", "averageValue"), "must set either a target value or averageValue");
    }

    private static void External(ExternalMetricSource source, FieldPath path, ErrorList errors)
    {
        Identifier(source.Metric, path.Child("metric"), errors);
        Target(source.Target, path.Child("target"), errors);
        if (source.Target is { Value: null, AverageValue: null }) errors.Required(path.Child("target", "averageValue"), "must set either a target value for metric or a per-pod target");
        if (source.Target is { Value: not null, AverageValue: not null }) errors.Forbidden(path.Child("target", "value"), "may not set both a target value for metric and a per-pod target");
    }

    private static void Pods(PodsMetricSource source, FieldPath path, ErrorList errors)
    {
        Identifier(source.Metric, path.Child("metric"), errors);
        Target(source.Target, path.Child("target"), errors);
        if (source.Target.AverageValue is not { Sign: > 0 }) errors.Required(path.Child("target", "averageValue"), "must specify a positive target averageValue");
    }

    private static void Resource(string name, MetricTarget target, FieldPath path, ErrorList errors)
    {
        if (name.Length == 0) errors.Required(path.Child("name"), "must specify a resource name");
        Target(target, path.Child("target"), errors);
        if (target is { AverageUtilization: null, AverageValue: null }) errors.Required(path.Child("target", "averageUtilization"), "must set either a target raw value or a target utilization");
        if (target is { AverageUtilization: not null, AverageValue: not null }) errors.Forbidden(path.Child("target", "averageValue"), "may not set both a target raw value and a target utilization");
    }

    private static void Identifier(MetricIdentifier identifier, FieldPath path, ErrorList errors)
    {
        if (identifier.Name.Length == 0) errors.Required(path.Child("name"), "must specify a metric name");
        else Check.Rule(errors, path, "name", identifier.Name, Names.PathSegment(identifier.Name));
    }

    private static void Target(MetricTarget target, FieldPath path, ErrorList errors)
    {
        if (target.Type.Length == 0) errors.Required(path.Child("type"), "must specify a metric target type");
        else if (target.Type is not (MetricTargetType.Utilization or MetricTargetType.Value or MetricTargetType.AverageValue))
            errors.Invalid(path.Child("type"), target.Type, "must be either Utilization, Value, or AverageValue");
        if (target.Value is { Sign: <= 0 } value) errors.Invalid(path.Child("value"), value, "must be positive");
        if (target.AverageValue is { Sign: <= 0 } average) errors.Invalid(path.Child("averageValue"), average, "must be positive");
        if (target.AverageUtilization < 1) errors.Invalid(path.Child("averageUtilization"), target.AverageUtilization, "must be greater than 0");
    }
}
