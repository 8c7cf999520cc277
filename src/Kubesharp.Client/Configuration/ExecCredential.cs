using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Kubesharp.Client;

/// <summary>Credentials from a program that speaks the ExecCredential protocol; kept until they run out or are rejected.</summary>
internal sealed class ExecCredential : ApiCredential
{
    private static readonly string[] Versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    private readonly ExecPlugin _plugin;
    private readonly TimeProvider _time;
    private readonly string _info;
    private readonly SemaphoreSlim _running = new(1);
    private volatile Grant? _grant;

    public ExecCredential(ExecPlugin plugin, ClientConfig config, TimeProvider time)
    {
        if (!Versions.Contains(plugin.ApiVersion)) throw new KubeConfigException($"exec plugin {plugin.Command} has apiVersion \"{plugin.ApiVersion}\": use {Versions[0]}");
        if (plugin.InteractiveMode == "Always") throw new KubeConfigException($"exec plugin {plugin.Command} must be interactive, and this program has no terminal to offer: use a plugin that is not");
        _plugin = plugin;
        _time = time;
        _info = Describe(plugin, config);
    }

    /// <summary>The certificate of the last answer; null when the plugin gives tokens.</summary>
    public X509Certificate2? Certificate => _grant?.Certificate;

    public override async ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken)
    {
        if (Current() is { } grant) return grant.Header;
        await _running.WaitAsync(cancellationToken);
        try
        {
            if (Current() is { } known) return known.Header;
            var fresh = Parse(await RunAsync(cancellationToken));
            _grant = fresh;
            return fresh.Header;
        }
        finally
        {
            _running.Release();
        }
    }

    public override void Rejected(AuthenticationHeaderValue? header)
    {
        if (_grant is { } grant && ReferenceEquals(grant.Header, header)) _grant = null;
    }

    private Grant? Current() => _grant is { } grant && (grant.Expires is not { } expires || _time.GetUtcNow() < expires) ? grant : null;

    private async Task<byte[]> RunAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(_plugin.Command, _plugin.Arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in _plugin.Environment) start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = _info;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            var hint = _plugin.InstallHint.Length > 0 ? $" ({_plugin.InstallHint.ReplaceLineEndings(" ").Trim()})" : "";
            throw new KubeConfigException($"exec plugin {_plugin.Command} cannot be started: {e.Message}{hint}", e);
        }

        process.StandardInput.Close();
        try
        {
            using var output = new MemoryStream();
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
            var complaint = (await errors).ReplaceLineEndings(" ").Trim();
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0) throw new KubeConfigException($"exec plugin {_plugin.Command} failed with exit code {process.ExitCode}: {complaint}");
            return output.ToArray();
        }
        catch (OperationCanceledException)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private Grant Parse(byte[] output)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            var root = document.RootElement;
            if (Text(root, "kind") != "ExecCredential") throw Bad("its answer is not an ExecCredential");
            if (Text(root, "apiVersion") != _plugin.ApiVersion) throw Bad($"its answer has apiVersion \"{Text(root, "apiVersion")}\", not {_plugin.ApiVersion}");
            if (!root.TryGetProperty("status", out var status) || status.ValueKind != JsonValueKind.Object) throw Bad("its answer has no status");
            var token = Text(status, "token");
            var certificate = Text(status, "clientCertificateData");
            var key = Text(status, "clientKeyData");
            if (certificate.Length == 0 != (key.Length == 0)) throw Bad("its answer must have both clientCertificateData and clientKeyData or neither");
            if (token.Length == 0 && certificate.Length == 0) throw Bad("its answer has neither a token nor a certificate");
            DateTimeOffset? expires = status.TryGetProperty("expirationTimestamp", out var time) && time.ValueKind == JsonValueKind.String ? time.GetDateTimeOffset() : null;
            return new Grant(
                token.Length > 0 ? new AuthenticationHeaderValue("Bearer", token) : null,
                certificate.Length > 0 ? CertificatePem.ReadPair(Encoding.UTF8.GetBytes(certificate), Encoding.UTF8.GetBytes(key), $"exec plugin {_plugin.Command}")[0] : null,
                expires);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new KubeConfigException($"exec plugin {_plugin.Command} gave no usable answer: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private KubeConfigException Bad(string what) => new($"exec plugin {_plugin.Command} gave no usable answer: {what}");

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string Describe(ExecPlugin plugin, ClientConfig config)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", "ExecCredential");
            writer.WriteString("apiVersion", plugin.ApiVersion);
            writer.WriteStartObject("spec");
            if (plugin.ProvideClusterInfo)
            {
                writer.WriteStartObject("cluster");
                writer.WriteString("server", config.Server.OriginalString);
                if (config.TlsServerName.Length > 0) writer.WriteString("tls-server-name", config.TlsServerName);
                if (config.InsecureSkipTlsVerify) writer.WriteBoolean("insecure-skip-tls-verify", true);
                if (config.CertificateAuthorityPem is { } pem) writer.WriteBase64String("certificate-authority-data", pem);
                writer.WriteEndObject();
            }

            writer.WriteBoolean("interactive", false);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private sealed record Grant(AuthenticationHeaderValue? Header, X509Certificate2? Certificate, DateTimeOffset? Expires);
}
