namespace Kubesharp.Scheduler.Framework;

/// <summary>A refusal by a plugin. Agreement is a null reference, so that it costs nothing.</summary>
/// <param name="Code">Kind of refusal.</param>
/// <param name="Plugin">Name of the plugin.</param>
/// <param name="Reasons">Texts that users see, counted over all nodes.</param>
public sealed record Verdict(VerdictCode Code, string Plugin, params string[] Reasons)
{
    /// <summary>How long a Permit plugin wants to wait, with <see cref="VerdictCode.Wait"/>.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Ends when the Permit plugin lets the pod go on, with <see cref="VerdictCode.Wait"/>; fails when it does not.</summary>
    public Task Released { get; init; } = Task.CompletedTask;

    public string Message => string.Join(", ", Reasons);

    /// <summary>Whether the pod was refused, as opposed to a failure.</summary>
    public bool IsRejection => Code is VerdictCode.Unschedulable or VerdictCode.Unresolvable;

    public static Verdict Unschedulable(string plugin, params string[] reasons) => new(VerdictCode.Unschedulable, plugin, reasons);

    public static Verdict Unresolvable(string plugin, params string[] reasons) => new(VerdictCode.Unresolvable, plugin, reasons);

    public static Verdict Error(string plugin, params string[] reasons) => new(VerdictCode.Error, plugin, reasons);
}
