using System.Collections.Immutable;
using Kubesharp.Commands;

namespace Kubesharp.Composition;

/// <summary>Features that can be switched, by Kubernetes' names.</summary>
public sealed record FeatureGates
{
    /// <summary>Groups of pods in the API.</summary>
    public const string GenericWorkload = "GenericWorkload";

    /// <summary>Pods of a group are placed together.</summary>
    public const string GangScheduling = "GangScheduling";

    private static readonly ImmutableArray<string> Known = [GenericWorkload, GangScheduling];

    public static FeatureGates Default { get; } = new();

    private ImmutableHashSet<string> Enabled { get; init; } = [];

    public bool IsEnabled(string name) => Enabled.Contains(name);

    /// <summary>Reads <c>Name=true,Other=false</c>.</summary>
    /// <exception cref="CommandException">The text has another form, or names a feature that cannot be switched.</exception>
    public static FeatureGates Parse(string? text)
    {
        var enabled = ImmutableHashSet<string>.Empty;
        foreach (var entry in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !bool.TryParse(entry.AsSpan(equals + 1), out var isOn)) throw new CommandException($"--feature-gates must be NAME=true or NAME=false, not '{entry}'");
            var name = entry[..equals];
            if (!Known.Contains(name)) throw new CommandException($"--feature-gates has no '{name}'; there are {string.Join(", ", Known)}");
            enabled = isOn ? enabled.Add(name) : enabled.Remove(name);
        }

        if (enabled.Contains(GangScheduling) && !enabled.Contains(GenericWorkload)) throw new CommandException($"{GangScheduling} needs {GenericWorkload}");
        return new() { Enabled = enabled };
    }
}
