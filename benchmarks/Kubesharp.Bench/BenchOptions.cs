using System.Globalization;

namespace Kubesharp.Bench;

/// <summary>What is measured, and with what.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        Usage: ./bench [NAME...] [--seconds N] [--pods N] [--watchers N] [--no-bare] [--keep]
        Names: limits start create get list patch apply watch memory idle pods (default: all), scheduler
        """;

    /// <summary>Every benchmark, in the order they run.</summary>
    public static readonly string[] AllNames = ["limits", "start", "create", "get", "list", "patch", "apply", "watch", "memory", "idle", "pods"];

    public IReadOnlyList<string> Names { get; init; } = AllNames;

    /// <summary>The published binary.</summary>
    public string Binary { get; init; } = "artifacts/kubesharp/kubesharp";

    /// <summary>How long each measurement that goes by time takes; the warm-up before it takes as long again.</summary>
    public double Seconds { get; init; } = 5;

    /// <summary>Pods that are created, and then read, listed and changed.</summary>
    public int Pods { get; init; } = 10_000;

    public int Connections { get; init; } = 64;

    public int Watchers { get; init; } = 500;

    /// <summary>Whether the same bytes are also measured with nothing but Kestrel.</summary>
    public bool Bare { get; init; } = true;

    /// <summary>Whether the server's data folder is left behind, for looking at its log.</summary>
    public bool Keep { get; init; }

    public bool Runs(string name) => Names.Contains(name);

    /// <summary>Reads the command line; null when it makes no sense.</summary>
    public static BenchOptions? Parse(string[] arguments)
    {
        var options = new BenchOptions();
        var names = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (argument is "--no-bare") options = options with { Bare = false };
            else if (argument is "--keep") options = options with { Keep = true };
            else if (AllNames.Contains(argument)) names.Add(argument);
            else if (++i == arguments.Length) return null;
            else if (argument is "--binary") options = options with { Binary = arguments[i] };
            else if (argument is "--seconds" && double.TryParse(arguments[i], CultureInfo.InvariantCulture, out var seconds) && seconds > 0) options = options with { Seconds = seconds };
            else if (argument is "--pods" && int.TryParse(arguments[i], out var pods) && pods > 0) options = options with { Pods = pods };
            else if (argument is "--watchers" && int.TryParse(arguments[i], out var watchers) && watchers > 0) options = options with { Watchers = watchers };
            else if (argument is "--connections" && int.TryParse(arguments[i], out var connections) && connections > 0) options = options with { Connections = connections };
            else return null;
        }

        return names.Count == 0 ? options : options with { Names = names };
    }
}
