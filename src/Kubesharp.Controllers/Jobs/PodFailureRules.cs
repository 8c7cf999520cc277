using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers.Jobs;

/// <summary>Finds out what a job's failure policy says of a failed pod.</summary>
internal static class PodFailureRules
{
    /// <summary>What the first matching rule says.</summary>
    /// <param name="Action">One of <see cref="PodFailurePolicyAction"/>; empty when no rule matches.</param>
    /// <param name="Counts">Whether the failure counts towards the back-off limits.</param>
    /// <param name="FailJobMessage">Why the whole job fails; null when it does not.</param>
    public sealed record Verdict(string Action, bool Counts, string? FailJobMessage);

    private static readonly Verdict Unmatched = new("", true, null);

    public static Verdict Match(PodFailurePolicy? policy, Pod pod)
    {
        if (policy is null) return Unmatched;
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            var rule = policy.Rules[i];
            if (rule.OnExitCodes is { } codes)
            {
                if (MatchingContainer(pod, codes) is not { } container) continue;
                return Decide(rule, $"Container {container.Name} for pod {pod.Metadata.Namespace}/{pod.Metadata.Name} failed with exit code {container.State.Terminated!.ExitCode} matching {rule.Action} rule at index {i}");
            }

            if (MatchingCondition(pod, rule) is { } condition)
                return Decide(rule, $"Pod {pod.Metadata.Namespace}/{pod.Metadata.Name} has condition {condition.Type} matching {rule.Action} rule at index {i}");
        }

        return Unmatched;
    }

    private static Verdict Decide(PodFailurePolicyRule rule, string message) =>
        new(rule.Action, rule.Action != PodFailurePolicyAction.Ignore, rule.Action == PodFailurePolicyAction.FailJob ? message : null);

    private static ContainerStatus? MatchingContainer(Pod pod, PodFailurePolicyOnExitCodesRequirement codes) =>
        MatchingContainer(pod.Status.ContainerStatuses, codes) ?? MatchingContainer(pod.Status.InitContainerStatuses, codes);

    private static ContainerStatus? MatchingContainer(ValueList<ContainerStatus> statuses, PodFailurePolicyOnExitCodesRequirement codes)
    {
        foreach (var status in statuses)
        {
            if (status.State.Terminated is not { ExitCode: not 0 } terminated) continue;
            if (codes.ContainerName is { } name && name != status.Name) continue;
            if (codes.Values.Contains(terminated.ExitCode) == (codes.Operator == PodFailurePolicyOnExitCodesOperator.In)) return status;
        }

        return null;
    }

    private static PodCondition? MatchingCondition(Pod pod, PodFailurePolicyRule rule)
    {
        foreach (var condition in pod.Status.Conditions)
        {
            foreach (var pattern in rule.OnPodConditions)
            {
                if (condition.Type == pattern.Type && condition.Status == pattern.Status) return condition;
            }
        }

        return null;
    }
}
