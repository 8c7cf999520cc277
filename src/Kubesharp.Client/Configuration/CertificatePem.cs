using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kubesharp.Client;

/// <summary>Reads certificates and keys from PEM text.</summary>
internal static class CertificatePem
{
    public static X509Certificate2Collection ReadAuthorities(byte[] pem, string what)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Encoding.UTF8.GetString(pem));
        }
        catch (CryptographicException e)
        {
            throw new KubeConfigException($"{what} cannot be read: {e.Message}", e);
        }

        return certificates.Count > 0 ? certificates : throw new KubeConfigException($"{what} holds no certificate in PEM form");
    }

    /// <summary>The certificate with its key (RSA or EC, any PEM form of the key), followed by the other certificates of the text.</summary>
    public static X509Certificate2Collection ReadPair(byte[] certificatePem, byte[] keyPem, string what)
    {
        try
        {
            var text = Encoding.UTF8.GetString(certificatePem);
            var own = X509Certificate2.CreateFromPem(text, Encoding.UTF8.GetString(keyPem));
            var all = new X509Certificate2Collection();
            all.ImportFromPem(text);
            all[0].Dispose();
            all[0] = own;
            return all;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new KubeConfigException($"client certificate or key of {what} cannot be used: {e.Message}", e);
        }
    }
}
