using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kubesharp.Server.Authentication;

/// <summary>The cluster's own certificate authority: a key and a certificate in two PEM files. Signs serving and client certificates.</summary>
public sealed class CertificateAuthority
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private static readonly TimeSpan Backdating = TimeSpan.FromMinutes(5);
    private readonly TimeProvider _time;

    private CertificateAuthority(X509Certificate2 certificate, TimeProvider time)
    {
        Certificate = certificate;
        _time = time;
    }

    /// <summary>The authority's certificate with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate as PEM text, for kubeconfigs and for the root CA ConfigMap.</summary>
    public string CertificatePem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>Loads the authority, or makes one on first use.</summary>
    public static CertificateAuthority LoadOrCreate(string certificatePath, string keyPath, string commonName, TimeProvider time)
    {
        if (File.Exists(certificatePath) && File.Exists(keyPath))
            return new CertificateAuthority(X509Certificate2.CreateFromPemFile(certificatePath, keyPath), time);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now - Backdating, now.AddYears(10));
        PemFiles.Write(certificatePath, certificate.ExportCertificatePem(), secret: false);
        PemFiles.Write(keyPath, key.ExportECPrivateKeyPem(), secret: true);
        return new CertificateAuthority(X509Certificate2.CreateFromPemFile(certificatePath, keyPath), time);
    }

    /// <summary>Issues a client certificate for a user and its groups, as PEM texts.</summary>
    public (string CertificatePem, string KeyPem) IssueClient(string user, params ReadOnlySpan<string> groups)
    {
        var name = new X500DistinguishedNameBuilder();
        foreach (var group in groups) name.AddOrganizationName(group);
        name.AddCommonName(user);
        return Issue(name.Build(), ClientAuth, null);
    }

    /// <summary>Issues a serving certificate for DNS names and addresses, as PEM texts.</summary>
    public (string CertificatePem, string KeyPem) IssueServing(string commonName, IEnumerable<string> dnsNames, IEnumerable<IPAddress> addresses)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var dnsName in dnsNames) alternatives.AddDnsName(dnsName);
        foreach (var address in addresses) alternatives.AddIpAddress(address);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        return Issue(name.Build(), ServerAuth, alternatives.Build());
    }

    /// <summary>Whether a certificate was issued by this authority for the use of clients and is valid now.</summary>
    public bool Trusts(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuth));
        return chain.Build(certificate);
    }

    /// <summary>Issues the certificate that a signing request asks for, as PEM text: its key, its subject and its alternative names.</summary>
    /// <param name="requestPem">The request.</param>
    /// <param name="usages">Usages in the words of the certificates API.</param>
    /// <param name="validity">How long the certificate is to be valid; at most, and without it, a year.</param>
    public string Sign(string requestPem, IReadOnlyCollection<string> usages, TimeSpan? validity)
    {
        var asked = CertificateRequest.LoadSigningRequestPem(
            requestPem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
        var request = new CertificateRequest(asked.SubjectName, asked.PublicKey, HashAlgorithmName.SHA256);
        var purposes = new OidCollection();
        if (usages.Contains("client auth")) purposes.Add(new Oid(ClientAuth));
        if (usages.Contains("server auth")) purposes.Add(new Oid(ServerAuth));
        var keyUsage = (usages.Contains("digital signature") ? X509KeyUsageFlags.DigitalSignature : 0) | (usages.Contains("key encipherment") ? X509KeyUsageFlags.KeyEncipherment : 0);
        if (keyUsage != 0) request.CertificateExtensions.Add(new X509KeyUsageExtension(keyUsage, true));
        AddCommonExtensions(request, purposes, asked.CertificateExtensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault());
        using var certificate = Create(request, validity);
        return certificate.ExportCertificatePem() + "\n";
    }

    private (string CertificatePem, string KeyPem) Issue(X500DistinguishedName name, string usage, X509Extension? alternatives)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        AddCommonExtensions(request, [new Oid(usage)], alternatives);
        using var certificate = Create(request, null);
        return (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private void AddCommonExtensions(CertificateRequest request, OidCollection purposes, X509Extension? alternatives)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        if (purposes.Count > 0) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(purposes, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        if (alternatives is not null) request.CertificateExtensions.Add(alternatives);
    }

    private X509Certificate2 Create(CertificateRequest request, TimeSpan? validity)
    {
        using var key = Certificate.GetECDsaPrivateKey() ?? throw new InvalidOperationException("the authority's key is not an ECDSA key");
        var now = _time.GetUtcNow();
        var end = now.AddYears(1);
        if (validity is { } wanted && now + wanted < end) end = now + wanted;
        if (end > Certificate.NotAfter) end = Certificate.NotAfter;
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        return request.Create(Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now - Backdating, end, serial);
    }
}
