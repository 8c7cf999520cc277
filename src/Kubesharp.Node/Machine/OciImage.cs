using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Kubesharp.Node.Machine;

/// <summary>
/// An image of one layer, made from files at hand and written as an OCI image layout in a tar file, the form that
/// <c>ctr images import</c> reads. The same input gives the same bytes, so that importing it again changes nothing.
/// </summary>
public sealed class OciImage
{
    private const string IndexType = "application/vnd.oci.image.index.v1+json";
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string ConfigType = "application/vnd.oci.image.config.v1+json";
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar";
    private readonly SortedDictionary<string, TarEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>The full name, with registry host and tag, under which the runtime will know the image.</summary>
    public required string Reference { get; init; }

    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<string> Environment { get; init; } = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"];

    /// <summary>User the program runs as, as <c>uid:gid</c>; empty for root.</summary>
    public string User { get; init; } = "";

    /// <summary>Processor architecture in Go's words: amd64, arm64.</summary>
    public string Architecture { get; init; } = GoArchitecture.Current;

    /// <summary>Adds a regular file.</summary>
    public OciImage AddFile(string path, byte[] content, UnixFileMode mode)
    {
        Add(new PaxTarEntry(TarEntryType.RegularFile, Normal(path)) { DataStream = new MemoryStream(content, writable: false) }, mode);
        return this;
    }

    public OciImage AddDirectory(string path, UnixFileMode mode)
    {
        Add(new PaxTarEntry(TarEntryType.Directory, Normal(path) + "/"), mode);
        return this;
    }

    public OciImage AddSymbolicLink(string path, string target)
    {
        const UnixFileMode Everything = (UnixFileMode)0b111_111_111;
        Add(new PaxTarEntry(TarEntryType.SymbolicLink, Normal(path)) { LinkName = target }, Everything);
        return this;
    }

    /// <summary>Writes the image as a tar file.</summary>
    public void WriteTo(Stream destination)
    {
        var layer = LayerBytes();
        var config = JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture = Architecture,
            os = "linux",
            created = "1970-01-01T00:00:00Z",
            config = new { Env = Environment, Entrypoint, Cmd = Command, User },
            rootfs = new { type = "layers", diff_ids = new[] { Digest(layer) } },
            history = new[] { new { created = "1970-01-01T00:00:00Z", created_by = "kubesharp" } },
        });
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = ManifestType,
            config = Descriptor(ConfigType, config),
            layers = new[] { Descriptor(LayerType, layer) },
        });
        var index = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = IndexType,
            manifests = new[]
            {
                new
                {
                    mediaType = ManifestType,
                    digest = Digest(manifest),
                    size = manifest.Length,
                    platform = new { architecture = Architecture, os = "linux" },
                    annotations = new Dictionary<string, string>
                    {
                        ["io.containerd.image.name"] = Reference,
                        ["org.opencontainers.image.ref.name"] = Reference[(Reference.LastIndexOf(':') + 1)..],
                    },
                },
            },
        });

        using var tar = new TarWriter(destination, TarEntryFormat.Pax, leaveOpen: true);
        Write(tar, "oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray());
        foreach (var blob in new[] { layer, config, manifest }) Write(tar, "blobs/sha256/" + Convert.ToHexStringLower(SHA256.HashData(blob)), blob);
        Write(tar, "index.json", index);
    }

    private static object Descriptor(string type, byte[] content) => new { mediaType = type, digest = Digest(content), size = content.Length };

    private static string Digest(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private static void Write(TarWriter tar, string name, byte[] content) => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
    {
        ModificationTime = DateTimeOffset.UnixEpoch,
        DataStream = new MemoryStream(content, writable: false),
    });

    private static string Normal(string path) => path.Trim('/');

    private void Add(PaxTarEntry entry, UnixFileMode mode)
    {
        entry.Mode = mode;
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        if (!_entries.TryAdd(entry.Name, entry))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{entry.Name} is in the image already"), nameof(entry));
    }

    private byte[] LayerBytes()
    {
        using var layer = new MemoryStream();
        using (var tar = new TarWriter(layer, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var entry in _entries.Values)
            {
                if (entry.DataStream is { } data) data.Position = 0;
                tar.WriteEntry(entry);
            }
        }

        return layer.ToArray();
    }
}
