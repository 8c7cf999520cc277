using System.Globalization;
using Xunit.Abstractions;

namespace Kubesharp.Scheduler.Tests.Simulation;

/// <summary>Random histories with crashes, after which no pod may be lost, bound twice, where it does not fit, or waiting without a reason.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const string Variable = "KUBESHARP_SIMULATIONS";
    private const string FirstVariable = "KUBESHARP_SIMULATIONS_FROM";
    private const int DefaultRuns = 400;
    private const int Steps = 250;

    [Fact]
    public void RandomHistories_WithCrashes_EveryPodIsWhereItBelongs()
    {
        var runs = Read(Variable, DefaultRuns);
        var first = Read(FirstVariable, 1);
        var faults = new List<string>();
        var bound = 0;
        var crashes = 0;
        for (var seed = first; seed < first + runs && faults.Count < 10; seed++)
        {
            var run = SimulationRun.Run(seed, Steps);
            bound += run.Bound;
            crashes += run.Crashes;
            if (run.Fault is { } fault) faults.Add(fault);
        }

        output.WriteLine($"{runs} histories, {bound} pods bound, {crashes} crashes, {faults.Count} faults");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static int Read(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var wanted) ? wanted : otherwise;
}
