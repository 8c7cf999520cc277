namespace Kubesharp.Node.Cgroups;

/// <summary>Conversions between thousandths of a CPU, as pods ask for them, and the kernel's units.</summary>
public static class CpuMath
{
    /// <summary>The scheduler's accounting period, in microseconds.</summary>
    public const long Period = 100_000;

    public const long MinShares = 2;
    public const long MaxShares = 262_144;
    private const long MinQuota = 1_000;

    /// <summary>Shares of a CPU request; nothing asked for gives the least share.</summary>
    public static long SharesOf(long milliCpu) =>
        milliCpu <= 0 ? MinShares : Math.Clamp(milliCpu * 1024 / 1000, MinShares, MaxShares);

    /// <summary>Microseconds per period of a CPU limit; zero when there is no limit.</summary>
    public static long QuotaOf(long milliCpu, long period = Period) =>
        milliCpu <= 0 ? 0 : Math.Max(MinQuota, milliCpu * period / 1000);

    /// <summary>The weight of cgroup v2 (1 to 10,000) for shares of v1 (2 to 262,144).</summary>
    public static long WeightOf(long shares) =>
        1 + ((Math.Clamp(shares, MinShares, MaxShares) - MinShares) * 9999 / (MaxShares - MinShares));

    /// <summary>The shares of v1 that a weight of v2 stands for.</summary>
    public static long SharesOfWeight(long weight) => weight <= 0 ? 0 : MinShares + ((weight - 1) * (MaxShares - MinShares) / 9999);
}
