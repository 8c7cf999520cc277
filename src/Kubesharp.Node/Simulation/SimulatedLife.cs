using System.Globalization;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Node.Simulation;

/// <summary>How long the containers of a simulated pod run and how they end. Annotations of the pod say so; without them only pods of Jobs end.</summary>
/// <param name="Duration">Time from start to end; null when the containers run until the pod is deleted.</param>
/// <param name="ExitCode">What every container ends with.</param>
internal sealed record SimulatedLife(TimeSpan? Duration, int ExitCode)
{
    /// <summary>Annotation: time after which the containers end, such as <c>1.5s</c> or <c>2m</c>.</summary>
    public const string CompleteAfter = "simulate.kubesharp.dev/complete-after";

    /// <summary>Annotation: what the containers end with, from 0 to 255; anything but 0 is a failure.</summary>
    public const string ExitCodeOf = "simulate.kubesharp.dev/exit-code";

    private static readonly TimeSpan JobDuration = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestRun = TimeSpan.FromSeconds(1);
    private static readonly SimulatedLife Endless = new(null, 0);

    public static SimulatedLife Of(Pod pod)
    {
        var annotations = pod.Metadata.Annotations;
        var after = annotations.TryGetValue(CompleteAfter, out var text) ? Parse(text) : null;
        var hasCode = annotations.TryGetValue(ExitCodeOf, out var code);
        if (after is null && !hasCode && pod.Metadata.GetControllerOf()?.Kind != Job.Gvk.Kind) return Endless;
        var duration = after ?? JobDuration;

        // Containers that restart for ever must not do so without a pause.
        if (pod.Spec.RestartPolicy != RestartPolicy.Never && duration < ShortestRun) duration = ShortestRun;
        return new SimulatedLife(duration, hasCode && byte.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
    }

    private static TimeSpan? Parse(string text)
    {
        var (unit, factor) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (2, 0.001),
            _ when text.EndsWith('s') => (1, 1.0),
            _ when text.EndsWith('m') => (1, 60.0),
            _ when text.EndsWith('h') => (1, 3600.0),
            _ => (0, 1.0),
        };
        return double.TryParse(text.AsSpan(0, text.Length - unit), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * factor < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(number * factor)
            : null;
    }
}
