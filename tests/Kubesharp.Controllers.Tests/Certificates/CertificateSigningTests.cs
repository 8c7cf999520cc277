using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Certificates.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.Tests.Simulation;

namespace Kubesharp.Controllers.Tests.Certificates;

public sealed class CertificateSigningTests
{
    private const string Client = "kubernetes.io/kube-apiserver-client";
    private const string Kubelet = "kubernetes.io/kube-apiserver-client-kubelet";
    private const string Serving = "kubernetes.io/kubelet-serving";

    [Fact]
    public void Request_Approved_GetsACertificateForTheTimeAskedFor()
    {
        using var world = new SimulatedWorld(1);
        using var key = RSA.Create(2048);
        var request = Ask(world, "carol", Client, new CertificateRequest("O=dev, CN=carol", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), "client auth");
        world.Run(toTheEnd: true);
        Assert.Equal(0, Get(world, "carol").Status.Certificate.Length);
        Approve(world, request);
        world.Run(toTheEnd: true);
        using var certificate = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(Get(world, "carol").Status.Certificate.Span));
        Assert.Equal("carol", certificate.GetNameInfo(X509NameType.SimpleName, false));
        Assert.Equal(world.Time.GetUtcNow().AddHours(1).UtcDateTime, certificate.NotAfter.ToUniversalTime());
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), certificate.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal("1.3.6.1.5.5.7.3.2", Assert.Single(certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<Oid>()).Value);
    }

    [Theory]
    [InlineData(Client, "CN=x", false, "server auth", "invalid usages for client certificate")]
    [InlineData(Kubelet, "CN=x", false, "client auth", "subject organization is not system:nodes, or the common name does not begin with system:node:")]
    [InlineData(Kubelet, "O=system:nodes, CN=system:node:x", false, "client auth", null)]
    [InlineData(Kubelet, "O=system:nodes, CN=system:node:x", true, "client auth", "subject alternative names are not allowed")]
    [InlineData(Serving, "O=system:nodes, CN=system:node:x", false, "server auth", "DNS or IP subjectAltName is required")]
    [InlineData(Serving, "O=system:nodes, CN=system:node:x", true, "server auth", null)]
    public void Request_AgainstTheSignersRules_Fails(string signer, string subject, bool named, string usage, string? problem)
    {
        using var world = new SimulatedWorld(1);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("x.example.com");
        if (named) request.CertificateExtensions.Add(names.Build());
        Approve(world, Ask(world, "r", signer, request, usage));
        world.Run(toTheEnd: true);
        var status = Get(world, "r").Status;
        Assert.Equal(problem, status.Conditions.FirstOrDefault(condition => condition.Type == RequestConditionType.Failed)?.Message);
        Assert.Equal(problem is null, status.Certificate.Length > 0);
        if (problem is not null) return;
        using var certificate = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(status.Certificate.Span));
        Assert.Equal(named ? "x.example.com" : null, certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault()?.EnumerateDnsNames().Single());
    }

    private static CertificateSigningRequest Ask(SimulatedWorld world, string name, string signer, CertificateRequest request, string usage) =>
        world.Get(() => world.Client.For<CertificateSigningRequest>().CreateAsync(
            new CertificateSigningRequest
            {
                Metadata = new ObjectMeta { Name = name },
                Spec = new CertificateSigningRequestSpec
                {
                    Request = ByteString.FromText(request.CreateSigningRequestPem()),
                    SignerName = signer,
                    Usages = [usage, "digital signature"],
                    ExpirationSeconds = 3600,
                },
            },
            default));

    private static void Approve(SimulatedWorld world, CertificateSigningRequest request)
    {
        var approved = new CertificateSigningRequestCondition { Type = RequestConditionType.Approved, Status = "True", Reason = "Test" };
        request = request with { Status = new CertificateSigningRequestStatus { Conditions = [approved] } };
        world.Do(() => world.Client.For<CertificateSigningRequest>().UpdateSubresourceAsync<CertificateSigningRequest, CertificateSigningRequest>("", request.Metadata.Name, "approval", request, default));
    }

    private static CertificateSigningRequest Get(SimulatedWorld world, string name) => world.Get(() => world.Client.For<CertificateSigningRequest>().GetAsync("", name, default));
}
