using System.Globalization;
using Kubesharp.Bench.Scheduler;

// What to run: "api", "engine" or "quality", all by default; then parts of names of workloads. Numbers are sizes for the engine, in nodes.
const string usage = "usage: ./bench scheduler [api|engine|quality] [--https [--json]] [NODES...] [WORKLOAD...]";
string[] kinds = ["api", "engine", "quality"];
if (args.Any(static arg => arg is "-h" or "--help" || (arg.StartsWith('-') && arg is not ("--https" or "--json"))))
{
    Console.WriteLine(usage);
    return args.Contains("--help") || args.Contains("-h") ? 0 : 2;
}

Wire? wire = !args.Contains("--https") ? null : args.Contains("--json") ? Wire.Json : Wire.Protobuf;
var sizes = args.Where(IsNumber).Select(static arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToArray();
var wantedKinds = args.Where(kinds.Contains).ToArray();
var names = args.Where(arg => !IsNumber(arg) && !arg.StartsWith('-') && !kinds.Contains(arg)).ToArray();
if (Runs("api"))
{
    // Once without measuring, as a server that has run for a while is compiled, too.
    await ApiRun.RunAsync(Workload.All[0], wire, silently: true);
    ApiRun.WriteHeader(wire);
    foreach (var workload in Workload.All.Where(Wanted)) await ApiRun.RunAsync(workload, wire);
}

if (Runs("engine"))
{
    EngineRun.Run(Workload.Scaled(500)[0], silently: true);
    EngineRun.WriteHeader();
    foreach (var nodes in sizes.Length > 0 ? sizes : [500, 5000, 50000])
    {
        foreach (var workload in Workload.Scaled(nodes).Where(Wanted)) EngineRun.Run(workload);
    }
}

if (Runs("quality")) QualityRun.Run();
return 0;

bool Runs(string kind) => wantedKinds.Length == 0 || wantedKinds.Contains(kind);

bool Wanted(Workload workload) => names.Length == 0 || names.Any(name => workload.Name.Contains(name, StringComparison.OrdinalIgnoreCase));

static bool IsNumber(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out _);
