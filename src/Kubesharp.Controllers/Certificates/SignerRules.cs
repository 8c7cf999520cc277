using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kubesharp.Api.Certificates.V1;

namespace Kubesharp.Controllers.Certificates;

/// <summary>What Kubernetes' own signers ask of a request.</summary>
internal static class SignerRules
{
    public const string Client = "kubernetes.io/kube-apiserver-client";
    public const string KubeletClient = "kubernetes.io/kube-apiserver-client-kubelet";
    public const string KubeletServing = "kubernetes.io/kubelet-serving";
    private const string NodesGroup = "system:nodes";
    private const string NodePrefix = "system:node:";

    public static bool IsKnown(string signerName) => signerName is Client or KubeletClient or KubeletServing;

    /// <summary>Why a request may not be signed; null when it may.</summary>
    public static string? Problem(CertificateSigningRequestSpec spec)
    {
        CertificateRequest request;
        try
        {
            request = CertificateRequest.LoadSigningRequestPem(
                System.Text.Encoding.UTF8.GetString(spec.Request.Span), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return "unable to parse csr: " + e.Message;
        }

        if (spec.SignerName == Client) return Uses(spec, KeyUsage.ClientAuth) ? null : "invalid usages for client certificate";
        if (!IsNode(request.SubjectName)) return $"subject organization is not {NodesGroup}, or the common name does not begin with {NodePrefix}";
        var alternatives = request.CertificateExtensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        if (spec.SignerName == KubeletClient)
            return alternatives is not null ? "subject alternative names are not allowed" : Uses(spec, KeyUsage.ClientAuth) ? null : "usages did not match [key encipherment digital signature client auth]";
        if (alternatives is null || !(alternatives.EnumerateDnsNames().Any() || alternatives.EnumerateIPAddresses().Any())) return "DNS or IP subjectAltName is required";
        return Uses(spec, KeyUsage.ServerAuth) ? null : "usages did not match [key encipherment digital signature server auth]";
    }

    private static bool Uses(CertificateSigningRequestSpec spec, string purpose) =>
        spec.Usages.Contains(purpose) && spec.Usages.All(usage => usage == purpose || usage is KeyUsage.DigitalSignature or KeyUsage.KeyEncipherment);

    private static bool IsNode(X500DistinguishedName subject)
    {
        string[] organizations = [.. Values(subject, "2.5.4.10")];
        return organizations is [NodesGroup] && Values(subject, "2.5.4.3").Any(name => name.StartsWith(NodePrefix, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Values(X500DistinguishedName subject, string oid) => subject.EnumerateRelativeDistinguishedNames()
        .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == oid)
        .Select(part => part.GetSingleElementValue() ?? "");
}
