using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Kubesharp.Server.Authentication;

namespace Kubesharp.Server.Hosting;

/// <summary>The server's keys, certificates and kubeconfigs, made on first use in the data folder.</summary>
internal sealed class ServerIdentity
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);
    private readonly string _folder;
    private readonly TimeProvider _time;

    private ServerIdentity(string folder, CertificateAuthority authority, X509Certificate2 serving, X509Certificate2 kubeletClient, ServiceAccountTokens tokens, TimeProvider time)
    {
        _folder = folder;
        _time = time;
        Authority = authority;
        Serving = serving;
        KubeletClient = kubeletClient;
        Tokens = tokens;
    }

    public CertificateAuthority Authority { get; }

    public X509Certificate2 Serving { get; }

    /// <summary>What the server shows to node agents.</summary>
    public X509Certificate2 KubeletClient { get; }

    public ServiceAccountTokens Tokens { get; }

    public static ServerIdentity LoadOrCreate(ApiServerOptions options, IPAddress advertised, TimeProvider time)
    {
        var folder = Path.Combine(options.DataDirectory, "pki");
        Directory.CreateDirectory(folder);
        var authority = CertificateAuthority.LoadOrCreate(Path.Combine(folder, "ca.crt"), Path.Combine(folder, "ca.key"), "kubesharp", time);
        List<string> names = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "localhost", Environment.MachineName.ToLowerInvariant()];
        List<IPAddress> addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback, advertised, FirstServiceAddress(options.ServiceNetwork)];
        if (!options.Listen.Address.Equals(IPAddress.Any) && !options.Listen.Address.Equals(IPAddress.IPv6Any)) addresses.Add(options.Listen.Address);
        foreach (var name in options.Names)
        {
            if (IPAddress.TryParse(name, out var address)) addresses.Add(address);
            else names.Add(name);
        }

        var serving = LoadOrIssue(
            folder, "apiserver", authority, time,
            c => names.All(n => c.MatchesHostname(n, allowCommonName: false)) && addresses.All(a => c.MatchesHostname(a.ToString(), allowCommonName: false)),
            () => authority.IssueServing("kube-apiserver", names.Distinct(), addresses.Distinct()));
        var kubelet = LoadOrIssue(
            folder, "apiserver-kubelet-client", authority, time, _ => true, () => authority.IssueClient("kube-apiserver-kubelet-client", "kubeadm:cluster-admins", "system:masters"));
        var tokens = ServiceAccountTokens.LoadOrCreate(Path.Combine(folder, "sa.key"), TokenIssuing.DefaultAudience);
        return new ServerIdentity(folder, authority, serving, kubelet, tokens, time);
    }

    /// <summary>The Service address of the API server itself: the first one of the network.</summary>
    public static IPAddress FirstServiceAddress(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        bytes[^1]++;
        return new IPAddress(bytes);
    }

    /// <summary>The first address of this machine that others can reach; loopback when there is none.</summary>
    public static IPAddress FindAddress()
    {
        foreach (var adapter in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (adapter.OperationalStatus != OperationalStatus.Up || adapter.NetworkInterfaceType == NetworkInterfaceType.Loopback) continue;
            foreach (var address in adapter.GetIPProperties().UnicastAddresses)
                if (address.Address.AddressFamily == AddressFamily.InterNetwork && adapter.GetIPProperties().GatewayAddresses.Count > 0)
                    return address.Address;
        }

        return IPAddress.Loopback;
    }

    /// <summary>Writes a kubeconfig for a user of the server.</summary>
    public void WriteKubeconfig(string path, string server, string user, params ReadOnlySpan<string> groups)
    {
        var certificateFile = Path.Combine(_folder, Path.GetFileNameWithoutExtension(path) + ".client");
        var groupList = groups.ToArray();
        using var certificate = LoadOrIssue(_folder, Path.GetFileName(certificateFile), Authority, _time, _ => true, () => Authority.IssueClient(user, groupList));
        var authority = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(Authority.CertificatePem));
        var certificateData = Convert.ToBase64String(File.ReadAllBytes(certificateFile + ".crt"));
        var keyData = Convert.ToBase64String(File.ReadAllBytes(certificateFile + ".key"));
        PemFiles.Write(
            path,
            $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: kubesharp
              cluster:
                certificate-authority-data: {authority}
                server: {server}
            contexts:
            - name: {user}@kubesharp
              context:
                cluster: kubesharp
                user: {user}
            current-context: {user}@kubesharp
            users:
            - name: {user}
              user:
                client-certificate-data: {certificateData}
                client-key-data: {keyData}

            """,
            secret: true);
    }

    private static X509Certificate2 LoadOrIssue(
        string folder,
        string name,
        CertificateAuthority authority,
        TimeProvider time,
        Func<X509Certificate2, bool> fits,
        Func<(string CertificatePem, string KeyPem)> issue)
    {
        var certificatePath = Path.Combine(folder, name + ".crt");
        var keyPath = Path.Combine(folder, name + ".key");
        if (File.Exists(certificatePath) && File.Exists(keyPath))
        {
            var known = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
            if (known.NotAfter > time.GetUtcNow() + RenewBefore && known.IssuerName.Name == authority.Certificate.SubjectName.Name && fits(known)) return known;
            known.Dispose();
        }

        var (certificatePem, keyPem) = issue();
        PemFiles.Write(certificatePath, certificatePem, secret: false);
        PemFiles.Write(keyPath, keyPem, secret: true);
        return X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
    }
}
