using Kubesharp.Api.Batch.V1;

namespace Kubesharp.Controllers.Jobs;

/// <summary>Finds out whether an indexed job has succeeded by its success policy before all indexes have.</summary>
internal static class SuccessRules
{
    /// <summary>Which rule is met, in words, or null.</summary>
    public static string? Match(Job job, IndexIntervals succeeded)
    {
        if (job.Spec.SuccessPolicy is not { } policy || succeeded.Count == 0) return null;
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            var rule = policy.Rules[i];
            if (rule.SucceededIndexes is { } text)
            {
                var required = IndexIntervals.Read(text, job.Spec.Completions ?? 0);
                if (required.CountShared(succeeded) >= (rule.SucceededCount ?? required.Count)) return Matched(i);
            }
            else if (rule.SucceededCount is { } count && succeeded.Count >= count)
            {
                return Matched(i);
            }
        }

        return null;
    }

    private static string Matched(int rule) => $"Matched rules at index {rule}";
}
