namespace Kubesharp.Bench.Load;

/// <summary>What a measurement found.</summary>
internal sealed record LoadResult
{
    public required long Operations { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>Processor time of the server.</summary>
    public required TimeSpan ServerTime { get; init; }

    /// <summary>Processor time of the load generator.</summary>
    public required TimeSpan ClientTime { get; init; }

    /// <summary>Share of the machine that neither server nor load generator used, but somebody else did: 0 on a quiet machine.</summary>
    public required double OthersShare { get; init; }

    public long Bytes { get; init; }

    public TimeSpan Median { get; init; }

    public TimeSpan Slowest1Percent { get; init; }

    public double PerSecond => Operations / Elapsed.TotalSeconds;

    public double ServerMicroseconds => ServerTime.TotalMicroseconds / Operations;

    public double ClientMicroseconds => ClientTime.TotalMicroseconds / Operations;

    public double MegabytesPerSecond => Bytes / Elapsed.TotalSeconds / 1e6;
}
