using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Kubesharp.Server.Authentication;

/// <summary>The key of ServiceAccount tokens with what is derived from it.</summary>
internal sealed class SigningKey
{
    private SigningKey(RSA key)
    {
        Key = key;
        Id = Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
        Header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{{\"alg\":\"RS256\",\"kid\":\"{Id}\"}}"));
    }

    public RSA Key { get; }

    /// <summary>The key's name in tokens: a hash of its public part.</summary>
    public string Id { get; }

    /// <summary>First part of every token.</summary>
    public string Header { get; }

    public static SigningKey Load(string path)
    {
        var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(path));
        return new SigningKey(key);
    }

    public static SigningKey Create(string path)
    {
        var key = RSA.Create(2048);
        PemFiles.Write(path, key.ExportPkcs8PrivateKeyPem(), secret: true);
        return new SigningKey(key);
    }
}
