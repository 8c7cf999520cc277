using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kubesharp.Server.Authentication;

/// <summary>Signs and reads ServiceAccount tokens: JSON Web Tokens with RS256.</summary>
internal sealed class ServiceAccountTokens
{
    private readonly RSA _key;
    private readonly string _header;
    private readonly Lock _signing = new();

    private ServiceAccountTokens(RSA key, string issuer)
    {
        _key = key;
        Issuer = issuer;
        KeyId = Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
        _header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{{\"alg\":\"RS256\",\"kid\":\"{KeyId}\"}}"));
    }

    public string Issuer { get; }

    public string KeyId { get; }

    /// <summary>The public key, for the key set document.</summary>
    public RSAParameters PublicKey => _key.ExportParameters(false);

    /// <summary>Loads the signing key, or makes one on first use.</summary>
    public static ServiceAccountTokens LoadOrCreate(string keyPath, string issuer)
    {
        var key = RSA.Create();
        if (File.Exists(keyPath))
        {
            key.ImportFromPem(File.ReadAllText(keyPath));
        }
        else
        {
            key.KeySize = 2048;
            PemFiles.Write(keyPath, key.ExportPkcs8PrivateKeyPem(), secret: true);
        }

        return new ServiceAccountTokens(key, issuer);
    }

    /// <summary>Signs claims.</summary>
    public string Sign(ReadOnlySpan<byte> claims)
    {
        var signed = $"{_header}.{Base64Url.EncodeToString(claims)}";
        byte[] signature;
        lock (_signing) signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>The claims of a token that this key signed; null for all others.</summary>
    public JsonDocument? Verify(string token)
    {
        var firstDot = token.IndexOf('.');
        var lastDot = token.LastIndexOf('.');
        if (firstDot <= 0 || lastDot == firstDot || lastDot == token.Length - 1) return null;
        try
        {
            var signature = Base64Url.DecodeFromChars(token.AsSpan(lastDot + 1));
            lock (_signing)
            {
                if (!_key.VerifyData(Encoding.ASCII.GetBytes(token[..lastDot]), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)) return null;
            }

            return JsonDocument.Parse(Base64Url.DecodeFromChars(token.AsSpan(firstDot + 1, lastDot - firstDot - 1)));
        }
        catch (Exception e) when (e is FormatException or JsonException or CryptographicException)
        {
            // Not a token of ours, whatever it is.
            return null;
        }
    }
}
