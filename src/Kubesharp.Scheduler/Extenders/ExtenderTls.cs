using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Scheduler.Configuration;

namespace Kubesharp.Scheduler.Extenders;

/// <summary>How TLS is spoken with an extender.</summary>
internal static class ExtenderTls
{
    public static SslClientAuthenticationOptions Options(ExtenderConfiguration extender)
    {
        var tls = extender.TlsConfig ?? ExtenderTlsConfiguration.Empty;
        var options = new SslClientAuthenticationOptions();
        try
        {
            if (Pem(tls.CaData, tls.CaFile) is { } authorities)
            {
                options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                options.CertificateChainPolicy.CustomTrustStore.ImportFromPem(authorities);
            }
            else if (tls.Insecure || extender.EnableHttps)
            {
                options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
            }

            if (Pem(tls.CertData, tls.CertFile) is { } certificate)
            {
                var key = Pem(tls.KeyData, tls.KeyFile) ?? throw new ConfigurationException($"extender {extender.UrlPrefix} has a client certificate without a key");
                options.ClientCertificateContext = SslStreamCertificateContext.Create(X509Certificate2.CreateFromPem(certificate, key), null, offline: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ConfigurationException($"extender {extender.UrlPrefix}: {e.Message}", e);
        }

        return options;
    }

    private static string? Pem(ByteString data, string file)
    {
        if (data.Length > 0) return Encoding.UTF8.GetString(data.Span);
        return file.Length > 0 ? File.ReadAllText(file) : null;
    }
}
