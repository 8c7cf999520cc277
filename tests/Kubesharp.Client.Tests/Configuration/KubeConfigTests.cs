using System.Text;

namespace Kubesharp.Client.Tests.Configuration;

public sealed class KubeConfigTests : IDisposable
{
    private const string Simple = """
        apiVersion: v1
        kind: Config
        current-context: one
        clusters:
        - name: c1
          cluster: {server: "https://10.0.0.1:6443", insecure-skip-tls-verify: true}
        contexts:
        - name: one
          context: {cluster: c1, user: u1, namespace: shop}
        - name: two
          context: {cluster: c1}
        - name: broken
          context: {cluster: gone}
        - name: nobody
          context: {cluster: c1, user: gone}
        users:
        - name: u1
          user: {token: "secret", as: admin, as-uid: u-1, as-groups: [g1], as-user-extra: {"a/b": [x]}}
        future-member: 5
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resolve_CurrentContext_GivesServerUserAndNamespace()
    {
        var config = KubeConfig.Load(_folder.Write("config", Simple)).Resolve();

        Assert.Equal("https://10.0.0.1:6443/", config.Server.AbsoluteUri);
        Assert.Equal("shop", config.Namespace);
        Assert.True(config.InsecureSkipTlsVerify);
        Assert.Equal("secret", config.User.Token);
        Assert.Equal(["g1"], config.User.ImpersonateGroups);
        Assert.Equal(["x"], config.User.ImpersonateExtra["a/b"]);
    }

    [Fact]
    public void Resolve_OtherContext_HasDefaults()
    {
        var config = KubeConfig.Load(_folder.Write("config", Simple)).Resolve("two");

        Assert.Equal("default", config.Namespace);
        Assert.Equal("", config.User.Token);
    }

    [Theory]
    [InlineData("three", "context \"three\" does not exist in kubeconfig: choose one of broken, nobody, one, two")]
    [InlineData("broken", "cluster \"gone\" of context \"broken\" does not exist in kubeconfig: choose one of c1")]
    [InlineData("nobody", "user \"gone\" of context \"nobody\" does not exist in kubeconfig: choose one of u1")]
    public void Resolve_MissingPart_SaysWhatThereIs(string context, string message)
    {
        var config = KubeConfig.Load(_folder.Write("config", Simple));

        Assert.Equal(message, Assert.Throws<KubeConfigException>(() => config.Resolve(context)).Message);
    }

    [Theory]
    [InlineData("{proxy-url: 'http://p:1'}", "{}", "cluster \"c\" has a proxy-url, which is not supported: remove it and reach the server directly")]
    [InlineData("{}", "{auth-provider: {name: gcp}}", "user \"u\" has auth-provider \"gcp\", which Kubernetes has removed: use an exec plugin")]
    [InlineData("{}", "{as: x, as-groups: [a, b]}", "user \"u\" has several as-groups or several values of one as-user-extra key, which cannot be sent: keep one")]
    [InlineData("{server: 'ftp://x'}", "{}", "cluster \"c\" has server \"ftp://x\", which is not an https:// address")]
    [InlineData("{server: ''}", "{}", "cluster \"c\" has server \"\", which is not an https:// address")]
    [InlineData("{insecure-skip-tls-verify: true, certificate-authority-data: eA==}", "{}", "cluster \"c\" has both insecure-skip-tls-verify and a certificate authority: remove one of them")]
    [InlineData("{certificate-authority-data: eA==}", "{}", "certificate-authority of cluster \"c\" holds no certificate in PEM form")]
    [InlineData("{}", "{client-key-data: eA==}", "user \"u\" has a client key without a certificate: add client-certificate")]
    [InlineData("{}", "{client-certificate-data: eA==}", "user \"u\" has a client certificate without a key: add client-key")]
    public void Resolve_UnusablePart_SaysWhatToDo(string cluster, string user, string message)
    {
        var server = cluster.Contains("server", StringComparison.Ordinal) ? "" : "server: 'https://x', ";
        var text = $$$"""
            current-context: x
            clusters: [{name: c, cluster: { {{{server}}} {{{cluster[1..]}}} }]
            users: [{name: u, user: {{{user}}} }]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            """;
        var config = KubeConfig.Load(_folder.Write("config", text));

        Assert.Equal(message, Assert.Throws<KubeConfigException>(() => config.Resolve()).Message);
    }

    [Theory]
    [InlineData("kind: Pod", "is not a kubeconfig: its kind is Pod, not Config")]
    [InlineData("- a", "is not a kubeconfig: its top level must be a mapping")]
    [InlineData("a: [", "is not valid YAML (line ")]
    [InlineData("users: [{name: u, user: {client-key-data: '%%'}}]", "is not base64: encode the PEM file with base64 -w0")]
    public void Load_NotAKubeconfig_IsOneLineWithThePath(string text, string message)
    {
        var path = _folder.Write("config", text);

        var error = Assert.Throws<KubeConfigException>(() => KubeConfig.Load(path));
        Assert.Contains(path, error.Message);
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Load_NoSuchFile_NamesIt()
    {
        var path = Path.Combine(_folder.Path, "none");

        Assert.StartsWith($"cannot read kubeconfig {path}:", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(path)).Message);
    }

    [Fact]
    public void LoadDefault_SeveralFiles_TheFirstCounts()
    {
        var first = _folder.Write("a", "users: [{name: u, user: {token: first}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]");
        var second = _folder.Write("b", "current-context: x\nusers: [{name: u, user: {token: second}}, {name: v, user: {token: v}}]\nclusters: [{name: c, cluster: {server: 'https://b'}}]");

        var config = KubeConfig.LoadDefault(name => name == "KUBECONFIG" ? $"{first}:{_folder.Path}/none:{second}:{first}" : null);

        Assert.Equal("first", config.Resolve().User.Token);
        Assert.Equal("x", config.CurrentContext);
        Assert.Equal(["u", "v"], config.Users.Keys.Order());
    }

    [Fact]
    public void LoadDefault_NoVariable_ReadsTheHomeFolder()
    {
        _folder.Write(".kube/config", Simple);

        Assert.Equal("one", KubeConfig.LoadDefault(name => name == "HOME" ? _folder.Path : null).CurrentContext);
    }

    [Fact]
    public void LoadDefault_Nothing_SaysHowToNameOne()
    {
        var error = Assert.Throws<KubeConfigException>(() => KubeConfig.LoadDefault(name => name == "HOME" ? _folder.Path : null));

        Assert.Equal($"no kubeconfig found at {_folder.Path}/.kube/config: name one with --kubeconfig or KUBECONFIG", error.Message);
    }

    [Fact]
    public void Resolve_RelativePaths_BelongToTheFile()
    {
        using var certificates = new TestCertificates();
        _folder.Write("pki/ca.crt", certificates.AuthorityPem);
        var (certificate, key) = certificates.Client("me", "rsa");
        _folder.Write("me.crt", certificate);
        _folder.Write("me.key", key);
        var path = _folder.Write("config", """
            current-context: x
            clusters: [{name: c, cluster: {server: "10.0.0.1:6443", certificate-authority: pki/ca.crt}}]
            users: [{name: u, user: {client-certificate: me.crt, client-key: ./me.key, tokenFile: t}}]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            """);

        var config = KubeConfig.Load(path).Resolve();

        Assert.Equal("https://10.0.0.1:6443/", config.Server.AbsoluteUri);
        Assert.Equal("CN=test-ca", Assert.Single(config.CertificateAuthorities!).Subject);
        Assert.True(Assert.Single(config.ClientCertificates!).HasPrivateKey);
        Assert.Equal(Path.Combine(_folder.Path, "t"), config.User.TokenFile);
    }

    [Fact]
    public void Resolve_KeyOfAnotherCertificate_IsRefused()
    {
        using var certificates = new TestCertificates();
        var (certificate, _) = certificates.Client("me", "rsa");
        var (_, key) = certificates.Client("me", "rsa");
        var path = _folder.Write("config", $$$"""
            current-context: x
            clusters: [{name: c, cluster: {server: "https://a"}}]
            users: [{name: u, user: {client-certificate-data: {{{Base64(certificate)}}}, client-key-data: {{{Base64(key)}}}}}]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            """);

        var error = Assert.Throws<KubeConfigException>(() => KubeConfig.Load(path).Resolve());
        Assert.StartsWith("client certificate or key of user \"u\" cannot be used:", error.Message);
    }

    [Fact]
    public void InCluster_ServiceAccount_GivesServerAndToken()
    {
        using var certificates = new TestCertificates();
        _folder.Write("token", "t");
        _folder.Write("ca.crt", certificates.AuthorityPem);
        _folder.Write("namespace", "shop\n");

        var config = ClientConfig.InCluster(name => name == "KUBERNETES_SERVICE_HOST" ? "fd00::1" : "443", _folder.Path);

        Assert.Equal("https://[fd00::1]/", config.Server.AbsoluteUri);
        Assert.Equal("shop", config.Namespace);
        Assert.Single(config.CertificateAuthorities!);
        Assert.Equal(Path.Combine(_folder.Path, "token"), config.User.TokenFile);
    }

    [Fact]
    public void InCluster_NotInAPod_SaysSo() =>
        Assert.StartsWith("not running in a pod with a service account:", Assert.Throws<KubeConfigException>(() => ClientConfig.InCluster(_ => null, _folder.Path)).Message);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
