namespace Kubesharp.Scheduler.Framework;

/// <summary>Common ways to bring scores into their range.</summary>
public static class Scores
{
    public const long Max = 100;

    /// <summary>Scales so that the greatest score becomes 100, or, reversed, so that the greatest becomes 0 and zero becomes 100.</summary>
    public static void Normalize(Span<long> scores, bool reverse)
    {
        long greatest = 0;
        foreach (var score in scores) greatest = Math.Max(greatest, score);
        if (greatest == 0)
        {
            if (reverse) scores.Fill(Max);
            return;
        }

        for (var i = 0; i < scores.Length; i++)
        {
            var scaled = Max * scores[i] / greatest;
            scores[i] = reverse ? Max - scaled : scaled;
        }
    }
}
