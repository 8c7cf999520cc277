using System.Net.Http.Headers;
using Kubesharp.Tests;

namespace Kubesharp.Client.Tests.Configuration;

public sealed class ApiCredentialTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TokenFile_Renewed_IsReadAgainAfterAMinute()
    {
        var credential = Credential(new KubeUser { TokenFile = _folder.Write("token", "one\n") });
        Assert.Equal("Bearer one", Text(await credential.GetAsync(None)));

        _folder.Write("token", "two");
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("Bearer one", Text(await credential.GetAsync(None)));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("Bearer two", Text(await credential.GetAsync(None)));
    }

    [Fact]
    public async Task TokenFile_Rejected_IsReadAgainAtOnce()
    {
        var credential = Credential(new KubeUser { TokenFile = _folder.Write("token", "one") });
        var first = await credential.GetAsync(None);
        _folder.Write("token", "two");

        credential.Rejected(first);

        Assert.Equal("Bearer two", Text(await credential.GetAsync(None)));
    }

    [Fact]
    public async Task TokenFile_GoneForAMoment_KeepsTheLastToken()
    {
        var path = _folder.Write("token", "one");
        var credential = Credential(new KubeUser { TokenFile = path });
        await credential.GetAsync(None);
        File.Delete(path);
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("Bearer one", Text(await credential.GetAsync(None)));
    }

    [Fact]
    public async Task TokenFile_MissingOrEmpty_IsAnError()
    {
        var missing = Credential(new KubeUser { TokenFile = Path.Combine(_folder.Path, "none") });
        await Assert.ThrowsAsync<KubeConfigException>(() => missing.GetAsync(None).AsTask());

        var empty = Credential(new KubeUser { TokenFile = _folder.Write("empty", " \n") });
        Assert.EndsWith("is empty", (await Assert.ThrowsAsync<KubeConfigException>(() => empty.GetAsync(None).AsTask())).Message);
    }

    [Fact]
    public async Task Password_User_IsBasic() =>
        Assert.Equal("Basic bWU6cHc=", Text(await Credential(new KubeUser { Username = "me", Password = "pw" }).GetAsync(None)));

    [Fact]
    public async Task Exec_Token_IsKeptUntilItExpires()
    {
        var script = Plugin("""{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t'$n'","expirationTimestamp":"2026-01-01T01:00:00Z"}}""");
        var credential = Exec(new ExecPlugin { Command = script });

        Assert.Equal("Bearer t1", Text(await credential.GetAsync(None)));
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("Bearer t1", Text(await credential.GetAsync(None)));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("Bearer t2", Text(await credential.GetAsync(None)));
    }

    [Fact]
    public async Task Exec_Rejected_RunsAgainOnce()
    {
        var script = Plugin("""{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t'$n'"}}""");
        var credential = Exec(new ExecPlugin { Command = script });
        var first = await credential.GetAsync(None);

        credential.Rejected(first);
        var second = await credential.GetAsync(None);
        credential.Rejected(first);

        Assert.Equal("Bearer t2", Text(second));
        Assert.Equal("Bearer t2", Text(await credential.GetAsync(None)));
    }

    [Fact]
    public async Task Exec_ArgumentsEnvironmentAndInfo_ReachThePlugin()
    {
        var script = _folder.WriteScript("plugin", """
            #!/bin/sh
            case "$KUBERNETES_EXEC_INFO" in
              '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"cluster":{"server":"https://10.0.0.1:6443"},"interactive":false}}') info=ok ;;
              *) info="$KUBERNETES_EXEC_INFO" ;;
            esac
            printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s-%s-%s"}}' "$1" "$EXTRA" "$info"
            """);
        var credential = Exec(new ExecPlugin { Command = script, Arguments = ["a b"], Environment = [new("EXTRA", "e")], ProvideClusterInfo = true });

        Assert.Equal("Bearer a b-e-ok", Text(await credential.GetAsync(None)));
    }

    [Fact]
    public async Task Exec_ClientCertificate_IsOffered()
    {
        using var certificates = new TestCertificates();
        var (certificate, key) = certificates.Client("plugin-user", "ec");
        var answer = System.Text.Json.JsonSerializer.Serialize(new
        {
            kind = "ExecCredential",
            apiVersion = "client.authentication.k8s.io/v1",
            status = new { clientCertificateData = certificate, clientKeyData = key },
        });
        var script = _folder.WriteScript("plugin", $"#!/bin/sh\ncat {_folder.Write("answer", answer)}\n");
        var credential = Exec(new ExecPlugin { Command = script });

        Assert.Null(await credential.GetAsync(None));
        Assert.Equal("CN=plugin-user", credential.Certificate!.Subject);
    }

    [Theory]
    [InlineData("exit 3", "failed with exit code 3: ")]
    [InlineData("echo 'log in first' >&2; exit 1", "failed with exit code 1: log in first")]
    [InlineData("echo nonsense", "gave no usable answer: ")]
    [InlineData("echo '{\"kind\":\"Pod\"}'", "gave no usable answer: its answer is not an ExecCredential")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\"}'", "its answer has apiVersion \"client.authentication.k8s.io/v1beta1\", not client.authentication.k8s.io/v1")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}'", "its answer has no status")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'", "its answer has neither a token nor a certificate")]
    public async Task Exec_PluginFails_SaysWhy(string body, string message)
    {
        var credential = Exec(new ExecPlugin { Command = _folder.WriteScript("plugin", "#!/bin/sh\n" + body + "\n") });

        var error = await Assert.ThrowsAsync<KubeConfigException>(() => credential.GetAsync(None).AsTask());
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Exec_NoSuchProgram_GivesTheHint()
    {
        var credential = Exec(new ExecPlugin { Command = "/nonexistent/plugin", InstallHint = "get it\nfrom the shop" });

        var error = await Assert.ThrowsAsync<KubeConfigException>(() => credential.GetAsync(None).AsTask());
        Assert.EndsWith("(get it from the shop)", error.Message);
    }

    [Fact]
    public void Exec_UnknownVersionOrInteractive_IsRefused()
    {
        Assert.Contains("use client.authentication.k8s.io/v1", Assert.Throws<KubeConfigException>(() => Exec(new ExecPlugin { Command = "x", ApiVersion = "v7" })).Message);
        Assert.Contains("must be interactive", Assert.Throws<KubeConfigException>(() => Exec(new ExecPlugin { Command = "x", InteractiveMode = "Always" })).Message);
    }

    private static string? Text(AuthenticationHeaderValue? header) => header?.ToString();

    /// <summary>A plugin that counts its runs in $n.</summary>
    private string Plugin(string answer) => _folder.WriteScript("plugin", $"""
        #!/bin/sh
        n=$(($(cat {_folder.Path}/count 2>/dev/null || echo 0) + 1))
        echo $n > {_folder.Path}/count
        echo '{answer}'
        """);

    private ApiCredential Credential(KubeUser user) =>
        ApiCredential.Create(new ClientConfig { Server = new Uri("https://10.0.0.1:6443"), User = user }, _time)!;

    private ExecCredential Exec(ExecPlugin plugin) =>
        (ExecCredential)Credential(new KubeUser { Exec = plugin.ApiVersion.Length > 0 ? plugin : plugin with { ApiVersion = "client.authentication.k8s.io/v1" } });
}
