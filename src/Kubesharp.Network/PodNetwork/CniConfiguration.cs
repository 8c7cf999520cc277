using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kubesharp.Network.PodNetwork;

/// <summary>
/// The CNI configuration list of a node: the bridge plugin with addresses by host-local from the node's pod CIDRs, and
/// portmap for host ports. Masquerading is not the bridge plugin's business here; see <see cref="PodNetworkRules"/>.
/// </summary>
public sealed record CniConfiguration
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Name of the network, and part of the file's name.</summary>
    public string Name { get; init; } = "kubesharp";

    /// <summary>Name of the bridge; the kernel allows 15 characters.</summary>
    public string Bridge { get; init; } = "cni0";

    /// <summary>Ranges this node's pods get their addresses from, one per address family.</summary>
    public required ImmutableArray<IPNetwork> PodCidrs { get; init; }

    /// <summary>Largest packet of the pods' interfaces, in bytes; 0 leaves it to the plugin.</summary>
    public int Mtu { get; init; }

    /// <summary>Folder where host-local notes the addresses it gave out; null for the plugin's own.</summary>
    public string? IpamDataFolder { get; init; }

    /// <summary>Host ports of pods by the portmap plugin, which needs the iptables command for every pod it removes.</summary>
    public bool HostPorts { get; init; } = true;

    public string FileName => $"10-{Name}.conflist";

    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            json.WriteStartObject();
            json.WriteString("cniVersion", "0.4.0");
            json.WriteString("name", Name);
            json.WriteStartArray("plugins");
            WriteBridge(json);
            if (HostPorts)
            {
                json.WriteStartObject();
                json.WriteString("type", "portmap");
                json.WriteStartObject("capabilities");
                json.WriteBoolean("portMappings", true);
                json.WriteEndObject();
                json.WriteBoolean("snat", true);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length)) + "\n";
    }

    /// <summary>Puts the file into a CNI configuration folder in one step; a file with the same content is left alone.</summary>
    /// <param name="folder">The runtime's configuration folder, usually /etc/cni/net.d.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether the file changed.</returns>
    public async Task<bool> WriteAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, FileName);
        var text = ToJson();
        if (File.Exists(file) && await File.ReadAllTextAsync(file, cancellationToken) == text) return false;
        // The runtime watches the folder: it must never see half a file, nor the draft as a network.
        var draft = Path.Combine(folder, $".{Name}.draft");
        await File.WriteAllTextAsync(draft, text, cancellationToken);
        File.Move(draft, file, overwrite: true);
        return true;
    }

    private void WriteBridge(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "bridge");
        json.WriteString("bridge", Bridge);
        json.WriteBoolean("isGateway", true);
        json.WriteBoolean("isDefaultGateway", true);
        json.WriteBoolean("forceAddress", false);
        json.WriteBoolean("ipMasq", false);
        // A pod that reaches itself through its Service leaves and enters by the same port of the bridge.
        json.WriteBoolean("hairpinMode", true);
        if (Mtu > 0) json.WriteNumber("mtu", Mtu);
        json.WriteStartObject("ipam");
        json.WriteString("type", "host-local");
        if (IpamDataFolder is not null) json.WriteString("dataDir", IpamDataFolder);
        json.WriteStartArray("ranges");
        foreach (var range in PodCidrs)
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("subnet", range.ToString());
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
