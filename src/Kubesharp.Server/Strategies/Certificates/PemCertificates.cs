using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kubesharp.Server.Strategies.Certificates;

/// <summary>Certificates and requests for them as PEM text.</summary>
internal static class PemCertificates
{
    private const string Certificate = "CERTIFICATE";
    private const string Request = "CERTIFICATE REQUEST";

    /// <summary>Why a text is not a chain of certificates; null when it is one, or empty.</summary>
    public static string? WhyNoChain(ReadOnlySpan<byte> pem)
    {
        if (pem.IsEmpty) return null;
        ReadOnlySpan<char> rest = Encoding.UTF8.GetString(pem);
        var blocks = 0;
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label] is not Certificate) return $"only CERTIFICATE PEM blocks are allowed, found \"{rest[fields.Label]}\"";
            try
            {
                using var parsed = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(rest[fields.Base64Data].ToString()));
            }
            catch (CryptographicException e)
            {
                return $"x509: malformed certificate: {e.Message}";
            }

            blocks++;
            rest = rest[fields.Location.End..];
        }

        return blocks == 0 ? "must contain at least one CERTIFICATE PEM block" : null;
    }

    /// <summary>Why a text is not a request for a certificate; null when it is one.</summary>
    public static string? WhyNoRequest(ReadOnlySpan<byte> pem)
    {
        var text = Encoding.UTF8.GetString(pem);
        if (!PemEncoding.TryFind(text, out var fields) || text.AsSpan()[fields.Label] is not Request) return "PEM block type must be CERTIFICATE REQUEST";
        try
        {
            // Whether the signature is good is for the signer to see, who knows more kinds of keys.
            CertificateRequest.LoadSigningRequestPem(text, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.SkipSignatureValidation);
            return null;
        }
        catch (CryptographicException e)
        {
            return $"asn1: syntax error: {e.Message}";
        }
    }
}
