using System.Globalization;
using Xunit.Abstractions;

namespace Kubesharp.Scheduler.Tests.Reference;

/// <summary>Random clusters in which the engine, the plugins and the reference have to agree. The environment variables set how many, and from which seed on.</summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const string Variable = "KUBESHARP_RANDOM_CLUSTERS";
    private const string FirstVariable = "KUBESHARP_RANDOM_CLUSTERS_FROM";
    private const int DefaultClusters = 4000;
    private const int Steps = 40;

    [Fact]
    public void RandomClusters_EngineAndReference_DecideAlike()
    {
        var clusters = Read(Variable, DefaultClusters);
        var first = Read(FirstVariable, 1);
        var differences = new List<string>();
        long decisions = 0;
        long placements = 0;
        for (var seed = first; seed < first + clusters && differences.Count < 10; seed++)
        {
            var run = DifferentialRun.Run(seed, Steps);
            decisions += run.Decisions;
            placements += run.Placements;
            if (run.Difference is { } difference) differences.Add(difference);
        }

        output.WriteLine($"{clusters} clusters, {decisions} decisions, {placements} placements, {differences.Count} differences");
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static int Read(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var wanted) ? wanted : otherwise;
}
