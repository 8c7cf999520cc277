using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kubesharp.Node.Tests;

/// <summary>
/// The pod network of a node: a Linux bridge that pods hang on, addresses from the node's pod CIDR, and host ports. Written as a CNI
/// configuration list for the standard plugins.
/// </summary>
internal sealed record CniConfiguration
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Name { get; init; } = "kubesharp";

    /// <summary>Name of the bridge, at most 15 characters.</summary>
    public string Bridge { get; init; } = "cni0";

    /// <summary>The range that this node's pods get addresses from, as in <c>10.244.0.0/24</c>.</summary>
    public required string PodCidr { get; init; }

    /// <summary>Where the address plugin keeps what it gave out; null for the plugin's own folder.</summary>
    public string? IpamData { get; init; }

    /// <summary>Rewrites the source of what pods send outside the cluster to the node's address.</summary>
    public bool Masquerade { get; init; } = true;

    /// <summary>Makes hostPort work, which takes iptables.</summary>
    public bool HostPorts { get; init; } = true;

    public int? Mtu { get; init; }

    /// <summary>The text of a <c>.conflist</c> file.</summary>
    public string ToJson()
    {
        var ipam = new Dictionary<string, object>
        {
            ["type"] = "host-local",
            ["ranges"] = new[] { new[] { new Dictionary<string, string> { ["subnet"] = PodCidr } } },
            ["routes"] = new[] { new Dictionary<string, string> { ["dst"] = "0.0.0.0/0" } },
        };
        if (IpamData is not null) ipam["dataDir"] = IpamData;
        var bridge = new Dictionary<string, object>
        {
            ["type"] = "bridge",
            ["bridge"] = Bridge,
            ["isGateway"] = true,
            ["ipMasq"] = Masquerade,
            ["hairpinMode"] = true,
            ["ipam"] = ipam,
        };
        if (Mtu is { } mtu) bridge["mtu"] = mtu;
        var plugins = new List<object> { bridge };
        if (HostPorts)
        {
            plugins.Add(new Dictionary<string, object>
            {
                ["type"] = "portmap",
                ["capabilities"] = new Dictionary<string, bool> { ["portMappings"] = true },
            });
        }

        return JsonSerializer.Serialize(new { cniVersion = "0.4.0", name = Name, plugins }, Indented) + "\n";
    }

    /// <summary>Writes the file into a CNI configuration folder in one step, so that a runtime never reads half of it.</summary>
    /// <returns>The name of the file.</returns>
    public async Task<string> WriteAsync(string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"10-{Name}.conflist");
        var text = ToJson();
        if (File.Exists(file) && await File.ReadAllTextAsync(file, cancel) == text) return file;
        var draft = Path.Combine(folder, $".{Name}.draft");
        await File.WriteAllTextAsync(draft, text, cancel);
        File.Move(draft, file, overwrite: true);
        return file;
    }
}
