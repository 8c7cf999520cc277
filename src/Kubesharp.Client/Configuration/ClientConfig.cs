using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Kubesharp.Client;

/// <summary>All a client needs to reach one server as one user.</summary>
public sealed record ClientConfig
{
    private const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    public required Uri Server { get; init; }

    /// <summary>Namespace to use where none is named.</summary>
    public string Namespace { get; init; } = "default";

    public string TlsServerName { get; init; } = "";

    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>Roots the server's certificate must lead to; null for those of the system.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>Client certificate with its key, and what is between it and its root.</summary>
    public X509Certificate2Collection? ClientCertificates { get; init; }

    /// <summary>User with token, password or plugin; its files and data for certificates have been read already.</summary>
    public KubeUser User { get; init; } = new();

    /// <summary>Roots as PEM, for plugins that want to know the cluster.</summary>
    internal byte[]? CertificateAuthorityPem { get; init; }

    /// <summary>The configuration of a pod: service account token and the server's address from the environment.</summary>
    /// <param name="environment">Looks up environment variables; the process's own when null.</param>
    /// <param name="folder">Where the service account is mounted.</param>
    /// <exception cref="KubeConfigException">This process does not run in a pod with a service account.</exception>
    public static ClientConfig InCluster(Func<string, string?>? environment = null, string folder = ServiceAccountFolder)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var host = environment("KUBERNETES_SERVICE_HOST");
        var port = environment("KUBERNETES_SERVICE_PORT");
        var token = Path.Combine(folder, "token");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port) || !File.Exists(token))
        {
            throw new KubeConfigException("not running in a pod with a service account: KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT or the token is missing, so name a kubeconfig");
        }

        var authority = Path.Combine(folder, "ca.crt");
        var ns = Path.Combine(folder, "namespace");
        var cluster = new KubeCluster
        {
            Server = string.Create(CultureInfo.InvariantCulture, $"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}"),
            CertificateAuthority = File.Exists(authority) ? authority : "",
        };
        return From(cluster, "in-cluster", new KubeUser { TokenFile = token }, "in-cluster", File.Exists(ns) ? File.ReadAllText(ns).Trim() : "");
    }

    /// <summary>The configuration that the arguments and the surroundings give: the named file, else the pod's, else kubectl's.</summary>
    /// <param name="kubeconfig">File to read; empty for none named.</param>
    /// <param name="context">Context in it; empty for the current one.</param>
    /// <exception cref="KubeConfigException">None of them is there, or the one used is wrong.</exception>
    public static ClientConfig Load(string kubeconfig = "", string context = "")
    {
        var chosen = context.Length == 0 ? null : context;
        if (kubeconfig.Length > 0) return KubeConfig.Load(kubeconfig).Resolve(chosen);
        var isPod = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is { Length: > 0 } && File.Exists(Path.Combine(ServiceAccountFolder, "token"));
        return isPod && Environment.GetEnvironmentVariable("KUBECONFIG") is null or "" ? InCluster() : KubeConfig.LoadDefault().Resolve(chosen);
    }

    /// <summary>The configuration that a server's address, a token and a file with the server's certificate authority give.</summary>
    /// <exception cref="KubeConfigException">The address is none, or the file is not there or wrong.</exception>
    public static ClientConfig ForServer(string server, string token, string certificateAuthority) =>
        From(new KubeCluster { Server = server, CertificateAuthority = certificateAuthority }, server, new KubeUser { Token = token }, "token", "");

    /// <summary>Opens no connection yet; the first request does.</summary>
    /// <exception cref="KubeConfigException">The configuration asks for two things that exclude each other.</exception>
    public HttpApiTransport CreateTransport(TimeProvider time, bool speaksProtobuf = true)
    {
        var handler = HttpApiTransport.CreateHandler();
        var ssl = handler.SslOptions;
        if (InsecureSkipTlsVerify)
        {
            ssl.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        }
        else if (CertificateAuthorities is not null)
        {
            ssl.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            ssl.CertificateChainPolicy.CustomTrustStore.AddRange(CertificateAuthorities);
        }

        var credential = ApiCredential.Create(this, time);
        if (ClientCertificates is { Count: > 0 } own)
        {
            var rest = new X509Certificate2Collection(own.Skip(1).ToArray());
            ssl.ClientCertificateContext = System.Net.Security.SslStreamCertificateContext.Create(own[0], rest, offline: true);
        }
        else if (credential is ExecCredential plugin)
        {
            ssl.LocalCertificateSelectionCallback = (_, _, _, _, _) => plugin.Certificate!;
        }

        return new HttpApiTransport(Redirect(handler), handler, credential) { SpeaksProtobuf = speaksProtobuf, DefaultHeaders = ImpersonationHeaders() };
    }

    internal static ClientConfig From(KubeCluster cluster, string clusterName, KubeUser user, string userName, string ns)
    {
        if (cluster.ProxyUrl.Length > 0) throw new KubeConfigException($"cluster \"{clusterName}\" has a proxy-url, which is not supported: remove it and reach the server directly");
        if (user.AuthProvider.Length > 0) throw new KubeConfigException($"user \"{userName}\" has auth-provider \"{user.AuthProvider}\", which Kubernetes has removed: use an exec plugin");
        if (!Uri.TryCreate(cluster.Server.Contains("://", StringComparison.Ordinal) ? cluster.Server : "https://" + cluster.Server, UriKind.Absolute, out var server)
            || server.Scheme is not ("https" or "http") || cluster.Server.Length == 0)
        {
            throw new KubeConfigException($"cluster \"{clusterName}\" has server \"{cluster.Server}\", which is not an https:// address");
        }

        if (cluster.InsecureSkipTlsVerify && (cluster.CertificateAuthorityData is not null || cluster.CertificateAuthority.Length > 0))
        {
            throw new KubeConfigException($"cluster \"{clusterName}\" has both insecure-skip-tls-verify and a certificate authority: remove one of them");
        }

        // HttpClient joins the values of a header with commas, which the server would take for one group of a strange name.
        if (user.ImpersonateGroups.Count > 1 || user.ImpersonateExtra.Values.Any(values => values.Count > 1))
        {
            throw new KubeConfigException($"user \"{userName}\" has several as-groups or several values of one as-user-extra key, which cannot be sent: keep one");
        }

        var authority = Bytes(cluster.CertificateAuthorityData, cluster.CertificateAuthority, "certificate-authority");
        return new ClientConfig
        {
            Server = server,
            Namespace = ns.Length > 0 ? ns : "default",
            TlsServerName = cluster.TlsServerName,
            InsecureSkipTlsVerify = cluster.InsecureSkipTlsVerify,
            CertificateAuthorities = authority is null ? null : CertificatePem.ReadAuthorities(authority, $"certificate-authority of cluster \"{clusterName}\""),
            CertificateAuthorityPem = authority,
            ClientCertificates = ClientPair(user, userName),
            User = user,
        };
    }

    private static X509Certificate2Collection? ClientPair(KubeUser user, string userName)
    {
        var certificate = Bytes(user.ClientCertificateData, user.ClientCertificate, "client-certificate");
        var key = Bytes(user.ClientKeyData, user.ClientKey, "client-key");
        if (certificate is null && key is null) return null;
        if (certificate is null) throw new KubeConfigException($"user \"{userName}\" has a client key without a certificate: add client-certificate");
        if (key is null) throw new KubeConfigException($"user \"{userName}\" has a client certificate without a key: add client-key");
        return CertificatePem.ReadPair(certificate, key, $"user \"{userName}\"");
    }

    private static byte[]? Bytes(byte[]? data, string file, string what)
    {
        if (data is not null || file.Length == 0) return data;
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"cannot read {what} {file}: {e.Message}", e);
        }
    }

    /// <summary>
    /// .NET checks the certificate against the name in the address, so a different name to expect becomes the address, and connecting goes to the real one.
    /// </summary>
    private Uri Redirect(SocketsHttpHandler handler)
    {
        if (TlsServerName.Length == 0) return Server;
        var (host, port) = (Server.IdnHost, Server.Port);
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(host, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
        return new UriBuilder(Server) { Host = TlsServerName }.Uri;
    }

    private List<KeyValuePair<string, string>> ImpersonationHeaders()
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (User.ImpersonateUser.Length > 0) headers.Add(new("Impersonate-User", User.ImpersonateUser));
        if (User.ImpersonateUid.Length > 0) headers.Add(new("Impersonate-Uid", User.ImpersonateUid));
        foreach (var group in User.ImpersonateGroups) headers.Add(new("Impersonate-Group", group));
        foreach (var (name, values) in User.ImpersonateExtra)
        {
            foreach (var value in values) headers.Add(new("Impersonate-Extra-" + Uri.EscapeDataString(name), value));
        }

        return headers;
    }
}
