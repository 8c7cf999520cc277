using System.Globalization;
using Kubesharp.Api;

namespace Kubesharp.Node.Eviction;

/// <summary>The least of something that has to stay free.</summary>
/// <param name="Signal">What.</param>
/// <param name="Least">How much.</param>
/// <param name="Grace">How long less may be left; null for a hard threshold, which acts at once.</param>
/// <param name="MinimumReclaim">How much more has to be free before the threshold counts as no longer met.</param>
internal sealed record EvictionThreshold(string Signal, ThresholdAmount Least, TimeSpan? Grace, ThresholdAmount MinimumReclaim)
{
    public bool IsHard => Grace is null;

    /// <summary>The thresholds that options stand for, the most urgent first.</summary>
    /// <exception cref="FormatException">There is no such signal or amount, or a grace period is missing.</exception>
    public static IReadOnlyList<EvictionThreshold> Of(EvictionOptions options)
    {
        foreach (var name in options.Hard.Keys.Concat(options.Soft.Keys).Concat(options.SoftGracePeriod.Keys).Concat(options.MinimumReclaim.Keys))
        {
            if (!EvictionSignals.All.Contains(name)) throw new FormatException($"unknown eviction signal {GoText.Quote(name)}; there are {string.Join(", ", EvictionSignals.All)}");
        }

        var thresholds = new List<EvictionThreshold>();
        foreach (var signal in EvictionSignals.All)
        {
            var reclaim = options.MinimumReclaim.TryGetValue(signal, out var more) ? ThresholdAmount.Parse(more) : default;
            if (options.Hard.TryGetValue(signal, out var hard) && !IsOff(hard)) thresholds.Add(new EvictionThreshold(signal, ThresholdAmount.Parse(hard), null, reclaim));
            if (!options.Soft.TryGetValue(signal, out var soft) || IsOff(soft)) continue;
            if (!options.SoftGracePeriod.TryGetValue(signal, out var grace)) throw new FormatException($"grace period must be specified for the soft eviction threshold {signal}");
            thresholds.Add(new EvictionThreshold(signal, ThresholdAmount.Parse(soft), GoDuration.Parse(grace), reclaim));
        }

        return thresholds;
    }

    /// <summary>Nothing or everything has to stay free: both switch a threshold off.</summary>
    private static bool IsOff(string text) => text is "0%" or "100%";
}

/// <summary>An amount, or a part of what there is.</summary>
/// <param name="Amount">The amount; null for a part.</param>
/// <param name="Part">The part, from zero to one.</param>
internal readonly record struct ThresholdAmount(Quantity? Amount, double Part)
{
    /// <summary>Reads an amount or a percentage.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static ThresholdAmount Parse(string text)
    {
        if (!text.EndsWith('%'))
        {
            var amount = Quantity.Parse(text);
            return amount.Sign < 0 ? throw new FormatException($"eviction threshold {GoText.Quote(text)} must not be negative") : new ThresholdAmount(amount, 0);
        }

        if (!double.TryParse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture, out var percent) || percent is < 0 or > 100)
            throw new FormatException($"eviction threshold {GoText.Quote(text)} must be a percentage from 0 to 100");
        return new ThresholdAmount(null, percent / 100);
    }

    /// <summary>The amount, where a part is taken of what there is in all.</summary>
    public Quantity Of(long capacity) => Amount ?? Quantity.FromValue((long)(capacity * Part), QuantityFormat.BinarySI);
}
