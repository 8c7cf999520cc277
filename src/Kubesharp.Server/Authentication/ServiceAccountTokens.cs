using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kubesharp.Server.Authentication;

/// <summary>Signs and reads ServiceAccount tokens: JSON Web Tokens with RS256.</summary>
internal sealed class ServiceAccountTokens
{
    private readonly Lazy<SigningKey> _key;
    private readonly Lock _signing = new();

    private ServiceAccountTokens(Lazy<SigningKey> key, Task made, string issuer)
    {
        _key = key;
        KeyMade = made;
        Issuer = issuer;
    }

    /// <summary>Completes when the key is there, or could not be made.</summary>
    public Task KeyMade { get; }

    public string Issuer { get; }

    public string KeyId => _key.Value.Id;

    /// <summary>The public key, for the key set document.</summary>
    public RSAParameters PublicKey => _key.Value.Key.ExportParameters(false);

    /// <summary>
    /// Loads the signing key, or makes one on first use. Making one can take as long as everything else at the start of a server, so it is
    /// done beside that; who needs the key earlier waits for it.
    /// </summary>
    public static ServiceAccountTokens LoadOrCreate(string keyPath, string issuer)
    {
        if (File.Exists(keyPath)) return new ServiceAccountTokens(new Lazy<SigningKey>(SigningKey.Load(keyPath)), Task.CompletedTask, issuer);
        var key = new Lazy<SigningKey>(() => SigningKey.Create(keyPath));
        return new ServiceAccountTokens(key, Task.Run(() => key.Value), issuer);
    }

    /// <summary>Signs claims.</summary>
    public string Sign(ReadOnlySpan<byte> claims)
    {
        var signed = $"{_key.Value.Header}.{Base64Url.EncodeToString(claims)}";
        byte[] signature;
        lock (_signing) signature = _key.Value.Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
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
                if (!_key.Value.Key.VerifyData(Encoding.ASCII.GetBytes(token[..lastDot]), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)) return null;
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
