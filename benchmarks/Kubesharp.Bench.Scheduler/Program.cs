using System.Globalization;
using Kubesharp.Bench.Scheduler;

// What to run: "api" or "engine", both by default; then parts of names of workloads. Numbers are sizes for the engine, in nodes.
const string usage = "usage: ./bench scheduler [api|engine] [--https] [NODES...] [WORKLOAD...]";
string[] kinds = ["api", "engine"];
if (args.Any(static arg => arg is "-h" or "--help" || (arg.StartsWith('-') && arg != "--https")))
{
    Console.WriteLine(usage);
    return args.Contains("--help") || args.Contains("-h") ? 0 : 2;
}

var overHttps = args.Contains("--https");
var sizes = args.Where(IsNumber).Select(static arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToArray();
var names = args.Where(arg => !IsNumber(arg) && arg != "--https" && !kinds.Contains(arg)).ToArray();
if (args.Contains("api") || !args.Contains("engine"))
{
    ApiRun.WriteHeader(overHttps);
    foreach (var workload in Workload.All.Where(Wanted)) await ApiRun.RunAsync(workload, overHttps);
}

if (args.Contains("engine") || !args.Contains("api"))
{
    // Once without measuring, for the compiler.
    EngineRun.Run(Workload.Scaled(500)[0], silently: true);
    EngineRun.WriteHeader();
    foreach (var nodes in sizes.Length > 0 ? sizes : [500, 5000, 50000])
    {
        foreach (var workload in Workload.Scaled(nodes).Where(Wanted)) EngineRun.Run(workload);
    }
}

return 0;

bool Wanted(Workload workload) => names.Length == 0 || names.Any(name => workload.Name.Contains(name, StringComparison.OrdinalIgnoreCase));

static bool IsNumber(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out _);
