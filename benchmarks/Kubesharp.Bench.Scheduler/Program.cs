using Kubesharp.Bench.Scheduler;

// What to run: "engine" (the default) or "api", then parts of names of workloads; sizes for the engine as numbers of nodes.
var names = args.Where(static arg => arg is not ("engine" or "api") && !int.TryParse(arg, out _)).ToArray();
var sizes = args.Where(static arg => int.TryParse(arg, out _)).Select(static arg => int.Parse(arg, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
if (sizes.Length == 0) sizes = [500, 5000, 50000];
EngineRun.WriteHeader();
EngineRun.Run(Workload.Scaled(500)[0]);
foreach (var nodes in sizes)
{
    foreach (var workload in Workload.Scaled(nodes))
    {
        if (names.Length == 0 || names.Any(name => workload.Name.Contains(name, StringComparison.OrdinalIgnoreCase))) EngineRun.Run(workload);
    }
}
