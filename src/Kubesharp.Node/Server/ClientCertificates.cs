using System.Security.Cryptography.X509Certificates;
using Kubesharp.Api;
using Kubesharp.Api.Authentication.V1;

namespace Kubesharp.Node.Server;

/// <summary>Who a client is, by its certificate: the common name is the user, the organisations are its groups.</summary>
internal sealed class ClientCertificates(NodeServerOptions options, TimeProvider time)
{
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    /// <summary>Whether the certificate was made by the cluster's authority for a client, and is good now.</summary>
    public bool Trusts(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(options.ClientAuthority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(ClientUse));
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().LocalDateTime;
        return chain.Build(certificate);
    }

    /// <summary>The user of a certificate.</summary>
    public static UserInfo UserOf(X509Certificate2 certificate)
    {
        var user = "";
        var groups = new List<string>();
        foreach (var name in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (name.HasMultipleElements) continue;
            if (name.GetSingleElementType().Value == CommonName) user = name.GetSingleElementValue() ?? "";
            else if (name.GetSingleElementType().Value == Organization) groups.Add(name.GetSingleElementValue() ?? "");
        }

        return new UserInfo { Username = user, Groups = groups.ToValueList() };
    }
}
